import { expect, test } from 'vitest'
import type { StoredOutcome } from '../../stores/ports.ts'
import { proposals } from './proposals.ts'

const more = (times: number, question: string, template = 'adviser'): StoredOutcome[] =>
  Array.from({ length: times }, () => ({
    kind: 'asked-more',
    at: '',
    role: 'adviser',
    received: '',
    template,
    question: question as 'returns',
  }))
const missed = (reasons: readonly (string | undefined)[], template = 'adviser'): StoredOutcome[] =>
  reasons.map((reason) => ({
    kind: 'missed',
    at: '',
    role: 'adviser',
    received: '',
    template,
    ...(reason === undefined ? {} : { reason }),
  }))
const items = (outcomes: readonly StoredOutcome[]) => proposals(outcomes, 'es').items

test('what five asked for is proposed, the most asked first; what four asked for is not', () => {
  expect(items([...more(5, 'scores'), ...more(7, 'campaigns'), ...more(4, 'returns')])).toEqual([
    { kind: 'asked-more', template: 'adviser', question: 'campaigns', label: 'Campañas', times: 7 },
    expect.objectContaining({ question: 'scores', times: 5 }),
  ])
})

test('each ficha is counted by itself: three here and three there are few', () => {
  expect(items([...more(3, 'scores'), ...more(3, 'scores', 'store')])).toEqual([])
})

test('only what says which ficha and which question is counted', () => {
  const [one] = more(1, 'scores')
  const without = (key: string) =>
    Array.from({ length: 6 }, () => ({ ...one, [key]: undefined }) as unknown as StoredOutcome)
  expect(items([...without('template'), ...without('question')])).toEqual([])
  expect(
    items(more(6, 'scores').map((o) => ({ ...o, kind: 'panel-opened' }) as unknown as StoredOutcome)),
  ).toEqual([])
})

test('what agents missed is shown in their words, among five of the same ficha at least, without a count', () => {
  const said = missed(['la talla', 'la talla', 'el color', 'el peso'])
  expect(items(said)).toEqual([])
  expect(items([...said, ...missed(['la marca'], 'store')])).toEqual([])
  expect(items([...said, ...missed(['la marca'])])).toEqual(
    ['la talla', 'el color', 'el peso', 'la marca'].map((says) => ({
      kind: 'missed',
      template: 'adviser',
      says,
    })),
  )
})

test('the same words are the same wish, however they are spaced or written; no words are none', () => {
  const said = missed(['La  talla ', 'la talla', ' LA\nTALLA', 'la talla', 'la talla', '  ', undefined])
  expect(items(said)).toEqual([{ kind: 'missed', template: 'adviser', says: 'la talla' }])
  expect(items(missed(['a', 'b', 'c', 'd', '  ', undefined]))).toEqual([])
})

test('at most twenty wishes are shown, the most frequent ones', () => {
  const rare = Array.from({ length: 25 }, (_, i) => `wish ${i}`)
  const shown = items(missed([...rare, 'wish 24']))
  expect(shown).toHaveLength(20)
  expect(shown[0]).toMatchObject({ says: 'wish 24' })
})

test('where the fichas are known, each proposal has the title of its own, in the reader’s language', () => {
  const titled = proposals(
    [...more(5, 'scores'), ...more(5, 'scores', 'gone'), ...missed(['a', 'b', 'c', 'd', 'e'])],
    'en',
    [
      { id: 'store', title: 'Tienda' },
      { id: 'adviser', title: { es: 'Asesor', en: 'Adviser' } },
    ],
  )
  expect([titled.days, titled.minGroupSize]).toEqual([30, 5])
  expect(titled.items.map((one) => [one.kind, one.template, one.title])).toEqual([
    ['asked-more', 'adviser', 'Adviser'],
    ['asked-more', 'gone', undefined],
    ...Array.from({ length: 5 }, () => ['missed', 'adviser', 'Adviser']),
  ])
})
