import { describe, expect, it } from 'vitest'
import { key } from '../../conformance/index.ts'
import type { ConnectorContext, RawIdentifier, Want } from '../../contract/index.ts'
import { bind, isSelect } from './bind.ts'
import sql, { type SqlOptions } from './index.ts'

type Rows = readonly Record<string, unknown>[]
const till: SqlOptions = {
  id: 'till',
  title: 'Caja',
  database: 'till',
  currency: 'EUR',
  phonePrefix: '+34',
  mayHoldDuplicates: true,
  find: {
    by: { mail: 'SELECT * FROM people WHERE mail = :value OR raw = :raw LIMIT :limit' },
    record: {
      id: 'id',
      name: 'name',
      identifiers: [
        { kind: 'mail', from: 'mail' },
        { kind: 'phone', from: 'phone' },
      ],
    },
  },
  search: 'SELECT * FROM people WHERE name LIKE :text LIMIT :limit',
  answers: {
    loyalty: { select: 'SELECT * FROM cards WHERE mail = :mail LIMIT :limit', fields: { points: 'points' } },
    orders: {
      select: 'SELECT * FROM tickets WHERE who = :record LIMIT :limit OFFSET :offset',
      freshFor: 60,
      retry: 0,
      id: 'number',
      lines: { field: 'lines', select: 'SELECT * FROM lines WHERE ticket IN (:ids)', of: 'ticket' },
      fields: { orderNumber: 'number', total: 'total', lines: { of: { product: 'product' } } },
    },
    returns: {
      from: ['mail'],
      select: 'SELECT * FROM returns WHERE mail = :value',
      owner: 'mail',
      totals: { select: 'SELECT COUNT(*) AS count FROM returns WHERE mail = :value' },
      fields: { number: 'id' },
    },
  },
  own: {
    fields: { mood: { type: 'number', sensitivity: 'pseudonymous' } },
    answer: { select: 'SELECT * FROM moods WHERE who = :record', freshFor: 5, fields: { mood: 'mood' } },
  },
}

/** A database that answers each SELECT by its table, and what it was asked. */
const database = (tables: Record<string, Rows>) => {
  const asked: { table: string; sql: string; params: readonly unknown[] }[] = []
  const context: ConnectorContext = {
    fetch: () => Promise.reject(new Error('no network')),
    signal: new AbortController().signal,
    now: () => new Date('2026-06-15T10:00:00Z'),
    query: async (text, params = []) => {
      const table = /FROM (\w+)/.exec(text)?.[1] as string
      asked.push({ table, sql: text, params })
      return tables[table] ?? []
    },
  }
  return { context, asked }
}
type Got = {
  rows: { id: string }[]
  value: object | null
  complete: boolean
  next?: string
  totals?: object
  freshFor?: number
}
const ask = (
  question: 'orders' | 'loyalty' | 'returns' | 'own',
  tables: Record<string, Rows>,
  want: Partial<Want> = {},
  options = till,
) => {
  const { context, asked } = database(tables)
  const connector = sql(options)
  const how = (question === 'own' ? connector.own?.answer : connector.answers[question]) as unknown as {
    get(...of: unknown[]): Promise<Got>
  }
  const identifiers: RawIdentifier[] = [
    { kind: 'mail', value: 'first@correo.example' },
    { kind: 'mail', value: 'second@correo.example' },
  ]
  const about = question === 'returns' ? key('mail', 'ana@correo.example') : { id: '7', identifiers }
  return how
    .get(about, { fields: ['orderNumber'], limit: 2, locale: 'es', ...want }, context)
    .then((got) => ({ ...got, asked }))
}
const tickets = (...numbers: number[]) => ({ tickets: numbers.map((number) => ({ number })) })

describe('a list of a database', () => {
  it('is asked for one row more than is wanted, and says where it goes on', async () => {
    const got = await ask('orders', tickets(1, 2, 3))
    expect(got).toMatchObject({ rows: [{ id: '1' }, { id: '2' }], complete: false, next: '2', freshFor: 60 })
    expect(got.asked[0]?.params).toEqual(['7', 3, 0])
    const rest = await ask('orders', tickets(3), { cursor: '2' })
    expect(rest).toMatchObject({ rows: [{ id: '3' }], complete: true })
    expect([rest.next, rest.asked[0]?.params]).toEqual([undefined, ['7', 3, 2]])
  })
  it('that its SELECT gives whole is cut here', async () => {
    const whole: SqlOptions = {
      ...till,
      answers: { orders: { ...till.answers!.orders!, select: 'SELECT * FROM tickets WHERE who = :record' } },
    }
    const page = (cursor?: string) =>
      ask('orders', tickets(1, 2, 3, 4), cursor === undefined ? {} : { cursor }, whole)
    expect(await page()).toMatchObject({ rows: [{ id: '1' }, { id: '2' }], complete: false, next: '2' })
    const last = await page('2')
    expect(last).toMatchObject({ rows: [{ id: '3' }, { id: '4' }], complete: true })
    expect(last.next).toBeUndefined()
    const beyond = await page('9')
    expect([beyond.rows, beyond.next]).toEqual([[], undefined])
  })
  it('takes no cursor that is not its own', async () => {
    for (const cursor of ['', 'x', '-1', '1.5', '1 OR 1=1'])
      await expect(ask('orders', tickets(1), { cursor }), cursor).rejects.toMatchObject({
        code: 'unsupported',
      })
  })
  it('has each row’s own lines, asked for the rows of this page and only when they are wanted', async () => {
    const got = await ask(
      'orders',
      {
        ...tickets(1, 2, 3),
        lines: [
          { ticket: 2, product: 'Casco' },
          { ticket: 1, product: 'Bici' },
          { ticket: 2, product: 'Timbre' },
        ],
      },
      { fields: ['lines'] },
    )
    expect(got.rows).toEqual([
      { id: '1', lines: [{ product: 'Bici' }] },
      { id: '2', lines: [{ product: 'Casco' }, { product: 'Timbre' }] },
    ])
    expect(got.asked[1]).toMatchObject({
      sql: 'SELECT * FROM lines WHERE ticket IN (?, ?)',
      params: ['1', '2'],
    })
    expect((await ask('orders', tickets(), { fields: ['lines'] })).asked).toHaveLength(1)
    expect((await ask('orders', tickets(1), { fields: ['total'] })).asked).toHaveLength(1)
  })
  it('asked by an identifier holds the rows of whoever bears it, and no count that has others in it', async () => {
    const got = await ask('returns', {
      returns: [
        { id: 1, mail: 'ANA@correo.example', count: '2' },
        { id: 2, mail: 'bruno@correo.example' },
      ],
    })
    expect(got).toMatchObject({ rows: [{ id: '1' }], complete: true })
    expect(got).not.toHaveProperty('totals')
    const hers = await ask('returns', { returns: [{ id: 1, mail: 'ANA@correo.example', count: '1' }] })
    expect(hers).toMatchObject({ rows: [{ id: '1' }], complete: true, totals: { count: 1 } })
    expect(hers.asked.map((a) => a.params)).toEqual([['ana@correo.example'], ['ana@correo.example']])
  })
})

describe('one value of a database', () => {
  it('is asked by the first identifier of its kind, from the beginning, and is never the first of two', async () => {
    const one = await ask('loyalty', { cards: [{ id: 1, points: 5 }] }, { fields: ['points'], cursor: '40' })
    expect(one).toMatchObject({ value: { id: '1', points: 5 }, complete: true })
    expect(one.asked[0]?.params).toEqual(['first@correo.example', 2])
    await expect(ask('loyalty', { cards: [{ id: 1 }, { id: 2 }] }, { limit: 50 })).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('several rows where one belongs'),
    })
    expect(await ask('loyalty', {})).toMatchObject({ value: null, complete: true })
  })
  it('of the company’s own is answered as fresh as it says', async () =>
    expect(await ask('own', { moods: [{ id: 1, mood: 3 }] }, { fields: ['mood'] })).toMatchObject({
      value: { id: '1', mood: 3 },
      complete: true,
      freshFor: 5,
    }))
})

describe('finding in a database', () => {
  const people = [
    { id: 1, name: 'Ana', mail: 'ana@correo.example', phone: '600123456' },
    { id: 1, name: 'Ana', mail: 'ana@correo.example', phone: '611222333' },
    { id: 2, name: 'Eva', mail: 'eva@correo.example' },
  ]
  it('folds the rows of one record, drops who does not bear the key, and asks for two hundred at most', async () => {
    const { context, asked } = database({ people })
    const found = await sql(till).find!.run(
      key('mail', 'ana@correo.example', { raw: 'Ana <Ana@correo.example>' }),
      context,
    )
    expect(found).toMatchObject({ match: 'one', record: { id: '1', identifiers: { length: 3 } } })
    expect(asked[0]?.params).toEqual(['ana@correo.example', 'Ana <Ana@correo.example>', 200])
  })
  it('searches for records, each once, no more than the limit', async () => {
    const { context, asked } = database({ people })
    const { search } = sql(till)
    expect((await search!.run('A', 1, context)).map((r) => r.id)).toEqual(['1'])
    expect((await search!.run('A', 9, context)).map((r) => r.id)).toEqual(['1', '2'])
    expect(asked[0]?.params).toEqual(['A', 1])
  })
  it('is nobody for a kind without a SELECT, and unsupported where there is no database', async () => {
    const { context, asked } = database({ people })
    expect(await sql(till).find!.run(key('phone', '+34600123456'), context)).toEqual({ match: 'none' })
    expect(asked).toEqual([])
    const { query: _query, ...bare } = context
    await expect(sql(till).find!.run(key('mail', 'a@b.example'), bare)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('`till`'),
    })
  })
  it('declares what its options say', () => {
    const connector = sql(till)
    expect(connector).toMatchObject({
      mayHoldDuplicates: true,
      origins: [],
      access: { kind: 'sql', database: 'till' },
      find: { by: ['mail'] },
      answers: {
        orders: { from: 'record', freshFor: 60, retry: 0 },
        returns: { from: ['mail'] },
        loyalty: { from: 'record' },
      },
      own: { fields: { mood: { type: 'number' } }, blocks: [], answer: { from: 'record', freshFor: 5 } },
    })
    expect('freshFor' in connector.answers.loyalty!).toBe(false)
    expect(sql({ id: 'x', title: 'x', database: 'x' })).not.toHaveProperty('mayHoldDuplicates')
  })
})

describe('a value bound', () => {
  it('is NULL where there is none, one placeholder an item, and NULL for an empty list', () => {
    expect(
      bind('SELECT :a, :b IN (:none), :some', { a: undefined, none: [], some: ['x', 'y'], b: 0 }),
    ).toEqual({
      sql: 'SELECT ?, ? IN (NULL), ?, ?',
      params: [null, 0, 'x', 'y'],
    })
  })
  it('has no NUL and no half of a letter, in a list neither', () =>
    expect(bind(':a :list', { a: 'x\u0000y\ud800', list: ['\u0000z'] }).params).toEqual(['xy\ufffd', 'z']))
  it('is none where a name stands in a comment, in quotes of any kind or behind a cast', () =>
    expect(bind("SELECT `:a`, 'it''s :a', x::a /* :a\n:a */ -- :a\n, :a", { a: 1 })).toEqual({
      sql: "SELECT `:a`, 'it''s :a', x::a /* :a\n:a */ -- :a\n, ?",
      params: [1],
    }))
  it('belongs to one reading statement', () =>
    expect(
      [
        '  with a AS (SELECT 1) SELECT * FROM a',
        "SELECT ';?' -- ; ?",
        'SELECTED',
        'EXPLAIN SELECT 1',
        'INSERT INTO a SELECT 1',
        '-- SELECT\nDELETE FROM a',
      ].map(isSelect),
    ).toEqual([true, true, false, false, false, false]))
})
