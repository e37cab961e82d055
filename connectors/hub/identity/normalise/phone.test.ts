import metadata from 'libphonenumber-js/metadata.max'
import { describe, expect, it } from 'vitest'
import type { IdentifierSettings } from '../settings.ts'
import { createNumberPlans, type PlanSet } from './number-plans.ts'
import { parsePhones } from './phone.ts'

const numberPlans = createNumberPlans(metadata as unknown as PlanSet)

const settings = (country: string): IdentifierSettings => ({
  country,
  ownDomains: [],
  ownValues: [],
  numberPlans,
})
const read = (text: string, country = 'ES', recordCountry?: string) =>
  parsePhones(text, settings(country), recordCountry).map((p) => `${p.value} ${p.grade}`)

describe('a telephone as companies keep it', () => {
  it.each([
    '34612348107',
    '0034612348107',
    '612348107',
    '612 34 81 07 (tardes)',
    '+34 (0) 612348107',
    'whatsapp:+34612348107',
    'tel:+34612348107',
    'sips:+34612348107@pbx.example:5061;transport=tls',
    '"Lucía" <sip:612348107@10.0.0.7;user=phone>',
    '612–34–81–07',
    '612.34.81.07',
    '\u202a+34 612 34 81 07\u202c',
    '34612348107@s.whatsapp.net',
    '+34612348107\u00a0',
    '(34) 612348107',
    '+34-612348107',
    'Tel.: 612348107',
    'Móvil:612348107',
    '６１２３４８１０７',
    '+34 612 348 107 / +34612348107',
    '+34 34 612348107',
    '#31#612348107',
    '612348107.0',
    '612,348,107',
    'p:+34 612 34 81 07',
    'wa.me/34612348107',
    'PJSIP/612348107',
    'tel:%2B34612348107',
  ])('%s is one line', (text) => expect(read(text)).toEqual(['+34612348107 strong']))

  it.each([
    ['612348107 ext 5', ['+34612348107 weak']],
    ['612348107,5', ['+34612348107 weak']],
    ['612348107 / 954123456', ['+34612348107 weak', '+34954123456 weak']],
    ['612348107/954123456', ['+34612348107 weak', '+34954123456 weak']],
    ['612348107 - 954123456', ['+34612348107 weak', '+34954123456 weak']],
    ['612348107-954123456', ['+34612348107 weak', '+34954123456 weak']],
    ['612 34 81 07 954 12 34 56', ['+34612348107 weak', '+34954123456 weak']],
    ['612348107\n954123456', ['+34612348107 weak', '+34954123456 weak']],
    ['612348107; +351 912 345 678', ['+34612348107 weak', '+351912345678 weak']],
    ['casa 954123456 móvil 612348107', ['+34954123456 weak', '+34612348107 weak']],
    ['612348107/5', ['+34612348107 weak']],
    ['612 34 81 07/08', ['+34612348107 weak']],
    ['612348107 + 654321077', ['+34612348107 weak', '+34654321077 weak']],
    ['612348107\\654321077', ['+34612348107 weak', '+34654321077 weak']],
    ['1) 612348107 2) 654321077', ['+34612348107 weak', '+34654321077 weak']],
    ['612348107654321077', []],
  ])('%j may be of several people', (text, want) => expect(read(text)).toEqual(want))

  it.each([
    ['GB', '0113 496 0123', '+441134960123'],
    ['GB', '0118 496 0123', '+441184960123'],
    ['GB', '447700900123', '+447700900123'],
    ['GB', '011 34 612 348 107', '+34612348107'],
    ['AR', '011 4123-4567', '+5491141234567'],
    ['IT', '011 555 0123', '+390115550123'],
    ['IT', '06 5555 0123', '+390655550123'],
    ['DE', '+49 (0171) 3920021', '+491713920021'],
    ['DE', '0171 / 39 200 21', '+491713920021'],
    ['DE', '030/901820', '+4930901820'],
    ['FR', '+33 (0)6 12 34 56 78', '+33612345678'],
    ['US', '1-202-555-0143', '+12025550143'],
    ['US', '(202) 555-0143 x12', '+12025550143'],
    ['US', '011 34 612 348 107', '+34612348107'],
    ['US', '+1-608-271-9000-x11', '+16082719000'],
    ['US', '*67 202 555 0143', '+12025550143'],
    ['US', '+11 202 555 0143', '+12025550143'],
    ['DE', '491713920021', '+491713920021'],
    ['DE', '49 171 3920021', '+491713920021'],
    ['NL', '+31 (0)30 1234 123 #999', '+31301234123'],
    ['CL', '09 8123 4567', '+56981234567'],
  ])('in %s %s is %s', (country, text, value) =>
    expect(read(text, country).map((p) => p.split(' ')[0])).toEqual([value]),
  )

  it.each([
    ['DE', 'Tel. 0171/3920021, Fax 030/901821', ['+491713920021 weak', '+4930901821 weak']],
    ['DE', '0171/3920021 / 0172/3920022', ['+491713920021 weak', '+491723920022 weak']],
    ['DE', '0171 / 392 00 21 und 030/901820', ['+491713920021 weak', '+4930901820 weak']],
    ['GB', '07700 900123 (work)', ['+447700900123 weak']],
    ['GB', '07700 900123 / 020 7946 0123', ['+447700900123 weak', '+442079460123 weak']],
  ])('in %s the signs inside the numbers of %s are not those between them', (country, text, want) =>
    expect(read(text, country)).toEqual(want),
  )

  it('is of the country of its record, whatever the company’s', () => {
    expect(read('0171 39 200 21', 'ES', 'DE')).toEqual(['+491713920021 strong'])
    expect(read('912 345 678', 'ES', 'PT')).toEqual(['+351912345678 strong'])
  })

  it('is no other country’s because a digit is missing', () => {
    expect(read('0113 496 000', 'GB').join()).not.toContain('+3496')
  })

  it.each([
    { country: 'BR', spellings: ['(11) 98123-4567', '(11) 8123-4567', '+55 11 8123 4567', '+5511981234567'] },
    {
      country: 'MX',
      spellings: ['55 1234 5678', '+52 1 55 1234 5678', '044 55 1234 5678', '+525512345678', '5215512345678'],
    },
    {
      country: 'AR',
      spellings: ['+54 9 11 2345-6789', '+54 11 2345-6789', '011 15-2345-6789', '5491123456789'],
    },
  ])('a line that $country writes in two ways is one', ({ country, spellings }) => {
    const values = spellings.map((text) =>
      read(text, country)
        .map((p) => p.split(' ')[0])
        .join(),
    )
    expect(new Set(values).size, values.join(' · ')).toBe(1)
  })
})

it('does not end in a text made to be read for ever', () => {
  for (const text of [`6${' '.repeat(480)}x`, `1${' :'.repeat(240)}`, '6 '.repeat(240), '6'.repeat(5_000)])
    expect(read(text).filter((p) => p.endsWith('strong'))).toEqual([])
})

describe('a withheld telephone is nobody’s', () => {
  it.each([
    '+7378742833',
    '007378742833',
    '7378742833',
    '+2562533',
    '+8656696',
    '+86282452253',
    '+266696687',
    '00266696687',
    '+7748283',
    '+1266696687',
    '1-266-696-687',
    '0266696687',
    '011266696687',
    '+34266696687',
    'tel:anonymous',
    '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1928301774',
    '<unknown>',
    'Unterdrückte Nummer',
    'Numéro masqué',
    'sip:+266696687@trunk.example',
    'anonymous',
    'Anonymous',
    'sip:anonymous@anonymous.invalid',
    '"Anonymous" <sip:anonymous@10.0.0.1>',
    'Restricted',
    'unknown',
    'Unavailable',
    'Private',
    'Private number',
    'No caller ID',
    'Anónimo',
    'Número privado',
    'NÚMERO OCULTO',
    'número desconocido',
    'Restringido',
    'No disponible',
    'Desconhecido',
    'inconnu',
    'Unbekannt',
    'null',
    'undefined',
    'NaN',
  ])('%s', (text) => expect(read(text).filter((p) => !p.endsWith('blocked'))).toEqual([]))

  it('but +354 865 6696 is somebody’s in Iceland, and 02 66 69 66 87 in France', () => {
    expect(read('+354 865 6696', 'IS')).toEqual(['+3548656696 strong'])
    expect(read('02 66 69 66 87', 'FR')).toEqual(['+33266696687 weak'])
  })
  it('but 737 874 2833 is somebody’s in Texas', () =>
    expect(read('(737) 874-2833', 'US')).toEqual(['+17378742833 strong']))
})
