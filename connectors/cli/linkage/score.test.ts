import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readLabels } from './read-labels.ts'
import { pairText, scorePairs, wilson } from './score.ts'

const dir = mkdtempSync(join(tmpdir(), 'ficha-labels-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('a pair of one file has no order, one of two files has', () => {
  expect(pairText('b', 'a')).toBe(pairText('a', 'b'))
  expect(pairText('b', 'a', true)).not.toBe(pairText('a', 'b', true))
  expect(pairText('a', 'bc')).not.toBe(pairText('ab', 'c'))
})

test('precision is of what was found, recall of what was wanted, F1 between them', () => {
  const set = (...pairs: string[]) => new Set(pairs)
  expect(scorePairs(set('a', 'b', 'c', 'x'), set('a', 'b', 'c', 'd', 'e', 'f'))).toEqual({
    found: 4,
    right: 3,
    wanted: 6,
    precision: 0.75,
    recall: 0.5,
    f1: 0.6,
  })
  expect(scorePairs(set(), set('a'))).toMatchObject({ precision: 1, recall: 0, f1: 0 })
  expect(scorePairs(set('a'), set())).toMatchObject({ precision: 0, recall: 1, f1: 0 })
  expect(scorePairs(set(), set())).toMatchObject({ precision: 1, recall: 1, f1: 1 })
  expect(scorePairs(set('x'), set('a'))).toMatchObject({ precision: 0, recall: 0, f1: 0 })
})

test('an interval of few trials is wide, of none everything, and it never leaves 0 to 1', () => {
  expect(wilson(5, 10).map((x) => x.toFixed(3))).toEqual(['0.237', '0.763'])
  expect(wilson(500, 1_000).map((x) => x.toFixed(3))).toEqual(['0.469', '0.531'])
  expect([wilson(0, 0), wilson(0, 3)[0], wilson(3, 3)[1]]).toEqual([[0, 1], 0, 1])
})

test('labels are pairs of ids, numbers or texts; lines without two of them are counted', async () => {
  const path = join(dir, 'labels.jsonl')
  writeFileSync(
    path,
    [
      '{"a": 2, "b": " 1 "}',
      '{"a": "1", "b": "2"}',
      '{"a": "3"}',
      '{"a": "3", "b": ""}',
      '{"a": "3", "b": {}}',
      'x',
      '',
    ].join('\n'),
  )
  expect(await readLabels(path, false)).toEqual({ pairs: new Set([pairText('1', '2')]), skipped: 4 })
  expect(await readLabels(path, true)).toEqual({
    pairs: new Set([pairText('2', '1', true), pairText('1', '2', true)]),
    skipped: 4,
  })
})

test('the keys of a label may be in any letters', async () => {
  const path = join(dir, 'capitals.jsonl')
  writeFileSync(path, '{"A": "1", " B ": "2"}\n')
  expect(await readLabels(path, false)).toEqual({ pairs: new Set([pairText('1', '2')]), skipped: 0 })
})
