import { expect, test } from 'vitest'
import { key } from '../../conformance/index.ts'
import type { ConnectorContext, ForeignCard, Identifier, Rows, Want } from '../../contract/index.ts'
import { scripted } from '../../fixtures/scripted.ts'
import plainCard, { type PlainCardOptions } from './index.ts'

const options: PlainCardOptions = {
  id: 'subs',
  title: 'Suscripciones',
  url: 'https://cards.example/plain',
  cards: ['a', 'b', 'c'].map((name) => ({ key: name, title: name.toUpperCase() })),
}
const loaded = (...keys: string[]) => ({
  cards: keys.map((name) => ({ key: name, components: [{ componentDivider: {} }] })),
})
type Body = {
  cardKeys: string[]
  customer: { id: string; email: string | null; externalId: string | null }
  tenant: unknown
}
const read = (
  o: Partial<PlainCardOptions>,
  about: Identifier,
  context: ConnectorContext,
  want: Partial<Want> = {},
): Promise<Rows<ForeignCard>> =>
  (
    plainCard({ ...options, ...o }).cards!.answer as unknown as {
      get(...of: unknown[]): Promise<Rows<ForeignCard>>
    }
  ).get(about, { fields: ['*'], limit: 20, locale: 'es', ...want }, context)
const ana = key('mail', 'ana@correo.example')
const customerOf = async (about: Identifier, o: Partial<PlainCardOptions> = {}) => {
  const { context, calls } = scripted(() => loaded('a'))
  await read(o, about, context)
  return (calls[0]!.body as Body).customer
}

test('a mail is asked by as it was written, a number of its own as the external id', async () => {
  expect(
    await customerOf(key('mail', 'anaruiz@gmail.com', { raw: 'Ana <Ana.Ruiz@gmail.com>' })),
  ).toMatchObject({ email: 'ana.ruiz@gmail.com', externalId: null })
  expect(await customerOf(key('system', '17', { raw: ' 17 ', scope: 'subs' }))).toMatchObject({
    email: null,
    externalId: '17',
  })
})

test('a customer has one id here that tells nothing, and another in every other connector', async () => {
  const id = async (about: Identifier, o?: Partial<PlainCardOptions>) => (await customerOf(about, o)).id
  expect(await id(ana)).toBe(await id(ana))
  const ids = [
    await id(ana),
    await id(ana, { id: 'other' }),
    await id(key('system', 'ana@correo.example')),
    await id(key('mail', 'eva@correo.example')),
  ]
  expect(new Set(ids).size).toBe(4)
  for (const one of ids) expect(one).toMatch(/^c_[0-9a-f]{26}$/)
})

test('the tenant and the workspace go where the options give them', async () => {
  const { context, calls } = scripted(() => loaded('a'))
  await read(
    { tenant: { id: 't', externalId: 'x' }, workspace: 'w', headers: { 'X-Own': '1' } },
    ana,
    context,
  )
  await read({ tenant: { id: 't' } }, ana, context)
  await read({}, ana, context)
  expect(calls.map((c) => (c.body as Body).tenant)).toEqual([
    { id: 't', externalId: 'x' },
    { id: 't', externalId: null },
    null,
  ])
  expect(calls.map((c) => [c.method, c.headers.get('plain-workspace-id'), c.headers.get('x-own')])).toEqual([
    ['POST', 'w', '1'],
    ['POST', null, null],
    ['POST', null, null],
  ])
})

test('cards come a page at a time, in the order of the options, and only those of the page are asked for', async () => {
  const { context, calls } = scripted(({ body }) => loaded(...(body as Body).cardKeys.toReversed()))
  const first = await read({}, ana, context, { limit: 2 })
  expect([first.rows.map((r) => r.key), first.next, first.complete]).toEqual([['a', 'b'], '2', false])
  const last = await read({}, ana, context, { limit: 2, cursor: '2' })
  expect([last.rows.map((r) => r.key), last.next, last.complete]).toEqual([['c'], undefined, true])
  expect(calls.map((c) => (c.body as Body).cardKeys)).toEqual([['a', 'b'], ['c']])
})

test('cards of two addresses are one answer, as fresh as the shortest-lived of them', async () => {
  const { context, calls } = scripted(({ path }) => ({
    cards: [{ key: path.slice(1), timeToLiveSeconds: path === '/a' ? 900 : 60, components: null }],
  }))
  const o = {
    cards: ['a', 'b'].map((name) => ({ key: name, title: name, url: `https://${name}.example/${name}` })),
  }
  const both = await read(o, ana, context)
  expect(both).toMatchObject({ complete: true, freshFor: 60, rows: [{ key: 'a' }, { key: 'b' }] })
  expect(calls.map((c) => (c.body as Body).cardKeys)).toEqual([['a'], ['b']])
  expect(await read(o, ana, context, { fields: ['a'] })).toMatchObject({ freshFor: 900 })
  expect(calls).toHaveLength(3)
  expect(plainCard({ ...options, ...o }).origins).toEqual(['https://a.example', 'https://b.example'])
})

test('a card is kept fifteen seconds at least and a year at most, whatever it says', async () => {
  const fresh = async (timeToLiveSeconds: unknown, freshFor?: number) => {
    const { context } = scripted(() => ({ cards: [{ key: 'a', timeToLiveSeconds, components: null }] }))
    const card = { key: 'a', title: 'A', ...(freshFor === undefined ? {} : { freshFor }) }
    return (await read({ cards: [card] }, ana, context)).freshFor
  }
  expect([
    await fresh(1),
    await fresh(60),
    await fresh(1e12),
    await fresh('60'),
    await fresh(undefined, 90),
    await fresh(60, 90),
  ]).toEqual([15, 60, 31_536_000, 300, 90, 60])
})

test('why nothing came is told as the system told it', async () => {
  const failing = (answer: () => unknown) =>
    read({}, ana, scripted(answer).context).then(
      () => 'answered',
      (e: { code?: string }) => e.code,
    )
  expect(await failing(() => new Response('', { status: 401 }))).toBe('denied')
  expect(await failing(() => new Response('', { status: 429 }))).toBe('limited')
  expect(await failing(() => ({ card: [] }))).toBe('malformed')
  expect(
    await failing(() => ({ cards: [{ key: 'a', components: Array(501).fill({ componentDivider: {} }) }] })),
  ).toBe('malformed')
})

test('a card that came in another shape is missing, one without components holds nothing, and what else came goes no further', async () => {
  const { context } = scripted(() => ({
    cards: [
      null,
      'a',
      { key: 'a', components: 'x' },
      { key: 'b', components: [] },
      { key: 'z', components: [{ componentDivider: {} }] },
    ],
  }))
  expect((await read({}, ana, context)).rows.map((r) => [r.key, r.state, r.title])).toEqual([
    ['a', 'missing', 'A'],
    ['b', 'nothing', 'B'],
    ['c', 'missing', 'C'],
  ])
})

test('it declares what it is asked by and how private it is', () => {
  expect(plainCard(options)).toMatchObject({
    access: { kind: 'open' },
    cards: { sensitivity: 'personal', answer: { from: ['mail', 'system'], retry: 1, freshFor: 300 } },
  })
  expect(plainCard({ ...options, by: ['mail'], sensitivity: 'special' }).cards).toMatchObject({
    sensitivity: 'special',
    answer: { from: ['mail'] },
  })
})
