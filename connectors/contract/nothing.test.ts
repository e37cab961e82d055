import { describe, expect, it } from 'vitest'
import { isLost, isNothing, mayBeSurname, type NothingOf } from './nothing.ts'

const all: readonly NothingOf[] = ['value', 'name', 'key', 'number', 'phone', 'mail', 'date']
const ofWhat = (text: string) => all.filter((of) => isNothing(text, of))

describe('that there is no value', () => {
  it.each(['', '   ', '-', '—', '...', '?', '*', '/', '\\N', '#N/A', '#N/D', '#NV', '#na', '\u200b'])(
    '%j says of anything',
    (text) => expect(ofWhat(text)).toEqual(all),
  )
  it.each(['NULL', 'null', '(null)', '<null>', 'None', 'NaN', "'NULL'", 'False'])(
    '%j says of anything but a name, which it may be',
    (text) => expect(ofWhat(text)).toEqual(all.filter((of) => of !== 'name')),
  )
  it('`undefined` says of a name too', () => expect(ofWhat('undefined')).toEqual(all))

  it.each([
    'n/a',
    'N/D',
    's/d',
    'n.d.',
    'unknown',
    'Desconocida',
    'desconhecido',
    'not known',
    'Not available',
    'not provided',
    'sin datos',
    'SIN DATOS',
    'sin informar',
    'sin especificar',
    'no consta',
    'No informado',
    'no disponible',
    'no procede',
    'no tiene',
    'no facilitado',
    'não consta',
    'não informado',
    'não tem',
    'sem dados',
    'k.A.',
    'non renseigné',
    'not_set',
    'no-consta',
  ])('%j says of whatever people fill in', (text) =>
    expect(
      ['value', 'name', 'number', 'phone', 'date'].filter((of) => !isNothing(text, of as NothingOf)),
    ).toEqual([]),
  )

  it.each([
    'Anonymous',
    'anónimo',
    'Unavailable',
    'unidentified',
    'Unbekannt',
    'inconnu',
    'Private number',
    'Número privado',
    'Numéro privé',
    'NÚMERO OCULTO',
    'No caller ID',
    'No caller-ID',
    'Restricted',
    'Blocked',
    'bloqueado',
    'withheld',
    'out of area',
    'Payphone',
    'asterisk',
    'sin número',
    'Llamada oculta',
  ])('%j says of a telephone only', (text) => {
    expect(isNothing(text, 'phone')).toBe(true)
    expect(['value', 'name', 'mail', 'date'].filter((of) => isNothing(text, of as NothingOf))).toEqual([])
  })

  it.each([
    'no',
    'sin',
    'nada',
    'ninguno',
    'nadie',
    'nobody',
    'empty',
    'vacio',
    'asd',
    'asdfgh',
    'qwerty',
    'keine email',
    'pas de mail',
    'desconocido',
    'guest',
    'example',
    'xxx',
    '0',
    '1',
    'aa',
    'notiene',
    'no-tiene',
    'no.tengo',
    'sin_mail',
    'sin-e-mail',
    'noaplica',
    'na',
    'null',
  ])('%j says before the @ of a mail', (text) => expect(isNothing(text, 'mail')).toBe(true))

  it.each([
    '0000',
    'XXXX',
    'N',
    'test',
    'Prueba',
    'Guest',
    'walk-in',
    'Cliente contado',
    'mostrador',
    'Sin número',
    'no tiene',
    'pendiente',
    'string',
    'id',
    'true',
    'nil',
    '<nil>',
    'Infinity',
  ])('%j says where a number belongs', (text) => expect(isNothing(text, 'number')).toBe(true))

  it.each([
    '0000-00-00',
    '0000-00-00 00:00:00',
    '0000-00-00T00:00:00.000Z',
    '00/00/0000',
    '0/0/00',
    '  /  /    ',
    '0001-01-01T00:00:00Z',
    '1753-01-01',
    '1899-12-30',
    '1900-01-01 00:00:00.000',
    '9999-12-31',
    '0',
  ])('%j says of a day', (text) => expect(isNothing(text, 'date')).toBe(true))
})

describe('what is real stays real:', () => {
  it.each<[NothingOf, string[]]>([
    ['number', ['1001', '#1001', '9999', '123456', '#123456', 'T-8841', 'N-1', 'TEST-7', 'A0000']],
    [
      'name',
      ['Null', 'Na', 'Nan', 'NAN', 'True', 'None', 'Nil', 'False', 'Nan Goldin', 'Blank', 'Ka', 'Ana Sin'],
    ],
    ['mail', ['nil', 'noa', 'nadia', 'sinforosa', 'ana.null', 'nd', 'n.a', 'null.ana', 'aaron', 'true']],
    ['key', ['NA', 'nd', '0', 'test', 'A-1', 'Nan 7', 'FALSET', 'unknown-7']],
    ['phone', ['612 34 81 07', '0', 'casa 954123456', 'Ana']],
    ['date', ['1970-01-01', '1984-11-03', '2000-01-01', '2000-10-10', '10/10/2000', 'mañana']],
    ['value', ['Nancy', 'Nada', 'N-340', 'Sin', 'Unknown Street 3', 'ND-7', 'true']],
  ])('of a %s', (of, texts) => expect(texts.filter((text) => isNothing(text, of))).toEqual([]))
})

it('four words for nothing are surnames that are seen, and what stands around them decides', () => {
  expect(['Null', 'NA', 'nan', 'None', 'Nil', 'unknown', ''].filter(mayBeSurname)).toEqual([
    'Null',
    'NA',
    'nan',
    'None',
  ])
})

describe('what a program lost', () => {
  it.each([
    '[object Object]',
    '{{order.name}}',
    '${orderId}',
    '%s',
    '#REF!',
    '#¡VALOR!',
    '#¿NOMBRE?',
    '#DIV/0!',
    'Luc\ufffda',
  ])('%j is no value, and not nothing', (text) => {
    expect(isLost(text)).toBe(true)
    expect(isNothing(text)).toBe(false)
  })
  it('shows in more signs where a number belongs', () => {
    expect(['<order>', '{id}', 'ORD-%s', '{"id":1}'].filter((text) => isLost(text))).toEqual([])
    expect(['<order>', '{id}', 'ORD-%s', '{"id":1}'].filter((text) => !isLost(text, 'number'))).toEqual([])
  })
  it.each(['#1001', '#A!1', '{6F9619FF-8B86-D011-B42D-00CF4FC964FF}', '50%', '<ana@x.example>', 'Yes!'])(
    'is not %j',
    (text) => expect(isLost(text)).toBe(false),
  )
})
