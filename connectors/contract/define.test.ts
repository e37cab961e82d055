import * as v from 'valibot'
import { expect, test } from 'vitest'
import { type Connector, matched } from './connector.ts'
import { defineConnector, OptionsError } from './define.ts'
import { ConnectorError, isConnectorError } from './errors.ts'
import type { StandardSchema } from './standard-schema.ts'

const made: unknown[] = []
const connector = defineConnector(
  'till',
  v.strictObject({
    id: v.string(),
    limit: v.optional(v.number(), 5),
    list: v.optional(v.pipe(v.array(v.string()), v.minLength(1, 'name at least one'))),
    places: v.optional(v.pipe(v.array(v.string()), v.maxLength(2))),
    access: v.optional(
      v.union([
        v.strictObject({ kind: v.literal('open') }),
        v.strictObject({ kind: v.literal('bearer'), secret: v.strictObject({ name: v.string() }) }),
      ]),
    ),
  }),
  (options) => {
    made.push(options)
    return { id: options.id } as Connector
  },
)
const refused = (options: unknown): readonly string[] => {
  try {
    connector(options as never)
  } catch (e) {
    if (e instanceof OptionsError) return e.issues
    throw e
  }
  return []
}

test('right options make the connector, with what they leave out', () => {
  expect(connector({ id: 'a' }).id).toBe('a')
  expect(made).toEqual([{ id: 'a', limit: 5 }])
})

test('a wrong option is one line: which, what stood there, what to write', () => {
  expect(refused({ id: 7 })).toEqual(['id: found 7; write string'])
  expect(refused({})).toEqual(['id: found nothing; write it'])
  expect(refused({ id: 'a', idd: 1 })).toEqual([
    'idd: found a key that does not exist; correct how it is spelt, or leave it out',
  ])
  expect(refused({ id: 'a', list: 'x' })).toEqual(['list: found "x"; write a list: [ … ]'])
  expect(refused({ id: 'a', list: [] })).toEqual(['list: name at least one'])
  expect(refused({ id: 'a', places: ['x', 'y', 'z'] })).toEqual(['places: found a length of 3; write <=2'])
  expect(refused('x')).toEqual(['options: found "x"; write an object: { … }'])
  expect(refused({ id: 'a', limit: undefined, list: [undefined] })).toEqual([
    'list.0: found nothing; write string',
  ])
})

test('of several forms the one that matched furthest says what is wrong', () =>
  expect(refused({ id: 'a', access: { kind: 'bearer', secret: { name: 7 } } })).toEqual([
    'access.secret.name: found 7; write string',
  ]))

test('several wrong options are all told at once, under the connector’s name', () => {
  expect(() => connector({ id: 7, limit: 'x' } as never)).toThrow(
    /^till: 2 options are wrong:\n {2}id: found 7; write string\n {2}limit: found "x"; write number$/,
  )
  expect(() => connector({ id: 7 } as never)).toThrow(/^till: id: found 7; write string$/)
})

test('a schema that answers later is a mistake of the author, told at once', () => {
  const late: StandardSchema<unknown, unknown> = {
    '~standard': { version: 1, vendor: 'x', validate: () => Promise.resolve({ value: {} }) },
  } as never
  expect(() => defineConnector('x', late, () => ({}) as Connector)({})).toThrow(/must answer at once/)
})

test('records are nobody, one or many; one of more than these is not "one"', () => {
  const [a, b] = ['a', 'b'].map((id) => ({ id, identifiers: [] })) as [never, never]
  expect(matched([])).toEqual({ match: 'none' })
  expect(matched([a])).toEqual({ match: 'one', record: a })
  expect(matched([a], false)).toEqual({ match: 'many', records: [a], complete: false })
  expect(matched([a, b])).toEqual({ match: 'many', records: [a, b], complete: true })
})

test('an error of a connector is known by its name and its code, in another copy of this package too', () => {
  const cause = new Error('underneath')
  const e = new ConnectorError('limited', '[shop] orders: limited', {
    retryAt: '2026-01-01T00:00:00Z',
    cause,
  })
  expect([e.code, e.retryAt, e.cause, isConnectorError(e)]).toEqual([
    'limited',
    '2026-01-01T00:00:00Z',
    cause,
    true,
  ])
  const foreign = (code: string, name = 'ConnectorError') => Object.assign(new Error('x'), { name, code })
  expect(isConnectorError(foreign('late'))).toBe(true)
  expect(
    [foreign('ENOENT'), foreign('late', 'Error'), { name: 'ConnectorError', code: 'late' }, null].map(
      isConnectorError,
    ),
  ).toEqual([false, false, false, false])
})
