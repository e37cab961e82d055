import { describe, expect, it } from 'vitest'
import { parseDraft, parseOutcomes, parsePlace, parseRecents } from './parse.ts'

const at = '2026-11-01T10:00:00Z'
const hint = { kind: 'order', value: 'A-7', scope: 'shop' }
const recent = { name: 'Ana', hints: [hint], at, interaction: 'chatwoot:41' }
const odd = [undefined, null, 7, 'x', [], {}]

describe('the customers seen last', () => {
  it('are believed as they were written, without what nobody wrote', () => {
    expect(parseRecents([recent, { ...recent, more: 1, hints: [{ ...hint, more: 1 }] }])).toEqual([
      recent,
      recent,
    ])
    const { interaction: _, ...bare } = recent
    expect(parseRecents([{ ...bare, hints: [{ kind: 'mail', value: 'a@example.es' }] }])).toStrictEqual([
      { ...bare, hints: [{ kind: 'mail', value: 'a@example.es' }] },
    ])
  })
  it.each([
    { ...recent, name: '' },
    { ...recent, name: 'x'.repeat(301) },
    { ...recent, at: 'yesterday' },
    { ...recent, at: `${at}${' '.repeat(40)}` },
    { ...recent, hints: [] },
    { ...recent, hints: 'A-7' },
    ...odd,
  ])('without a name, a time or a hint are nobody: %#', (item) =>
    expect(parseRecents([item, recent])).toEqual([recent]),
  )
  it.each([
    { ...hint, kind: '' },
    { ...hint, kind: 'x'.repeat(21) },
    { ...hint, value: '' },
    { ...hint, value: 'x'.repeat(501) },
    { ...hint, scope: '' },
    { ...hint, scope: 'x'.repeat(101) },
    { ...hint, scope: 7 },
    ...odd,
  ])('are not sought by a hint that is none: %#', (item) =>
    expect(parseRecents([{ ...recent, hints: [item, hint] }])).toEqual([recent]),
  )
  it('are found without an interaction that is none', () => {
    for (const interaction of ['', 'x'.repeat(201), 7])
      expect(parseRecents([{ ...recent, interaction }])[0]).not.toHaveProperty('interaction')
  })
})

describe('a draft', () => {
  it('is a handoff or a note', () => {
    for (const kind of ['handoff', 'note'])
      expect(parseDraft({ kind, text: 'llamar', at, more: 1 })).toStrictEqual({ kind, text: 'llamar', at })
  })
  it.each([
    { kind: 'mail', text: 'llamar', at },
    { kind: 'note', text: '', at },
    { kind: 'note', text: 'x'.repeat(10_001), at },
    { kind: 'note', text: 'llamar', at: 'x' },
    ...odd,
  ])('is none otherwise: %#', (raw) => expect(parseDraft(raw)).toBeNull())
})

describe('a place', () => {
  it('is how far down the agent was, what was open and in which ficha', () => {
    const place = { panels: ['orders'], scroll: 0, template: 'store' }
    expect(parsePlace({ ...place, more: 1 })).toStrictEqual(place)
    expect(parsePlace({ panels: ['', 7, 'x'.repeat(201), 'orders'], scroll: 4, template: '' })).toStrictEqual(
      {
        panels: ['orders'],
        scroll: 4,
      },
    )
  })
  it.each([
    { panels: [], scroll: -1 },
    { panels: [], scroll: Number.NaN },
    { panels: [], scroll: Number.POSITIVE_INFINITY },
    { panels: [], scroll: '4' },
    { panels: 'orders', scroll: 4 },
    ...odd,
  ])('is none otherwise: %#', (raw) => expect(parsePlace(raw)).toBeNull())
})

it('an outcome without a kind or a time is none', () => {
  const outcome = { kind: 'late', at, connector: 'shop' }
  expect(
    parseOutcomes([
      { ...outcome, kind: '' },
      { ...outcome, kind: 'x'.repeat(41) },
      { ...outcome, at: undefined },
      ...odd,
      outcome,
    ]),
  ).toEqual([outcome])
  for (const raw of odd) expect(parseOutcomes(raw)).toEqual([])
})
