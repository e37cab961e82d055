import { existsSync, readFileSync } from 'node:fs'
import metadata from 'libphonenumber-js/metadata.max'
import { expect, test } from 'vitest'
import type { IdentifierKind } from '../../contract/index.ts'
import { mailbox } from '../../contract/mail.ts'
import { parseIdentifier, sameIdentifier } from './identifiers.ts'
import { createNumberPlans, type PlanSet } from './normalise/number-plans.ts'
import { gs1, luhn } from './normalise/numbers.ts'
import { readAny } from './resolve/any.ts'

const settings = { country: 'ES', ownDomains: ['tienda.example'], ownValues: ['+34 910 000 111'] }
const read = (kind: IdentifierKind, value: string, country?: string) => {
  const id = parseIdentifier({ kind, value }, settings, country)
  return id ? `${id.value} ${id.grade}` : null
}
/** With the number plans of every country, as the gateway reads. */
const numberPlans = createNumberPlans(metadata as unknown as PlanSet)
const readAll = (value: string, country?: string) => {
  const id = parseIdentifier({ kind: 'phone', value }, { ...settings, numberPlans }, country)
  return id ? `${id.value} ${id.grade}` : null
}

test.each([
  ['612 345 678', '+34612345678 strong'],
  ['+34 612-34-56-78', '+34612345678 strong'],
  ['0034612345678', '+34612345678 strong'],
  ['34612345678', '+34612345678 strong'],
  ['tel:+34612345678', '+34612345678 strong'],
  ['tel:+34-612-345-678;ext=12', '+34612345678 weak'],
  ['+34 91 123 45 67 ext. 204', '+34911234567 weak'],
  ['911 234 567', '+34911234567 weak'],
  ['(+351) 912 345 678', '+351912345678 strong'],
  ['011 34 612 345 678', '+34612345678 strong'],
  ['+44 (0)7700 900123', '+447700900123 strong'],
  ['+1 (415) 555-2671', '+14155552671 strong'],
  ['+81 90-1234-5678', '+819012345678 strong'],
  ['600000000', '+34600000000 blocked'],
  ['666 666 666', '+34666666666 blocked'],
  ['123456789', '+34123456789 blocked'],
  ['000000000', '+34000000000 blocked'],
  ['Anonymous', 'anonymous blocked'],
  ['número oculto', 'numero oculto blocked'],
  ['910000111', '+34910000111 blocked'],
  ['600 12 34 57 (tardes)', '+34600123457 strong'],
  ['Mov. 600 12 34 57', '+34600123457 strong'],
  ['tel: 600 12 34 57', '+34600123457 strong'],
  ['teléfono móvil: +34 600-12-34-57, llamar de 9 a 14h', '+34600123457 strong'],
  ['casa: 954 11 22 33', '+34954112233 weak'],
  ['600 12 34 57 desde 12-05-2021', '+34600123457 strong'],
  ['600 12 34 57 (extensión 12)', '+34600123457 weak'],
  ['Ana 600 12 34 57 o Luis 611 22 33 44', '+34600123457 weak'],
  ['móvil 600000000', '+34600000000 blocked'],
  ['pedido 1234567', null],
  ['1-800-FLOWERS', null],
  ['hola', null],
  ['12', null],
])('phone %s is %s', (raw, want) => {
  expect(read('phone', raw)).toBe(want)
  if (!/7700\D?900/.test(raw)) expect(readAll(raw)).toBe(want)
})

test("a number of a range that is given to nobody is no person's, where every plan is known", () => {
  // kept by Ofcom for films
  expect(read('phone', '+44 7700 900123')).toBe('+447700900123 strong')
  expect(readAll('+44 7700 900123')).toBe('+447700900123 weak')
})

test('a national phone of another country is read with the country of its record', () => {
  expect(read('phone', '07700 900123', 'GB')).toBe('+447700900123 strong')
  for (const said of [(raw: string, country: string) => read('phone', raw, country), readAll]) {
    expect(said('07400 123456', 'GB')).toBe('+447400123456 strong')
    expect(said('0412 345 678', 'AU')).toBe('+61412345678 strong')
    expect(said('912 345 678', 'PT')).toBe('+351912345678 strong')
  }
})

const examples = process.env.FICHA_DATA ? `${process.env.FICHA_DATA}/phone/examples.mobile.json` : ''
test.skipIf(!existsSync(examples))(
  "every country's example mobile in E.164 is itself, with 00 as with +",
  () => {
    const all = JSON.parse(readFileSync(examples, 'utf8')) as Record<string, string>
    for (const [country, national] of Object.entries(all)) {
      for (const spelling of [`+34${national}`, `0034${national}`])
        if (country === 'ES') expect(read('phone', spelling)).toBe(`+34${national} strong`)
    }
    const plans: Record<string, string> = {
      PT: '351',
      FR: '33',
      DE: '49',
      IT: '39',
      GB: '44',
      IE: '353',
      US: '1',
      MX: '52',
      AR: '54',
      BR: '55',
      CO: '57',
      AU: '61',
    }
    for (const [country, code] of Object.entries(plans))
      expect(read('phone', `00${code} ${all[country]}`), country).toMatch(
        new RegExp(`^\\+${code}${all[country]} (strong|blocked)$`),
      )
  },
)

test.each([
  ['Maria.Garcia@Gmail.com ', 'maria.garcia@gmail.com strong'],
  ['"María" <maria@correo.es>', 'maria@correo.es strong'],
  ['mailto:ana@correo.es?subject=hola', 'ana@correo.es strong'],
  ['info@empresa.es', 'info@empresa.es blocked'],
  ['no-reply@empresa.es', 'no-reply@empresa.es blocked'],
  ['alguien@tienda.example', 'alguien@tienda.example blocked'],
  ['x@sub.tienda.example', 'x@sub.tienda.example blocked'],
  ['a1b2c3@marketplace.amazon.es', 'a1b2c3@marketplace.amazon.es blocked'],
  ['a@b', null],
  ['a b@c.es', null],
  ['a@@c.es', null],
])('mail %s is %s', (raw, want) => expect(read('mail', raw)).toBe(want))

test('a mailbox drops dots and tags only where the provider does', () => {
  expect(mailbox('m.garcia+web@googlemail.com')).toBe('mgarcia@gmail.com')
  expect(mailbox('m.garcia+web@outlook.com')).toBe('m.garcia@outlook.com')
  expect(mailbox('m.garcia+web@empresa.es')).toBe('m.garcia+web@empresa.es')
})

test.each([
  ['12.345.678-Z', 'ES', '12345678Z unique'],
  ['es12345678z', 'ES', '12345678Z unique'],
  ['12345678A', 'ES', '12345678A weak'],
  ['1234567L', 'ES', '01234567L unique'],
  ['X1234567L', 'ES', 'X1234567L unique'],
  ['B65410011', 'ES', 'B65410011 unique'],
  ['B65410012', 'ES', 'B65410012 weak'],
  ['123456789', 'PT', '123456789 blocked'],
  ['501964843', 'PT', '501964843 unique'],
  ['501964844', 'PT', '501964844 weak'],
  ['501964843', 'ES', '501964843 weak'],
  ['00000000T', 'ES', '00000000T blocked'],
  ['6988048', 'AU', '6988048 weak'],
])('national id %s in %s is %s', (raw, country, want) => expect(read('nationalId', raw, country)).toBe(want))

test.each([
  ['1980-05-12', 'ES', '1980-05-12 weak'],
  ['19800512', 'ES', '1980-05-12 weak'],
  ['12/05/1980', 'ES', '1980-05-12 weak'],
  ['12051980', 'ES', '1980-05-12 weak'],
  ['05/12/1980', 'US', '1980-05-12 weak'],
  ['5/25/1980', 'ES', '1980-05-25 weak'],
  ['12-5-80', 'ES', '1980-05-12 weak'],
  ['1980-05-12T00:00:00Z', 'ES', '1980-05-12 weak'],
  ['1900-01-01', 'ES', '1900-01-01 blocked'],
  ['00000000', 'ES', null],
  ['ayer', 'ES', null],
])('birth date %s in %s is %s', (raw, country, want) => expect(read('birthDate', raw, country)).toBe(want))

test('an IBAN leaves only its country and last four digits', () => {
  const id = parseIdentifier({ kind: 'iban', value: 'ES91 2100 0418 4502 0005 1332' }, settings)
  expect(id).toMatchObject({ value: 'ES1332', grade: 'weak' })
  expect(JSON.stringify(id)).not.toMatch(/2100\s?0418/)
  expect(read('iban', 'ES91 **** **** 1332')).toBe('ES1332 weak')
  expect(read('iban', 'ES92 2100 0418 4502 0005 1332')).toBeNull()
})

test.each([
  ['28001', '28001 weak'],
  ['8001', '08001 weak'],
  ['00000', '00000 blocked'],
])('postcode %s is %s', (raw, want) => expect(read('postcode', raw)).toBe(want))
test('names of nobody are blocked', () => {
  for (const name of [
    'Cliente contado',
    'walk-in',
    'Walk-in Customer',
    'Consumidor final',
    'TEST',
    'Cliente Genérico',
  ])
    expect(read('name', name), name).toMatch(/blocked$/)
  expect(read('name', 'García, Mª José')).toMatch(/weak$/)
})
test('check digits', () => {
  expect([
    gs1('4006381333931'),
    gs1('4006381333932'),
    luhn('79927398713'.padStart(12, '0')),
    luhn('4111111111111111'),
    luhn('4111111111111112'),
  ]).toEqual([true, false, true, true, false])
})
test('numbers meet in one scope, and without scope only when long', () => {
  const order = (value: string, scope?: string) => parseIdentifier({ kind: 'order', value, scope }, settings)!
  expect(sameIdentifier(order('#a-1001', 'shop'), order('A1001', 'shop'))).toBe(true)
  expect(sameIdentifier(order('1001', 'shop'), order('1001', 'outlet'))).toBe(false)
  expect(sameIdentifier(order('1001'), order('1001', 'outlet'))).toBe(false)
  expect(sameIdentifier(order('100145'), order('100145', 'outlet'))).toBe(true)
})
test('a typed text gives every reading', () => {
  const kinds = (text: string) => readAny(text, settings).map((i) => i.kind)
  expect(kinds('612345678')).toEqual(expect.arrayContaining(['phone', 'order', 'loyalty', 'ticket']))
  expect(kinds('4006381333931')[0]).toBe('loyalty')
  expect(kinds('a.b+c@gmail.com')).toEqual(['mail', 'mail'])
  expect(kinds('María García')).toEqual(['name'])
  expect(kinds('maria garcia 28001')).toEqual(['name', 'postcode'])
  expect(kinds('maria garcia 12/05/1980')).toEqual(['name', 'birthDate'])
  expect(kinds('12345678Z')).toEqual(expect.arrayContaining(['nationalId', 'order']))
  expect(kinds('12/05/1980')).toEqual(['birthDate'])
  expect(kinds('Mov. 600 12 34 57')).toContain('phone')
  expect(kinds('28001')).toEqual(expect.arrayContaining(['postcode', 'order']))
  expect(kinds('ORD-2024-0001')).toEqual(expect.arrayContaining(['order', 'ticket']))
})

test("the company's own mail or card is nobody's, however it is written", () => {
  const own = { ...settings, ownValues: ['Caja.Central@Tienda.es', ' FC-00001 '] }
  const grade = (kind: IdentifierKind, value: string) => parseIdentifier({ kind, value }, own)?.grade
  expect(grade('mail', 'caja.central@tienda.es')).toBe('blocked')
  expect(grade('loyalty', 'fc-00001')).toBe('blocked')
  expect(grade('loyalty', 'FC-00002')).toBe('unique')
})

test('a text longer than anybody writes is no identifier', () => {
  expect(read('order', 'A'.repeat(500))).toBe(`${'A'.repeat(500)} unique`)
  expect(read('order', 'A'.repeat(501))).toBeNull()
})

test('a leading zero is put back only where postcodes have five digits', () => {
  expect([read('postcode', '8001', 'ES'), read('postcode', '1050', 'PT')]).toEqual([
    '08001 weak',
    '1050 weak',
  ])
})

test('numbers without a scope are one only when they are long; those of a system never without one', () => {
  const id = (kind: IdentifierKind, value: string, scope?: string) =>
    parseIdentifier({ kind, value, ...(scope ? { scope } : {}) }, settings)!
  expect(sameIdentifier(id('order', '1234'), id('order', '1234'))).toBe(false)
  expect(sameIdentifier(id('order', '12345'), id('order', '12345'))).toBe(true)
  expect(sameIdentifier(id('order', '1234', 'shop'), id('order', '1234', 'shop'))).toBe(true)
  expect(sameIdentifier(id('order', '12345', 'shop'), id('order', '12345', 'till'))).toBe(false)
  expect(sameIdentifier(id('system', 'abcde12', 'shop'), id('system', 'abcde12'))).toBe(false)
  expect(sameIdentifier(id('order', 'abcde12', 'shop'), id('order', 'abcde12'))).toBe(true)
})

test('an own value without digits blocks no telephone', () => {
  const own = { ...settings, ownValues: ['caja central'] }
  expect(parseIdentifier({ kind: 'phone', value: '612345678' }, own)?.grade).toBe('strong')
})
