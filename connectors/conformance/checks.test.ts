import { expect, test } from 'vitest'
import { ConnectorError, type FieldDefs } from '../contract/index.ts'
import {
  checkError,
  checkMatch,
  factInLink,
  personalIn,
  recordsOf,
  show,
  textOf,
  unwanted,
} from './checks.ts'

test.each([
  ['pedido de ana@correo.example', 'a mail address'],
  ['llamar al +34 600 12 34 56', 'a telephone'],
  ['0034600123456', 'a telephone'],
  ['600 123 456', 'a telephone'],
  ['el 722-12-34-56', 'a telephone'],
  ['ES91 2100 0418 4502 0005 1332', 'an IBAN'],
  ['ES9121000418450200051332', 'an IBAN'],
  ['12345678Z', 'a national id'],
  ['X1234567L', 'a national id'],
  ['Y1234567X', 'a national id'],
] as const)('%j is personal: %s', (text, what) => {
  expect(personalIn('none', 'text', text)).toBe(what)
  expect(personalIn('pseudonymous', 'status', { code: 'x', label: text })).toBe(what)
  for (const declared of ['personal', 'financial', 'special'] as const)
    expect(personalIn(declared, 'text', text)).toBeUndefined()
})
test.each([
  'A-10432',
  '12345678',
  '12345678A',
  'X1234567A',
  '2026-06-15',
  '600',
  'A-600-123-456-9',
  'Talla 42',
  '',
])('%j is nobody’s', (text) => expect(personalIn('none', 'text', text)).toBeUndefined())
test('a number, an amount or a day is not read for what it might be besides', () => {
  for (const type of ['date', 'datetime', 'number', 'money', 'percent', 'boolean', 'duration', 'series'])
    expect(personalIn('none', type, '+34 600 12 34 56'), type).toBeUndefined()
})

test('a link holds a fact of its row where the fact is personal or financial, however it is encoded', () => {
  const defs: FieldDefs = {
    motive: { type: 'text', sensitivity: 'personal' },
    told: { type: 'text', sensitivity: 'personal', list: true },
    total: { type: 'money', sensitivity: 'financial' },
    number: { type: 'id', sensitivity: 'pseudonymous' },
    shop: { type: 'text', sensitivity: 'none' },
  }
  const within = (url: string, row: object) => factInLink(url, { id: '1', ...row }, defs)
  expect(within('https://x.example/?m=Llegó%20ROTO', { motive: 'llegó roto' })).toBe(
    'motive, which is personal',
  )
  expect(within('https://x.example/?m=lleg%C3%B3+roto', { motive: 'llegó roto' })).toBe(
    'motive, which is personal',
  )
  expect(within('https://x.example/?m=%E0%A4%A&roto', { motive: 'roto' })).toBe('motive, which is personal')
  expect(within('https://x.example/regalo', { told: ['nada', 'regalo'] })).toBe('told, which is personal')
  expect(within('https://x.example/94.98', { total: { amount: '94.98' } })).toBe('total, which is financial')
  expect(within('https://x.example/A-1002/Vigo', { number: 'A-1002', shop: 'Vigo' })).toBeUndefined()
  expect(within('https://x.example/sol', { motive: 'sol' })).toBeUndefined()
  expect(within('https://x.example/1', { motive: undefined })).toBeUndefined()
})

test('what nobody wanted is named once, ids, links and what is undefined aside', () => {
  const rows = [
    { id: '1', url: 'https://x.example', a: 1, b: 2, c: undefined },
    { id: '2', b: 3, d: 4 },
  ]
  expect([unwanted(rows, ['a']), unwanted(rows, ['a', 'b', 'd'])]).toEqual([['b', 'd'], []])
})

test('a match is none, one or many, each of its shape', () => {
  const record = { id: '1', identifiers: [{ kind: 'mail', value: 'a@b.example' }] }
  for (const [match, records] of [
    [{ match: 'none' }, 0],
    [{ match: 'one', record }, 1],
    [{ match: 'many', records: [record, record], complete: false }, 2],
  ] as const) {
    expect(() => checkMatch(match)).not.toThrow()
    expect(recordsOf(match as never)).toHaveLength(records)
  }
  for (const wrong of [
    undefined,
    { match: 'several', records: [] },
    { match: 'one', record: { ...record, id: '' } },
    { match: 'one', record: { ...record, mail: 'a@b.example' } },
    { match: 'one', record: { ...record, identifiers: [{ kind: 'fax', value: '1' }] } },
    { match: 'one', record: { ...record, identifiers: [{ kind: 'mail', value: '' }] } },
    { match: 'one', record: { ...record, birthDate: '1.1.1990' } },
    { match: 'many', records: [record] },
  ])
    expect(() => checkMatch(wrong), JSON.stringify(wrong)).toThrow('no Match')
})

test('an error is checked by its code, and one that is none of ours is told with what it should be', () => {
  expect(() => checkError(new ConnectorError('late', 'x'), ['late', 'denied'], 'when')).not.toThrow()
  expect(() => checkError(new ConnectorError('late', 'x'), ['denied'], 'when')).toThrow(
    'when: the code is `late`, it should be `denied`',
  )
  expect(() => checkError(new TypeError('boom'), ['late', 'denied'], 'when')).toThrow(
    'when: it threw TypeError: boom; throw a ConnectorError with one of: late, denied',
  )
  expect(() => checkError('boom', ['late'], 'when')).toThrow('it threw "boom"')
})

test('every text of an error is read, down to its last cause', () => {
  const error = new ConnectorError('late', 'outer', {
    cause: new Error('inner', { cause: Object.assign(new Error('deep'), { secret: 's3cret' }) }),
  })
  for (const word of ['outer', 'inner', 'deep', 's3cret']) expect(textOf(error)).toContain(word)
  expect(textOf({ a: 's3cret' })).toContain('s3cret')
})

test('what is shown is cut at three hundred letters', () => {
  expect([show('a'), show(undefined), show({ a: 1 })]).toEqual(['"a"', 'undefined', '{"a":1}'])
  expect(show('x'.repeat(400))).toBe(`"${'x'.repeat(299)}…`)
})
