import { describe, expect, test } from 'vitest'
import type { FichaSet, Rule } from '../../../connectors/contract/index.ts'
import { changesOf, loweredIn, moved, rebase, rulesToSend, sameSet, stateOf } from './changes.ts'
import { rule } from './testing/rule.ts'

const set = (...rules: Rule[]): FichaSet => ({
  version: 1,
  templates: [],
  rules,
  policy: { version: 1, roles: {}, purposes: {} },
})

describe('what is changed', () => {
  const published = set(rule('a'), rule('b'))
  test('a piece is published, changed or new; removing and reordering are changes too', () => {
    const draft = set(rule('b'), rule('a', { when: 'false' }), rule('c'))
    expect(['a', 'b', 'c'].map((id) => stateOf('rules', id, draft, published))).toEqual([
      'changed',
      'published',
      'new',
    ])
    expect(changesOf(draft, published).map((c) => `${c.id}:${c.is}`)).toEqual([
      'a:changed',
      'c:new',
      ':order',
    ])
    expect(changesOf(set(rule('a')), published)).toEqual([{ kind: 'rules', id: 'b', is: 'removed' }])
    expect(rulesToSend(draft, published).map((r) => r.id)).toEqual(['a', 'c'])
    expect(changesOf(published, published)).toEqual([])
  })
  test('two sets are the same when templates, rules and policy are, whoever made them', () => {
    expect(sameSet(set(rule('a')), set(rule('a')))).toBe(true)
    expect(sameSet(set(rule('a')), set(rule('a'), rule('b')))).toBe(false)
    expect(
      sameSet(set(), { ...set(), policy: { version: 1, roles: { adviser: {} }, purposes: {} } } as never),
    ).toBe(false)
  })
  test('a rule that declares no sensitivity any more lowers nothing', () => {
    expect(loweredIn(set(rule('a')), set(rule('a', { sensitivity: 'none' })))).toEqual([])
  })
  test('a lowered sensitivity is named once, when it is new', () => {
    expect(loweredIn(set(rule('a', { sensitivity: 'none' })), published).map((r) => r.id)).toEqual(['a'])
    expect(
      loweredIn(set(rule('a', { sensitivity: 'none' })), set(rule('a', { sensitivity: 'none' }))),
    ).toEqual([])
  })
})

describe('somebody published meanwhile', () => {
  const before = set(rule('a'), rule('b'), rule('c'))
  test('my changes stand on top of theirs; theirs are not lost; what both touched is named', () => {
    const mine = set(rule('a', { when: '1 == 1' }), rule('b'), rule('n'))
    const theirs = set(rule('a', { when: '2 == 2' }), rule('b', { when: 'false' }), rule('c'), rule('t'))
    const { set: merged, both } = rebase(before, mine, theirs)
    expect(merged.rules.map((r) => [r.id, r.when])).toEqual([
      ['a', '1 == 1'],
      ['b', 'false'],
      ['t', 'true'],
      ['n', 'true'],
    ])
    expect(both).toEqual(['a'])
  })
})

test('what I removed stays removed, though they left it; what they removed and I did not touch is gone', () => {
  const before = set(rule('a'), rule('b'), rule('c'))
  const mine = set(rule('b'), rule('c', { when: 'false' }))
  const { set: merged, both } = rebase(before, mine, set(rule('a'), rule('c')))
  expect(merged.rules.map((r) => [r.id, r.when])).toEqual([['c', 'false']])
  expect(both).toEqual([])
})

test('an item moves within its list and never out of it', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b'])
})
