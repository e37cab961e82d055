import { expect, test } from 'vitest'
import type { Connector } from '../../contract/index.ts'
import { checkAnswer, checkMatch, checkRecords } from './validate.ts'

const desk: Connector = { id: 'desk', title: 'Soporte', origins: [], access: { kind: 'open' }, answers: {} }
const linkOf = (url: string, row: Record<string, unknown> = {}) =>
  checkAnswer(desk, 'requests', ['number'], 5, {
    rows: [{ id: '7', url, number: '7', ...row }],
    complete: true,
  }).rows[0]?.url

test('a link to the row stays', () =>
  expect(linkOf('https://desk.example/ticket/7')).toBe('https://desk.example/ticket/7'))
test('a link that spells a personal fact of the row is left out, however it is written', () => {
  expect(
    linkOf('https://desk.example/?q=No%20lleg%C3%B3%20nada', { subject: 'No llegó nada' }),
  ).toBeUndefined()
  expect(linkOf('https://desk.example/?q=No+lleg%C3%B3+nada', { subject: 'No llegó nada' })).toBeUndefined()
  expect(linkOf('https://desk.example/secreto', { told: ['algo', 'secreto'] })).toBeUndefined()
})
test('a link of another scheme is left out', () => expect(linkOf('javascript:alert(1)')).toBeUndefined())
test('a link made of what is no field of the row, but of whom we asked about, is left out', () => {
  const about = {
    identifiers: [
      { kind: 'mail' as const, value: 'lucia@correo.example' },
      { kind: 'phone' as const, value: '+34600123456' },
    ],
    name: { full: 'Lucía Vega' },
  }
  const urlOf = (url: string) =>
    checkAnswer(
      desk,
      'requests',
      ['number'],
      5,
      { rows: [{ id: '7', url, number: '7' }], complete: true },
      about,
    ).rows[0]?.url
  for (const url of [
    'https://desk.example/?user=lucia%40correo.example',
    'https://desk.example/?tel=600%2012%2034%2056',
    'https://desk.example/vega/7',
  ])
    expect(urlOf(url), url).toBeUndefined()
  expect(urlOf('https://desk.example/ticket/7')).toBe('https://desk.example/ticket/7')
})

test('of the cards that came only those asked for are kept; one that is no card, or did not come, is told', () => {
  const card = (key: string, more: object = {}) => ({
    key,
    title: key,
    state: 'loaded',
    blocks: [{ is: 'text', text: key }],
    ...more,
  })
  const of = (...cards: unknown[]) =>
    checkAnswer(desk, 'cards', ['plan', 'bill'], 1, { rows: cards, complete: true })
  expect(of(card('plan'), card('bill'), card('other'))).toMatchObject({
    rows: [{ id: 'plan', title: 'plan', state: 'loaded', blocks: [{ text: 'plan' }] }, { id: 'bill' }],
    faults: [],
  })
  for (const none of [card('plan', { key: undefined }), card('plan', { state: 'lost' }), 'plan'])
    expect(of(none), JSON.stringify(none)).toMatchObject({
      rows: [],
      unreadRows: 1,
      faults: [{ code: 'malformed', says: '[desk] cards: a card that is not a card was dropped' }],
    })
  expect(of(card('bill', { state: 'missing', blocks: [] })).faults).toEqual([
    { code: 'card-missing', says: '[desk] cards: «bill» was asked for and did not come' },
  ])
  const link = (url: string) => of(card('plan', { blocks: [{ is: 'link', label: 'Ver', url }] })).rows
  expect(link('https://shop.example/1')).toHaveLength(1)
  expect(link('javascript:alert(1)')).toEqual([])
})

test('a row that had to be dropped is counted as not read; one beyond the limit leaves the answer incomplete', () => {
  const of = (rows: unknown[], complete = true) =>
    checkAnswer(desk, 'requests', ['number'], 2, { rows, complete })
  expect(of([{ id: '1' }, { id: '2' }])).toMatchObject({ complete: true, faults: [] })
  expect(of([{ id: '1' }, { number: '2' }])).toMatchObject({
    complete: true,
    unreadRows: 1,
    rows: [{ id: '1' }],
    faults: [{ says: '[desk] requests: a row without id was dropped' }],
  })
  expect(of([{ id: '1' }, { id: '2' }, { id: '3' }])).toMatchObject({ complete: false })
  expect(of([{ id: '1' }], false)).toMatchObject({ complete: false })
  expect(of([{ id: '1' }])).not.toHaveProperty('unreadRows')
  const told = (unreadRows: unknown) =>
    checkAnswer(desk, 'requests', ['number'], 2, { rows: [{ number: '2' }], complete: true, unreadRows })
      .unreadRows
  expect([2, 0, -1, 1.5, '3', undefined].map(told)).toEqual([3, 1, 1, 1, 1, 1])
})
test('what the system says of pages, totals and freshness is kept only where it makes sense', () => {
  const of = (more: object) =>
    checkAnswer(desk, 'requests', ['number'], 5, { rows: [], complete: true, ...more })
  expect(of({ next: '2', freshFor: 0, totals: { count: 3 } })).toMatchObject({
    next: '2',
    freshFor: 0,
    totals: { count: 3 },
  })
  for (const more of [{ next: '' }, { next: 2 }, { next: 'x'.repeat(4_001) }])
    expect(of(more).next).toBeUndefined()
  for (const freshFor of [-1, Number.NaN, Number.POSITIVE_INFINITY, '60'])
    expect(of({ freshFor }).freshFor).toBeUndefined()
  expect(of({ totals: { count: -1 } })).toMatchObject({ totals: undefined, faults: [{ code: 'malformed' }] })
})
test('nobody, one and many are told apart; a record that is none, or one too many, is never silence', () => {
  const ana = { id: '1', identifiers: [] }
  const eva = { id: '2', identifiers: [] }
  const of = (raw: unknown) => checkMatch(desk, raw, 2)
  expect(of({ match: 'none' })).toEqual({ match: 'none' })
  expect(of({ match: 'one', record: ana })).toEqual({ match: 'one', record: ana })
  expect(of({ match: 'many', records: [ana, eva], complete: true })).toMatchObject({
    match: 'many',
    complete: true,
  })
  expect(of({ match: 'many', records: [], complete: true })).toEqual({ match: 'none' })
  expect(of({ match: 'many', records: [ana], complete: true })).toMatchObject({ match: 'one' })
  // one that may not be the only one is not the one
  for (const raw of [
    { match: 'many', records: [ana], complete: false },
    { match: 'many', records: [ana, {}], complete: true },
    { match: 'many', records: [ana, eva, { id: '3', identifiers: [] }], complete: true },
  ])
    expect(of(raw), JSON.stringify(raw)).toMatchObject({ match: 'many', complete: false })
  for (const raw of [
    undefined,
    {},
    { match: 'one' },
    { match: 'one', record: {} },
    { match: 'many', records: [{}, { id: 1 }] },
    { match: 'all', records: [ana] },
  ])
    expect(() => of(raw), JSON.stringify(raw)).toThrow('[desk] find: not a match')
})
test('a search keeps as many records as were wanted, and says when some were left out', () => {
  const records = [1, 2, 3].map((n) => ({ id: String(n), identifiers: [] }))
  expect(checkRecords(records, 3)).toMatchObject({ records, whole: true })
  expect(checkRecords(records, 2)).toMatchObject({ records: records.slice(0, 2), whole: false })
  expect(checkRecords([...records.slice(0, 1), { id: '2' }], 3)).toMatchObject({ whole: false })
  expect(checkRecords('nobody', 3)).toEqual({ records: [], whole: true })
})

test('a link that contains a fact of the row which not everybody may see is dropped, of each kind of such facts', () => {
  for (const sensitivity of ['personal', 'financial', 'special'] as const) {
    const fields = { grade: { type: 'text', sensitivity } } as const
    const till: Connector = {
      ...desk,
      id: 'till',
      own: { fields } as unknown as NonNullable<Connector['own']>,
    }
    const url = (grade: string) =>
      checkAnswer(till, 'own', ['grade'], 1, {
        value: { id: '1', grade, url: 'https://till.example/?g=GOLD+9000' },
        complete: true,
      }).rows[0]?.url
    expect([url('gold 9000'), url('silver 1'), url('g')]).toEqual([
      undefined,
      'https://till.example/?g=GOLD+9000',
      'https://till.example/?g=GOLD+9000',
    ])
  }
})

test('what could not be read is named, by the connector or because it is not what the vocabulary has', () => {
  const answer = { rows: [{ id: '7', number: '7', open: 'yes' }], complete: true, unread: ['due', 'odd', 7] }
  expect(checkAnswer(desk, 'requests', ['number', 'open', 'due'], 5, answer).unread).toEqual(['open', 'due'])
  expect(checkAnswer(desk, 'requests', ['number'], 5, answer).unread).toBeUndefined()
})
