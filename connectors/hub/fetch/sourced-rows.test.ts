import { expect, test } from 'vitest'
import type { AnyRow, Connector } from '../../contract/index.ts'
import { system } from '../testing/test-hub.ts'
import { becauseOf, type LookupStatus, mergeOne, type SourceAnswer, type SourcedRow } from './sourced-rows.ts'

const held = (connector: string, row: Omit<AnyRow, 'id'>, observedAt?: string): SourcedRow => ({
  row: { id: '1', ...row } as AnyRow,
  connector: system(connector, {}, []) as Connector,
  from: {
    connector,
    record: connector,
    fetchedAt: '',
    confirmed: true,
    ...(observedAt ? { observedAt } : {}),
  },
})
const winner = (
  all: readonly SourcedRow[],
  owners: Record<string, string[]> = {},
  admit?: (h: SourcedRow) => boolean,
) => mergeOne('person', all, owners, admit).get('segment')?.winner.connector

test('one value of several: the owner of the field before that of the question, else what is verified, else the newest', () => {
  const shop = held('shop', { segment: { code: 'a' } }, '2026-01-02')
  const till = held('till', { segment: { code: 'b' } }, '2026-01-01')
  const proved = held('till', { segment: { code: 'b' }, verified: true }, '2026-01-01')
  expect(winner([shop, till], { person: ['shop'], 'person.segment': ['till'] })).toBe('till')
  expect(winner([shop, till], { person: ['till'] })).toBe('till')
  expect(winner([shop, proved])).toBe('till')
  expect(winner([shop, { ...till, row: { ...till.row, verified: 'yes' } }])).toBe('shop')
  expect(winner([shop, till])).toBe('shop')
  expect(winner([shop, till], {}, (h) => h.connector.id !== 'shop')).toBe('till')
})

test('a balance is never made of two: it is its owner’s, row by row', () => {
  expect(mergeOne('loyalty', [held('shop', { points: 10 }), held('till', { points: 20 })], {}).size).toBe(0)
})

test('why an answer may not be whole is said once for each cause', () => {
  const shop = system('shop', {}, [])
  const source = (asking: SourceAnswer['asking'], complete?: boolean) =>
    ({
      asking,
      ...(complete === undefined ? {} : { answer: { complete } }),
      rows: [],
    }) as unknown as SourceAnswer
  const codes = (standing: LookupStatus, ...sources: SourceAnswer[]) =>
    becauseOf(shop, standing, sources, 'es').map((b) => b.code)
  const idle = { now: 'idle' } as const
  const failed = (code: 'late' | 'denied') => source({ now: 'failed', code, since: '' })
  expect(codes('held', source(idle, true))).toEqual([])
  expect(codes('none')).toEqual([])
  const nameless = { ...source(idle), answer: { complete: true, unreadRows: 1 } } as unknown as SourceAnswer
  expect(becauseOf(shop, 'held', [nameless], 'es')).toEqual([
    { connector: 'shop', code: 'incomplete', says: 'SHOP ha enviado algo que no se ha podido leer' },
  ])
  expect(codes('held', source(idle, false), source(idle, false))).toEqual(['incomplete'])
  expect(codes('held', failed('denied'), failed('late'))).toEqual(['down', 'late'])
  expect(codes('held', source({ now: 'late', after: 1 }), source({ now: 'waiting', since: '' }))).toEqual([
    'waiting',
  ])
  expect(codes('waiting')).toEqual(['waiting'])
  expect(codes('not-asked')).toEqual(['not-asked'])
  expect(codes({ failed: 'late', since: '' })).toEqual(['late'])
  expect(codes({ failed: 'unavailable', since: '' })).toEqual(['down'])
})
