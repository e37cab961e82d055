import { createHmac } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openEgress } from '../../conformance/egress.ts'
import { key, testConnector } from '../../conformance/index.ts'
import type { ConnectorContext, ForeignCard, Rows } from '../../contract/index.ts'
import { lucia } from '../../fixtures/people.ts'
import { plainHandler, plainOrigin, plainRequests } from '../../fixtures/plain.ts'
import { recorded } from '../../fixtures/server.ts'
import { blocksOf } from './components.ts'
import plainCard, { endpoints, type PlainCardOptions } from './index.ts'
import { linkOf, plainText } from './markdown.ts'

const options: PlainCardOptions = {
  id: 'subs',
  title: 'Suscripciones',
  url: `${plainOrigin}/cards`,
  access: { kind: 'hmac-body', header: 'Plain-Request-Signature', secret: 'PLAIN_SECRET' },
  workspace: 'w_1',
  cards: [
    { key: 'plan', title: 'Plan' },
    { key: 'nada', title: 'Nada' },
    { key: 'vacia', title: 'Vacía' },
    { key: 'olvidada', title: 'Olvidada' },
    { key: 'detalle', title: 'Detalle', freshFor: 20 },
  ],
}
const server = recorded(plainHandler)
beforeAll(() => server.start())
afterAll(() => server.stop())
beforeEach(() => {
  plainRequests.length = 0
})

const get = async (o: PlainCardOptions, fields: string[], mail = lucia.mail): Promise<Rows<ForeignCard>> => {
  const connector = plainCard(o)
  return (
    connector.cards!.answer.get as (k: unknown, w: object, a: ConnectorContext) => Promise<Rows<ForeignCard>>
  )(
    key('mail', mail),
    { fields, limit: 20, locale: 'es' },
    openEgress(connector, { secret: 'hush' }, { is: 'recorded' }).context,
  )
}
const samples = `${process.env.FICHA_DATA ?? ''}/plain-cards`

describe('plain-card', () => {
  testConnector(it, () => plainCard(options), {
    known: [{ key: key('mail', lucia.mail), record: '' }],
    unknown: [key('mail', 'nadie@correo.example')],
    paths: /^\/cards$/,
    options: {
      factory: plainCard,
      wrong: [
        { options: { ...options, url: 'http://cards.example' }, says: /url: an https address/ },
        { options: { ...options, cards: [] }, says: /at least one card/ },
        { options: { ...options, cards: [{ key: 'a b', title: 'x' }] }, says: /cards\.0\.key/ },
      ],
    },
  })
  it('asks for all cards of one address in one request, nulls explicit, and signs exactly what it sends', async () => {
    await get(options, ['*'], 'josé@correo.example')
    expect(plainRequests).toHaveLength(1)
    const { body, signature, headers } = plainRequests[0]!
    expect(JSON.parse(body)).toEqual({
      cardKeys: ['plan', 'nada', 'vacia', 'olvidada', 'detalle'],
      customer: {
        id: expect.stringMatching(/^c_[0-9a-f]{26}$/),
        email: 'josé@correo.example',
        externalId: null,
      },
      thread: null,
      tenant: null,
      timestamp: '2026-06-15T10:00:00.000Z',
    })
    for (const text of [body, JSON.stringify(JSON.parse(body))])
      expect(signature).toBe(createHmac('sha256', 'hush').update(text).digest('hex'))
    expect(headers.get('plain-workspace-id')).toBe('w_1')
  })
  it('asks only for the cards somebody wanted', async () => {
    expect((await get(options, ['detalle'])).rows.map((r) => r.key)).toEqual(['detalle'])
    expect(JSON.parse(plainRequests[0]!.body).cardKeys).toEqual(['detalle'])
  })
  it('tells loaded, nothing and missing apart; an extra card and unknown keys go no further', async () => {
    const answer = await get(options, ['*'])
    expect(answer.rows.map((r) => [r.key, r.state])).toEqual([
      ['plan', 'loaded'],
      ['nada', 'nothing'],
      ['vacia', 'nothing'],
      ['olvidada', 'missing'],
      ['detalle', 'loaded'],
    ])
    expect(JSON.stringify(answer)).not.toMatch(/nadie la pidió|password|internal|FromTheFuture|Solo en Plain/)
  })
  it('takes 404 for "no data" only where it is told so, since an address that is misspelt answers so too', async () => {
    const none = { ...options, url: `${plainOrigin}/none` }
    expect((await get({ ...none, missing: 'none' }, ['plan'])).rows).toEqual([
      { key: 'plan', title: 'Plan', state: 'nothing', blocks: [] },
    ])
    await expect(get(none, ['plan'])).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining("missing: 'none'"),
    })
  })
  it('keeps a card at least 15 seconds, and as long as its own time when it says none', async () => {
    expect((await get(options, ['plan'])).freshFor).toBe(15)
    expect([(await get(options, ['detalle'])).freshFor, (await get(options, ['nada'])).freshFor]).toEqual([
      20, 300,
    ])
  })
  it('is not complete while one of its addresses is down, and fails when all of them are', async () => {
    const connector = plainCard({
      id: 'two',
      title: 'Two',
      url: 'https://up.example/cards',
      cards: [
        { key: 'up', title: 'Up' },
        { key: 'down', title: 'Down', url: 'https://down.example/cards' },
      ],
    })
    const ask = (up: boolean) =>
      (
        connector.cards!.answer.get as (
          k: unknown,
          w: object,
          c: ConnectorContext,
        ) => Promise<Rows<ForeignCard>>
      )(
        key('mail', lucia.mail),
        { fields: ['*'], limit: 20, locale: 'es' },
        {
          signal: new AbortController().signal,
          now: () => new Date('2026-06-15T10:00:00Z'),
          fetch: async (input) =>
            up && String(input).startsWith('https://up.example/')
              ? new Response(JSON.stringify({ cards: [{ key: 'up', components: null }] }))
              : new Response('', { status: 503 }),
        },
      )
    expect(await ask(true)).toMatchObject({ rows: [{ key: 'up', state: 'nothing' }], complete: false })
    await expect(ask(false)).rejects.toMatchObject({ code: 'unavailable' })
  })
  it('compares addresses and headers as Plain does', () => {
    const card = (more: object) => ({ key: 'k', title: 't', ...more })
    const groups = endpoints({
      url: 'https://a.example/x',
      cards: [
        card({}),
        card({ url: ' https://a.example/x ' }),
        card({ url: 'https://a.example/x/' }),
        card({ url: 'https://a.example/X' }),
        card({ headers: { B: '1', a: '2' } }),
        card({ headers: { A: '2', ' b ': '1' } }),
        card({ headers: { a: '2', b: '1 ' } }),
      ],
    })
    expect(groups.map((g) => g.cards.length)).toEqual([2, 1, 1, 2, 1])
  })
  it('turns every component into blocks of text and checked links', async () => {
    expect((await get(options, ['plan'])).rows[0]?.blocks).toEqual([
      {
        is: 'row',
        main: [{ is: 'text', text: 'Plan', tone: 'muted', size: 'm' }],
        aside: [{ is: 'badge', text: 'Activa', tone: 'good' }],
      },
      {
        is: 'box',
        content: [
          { is: 'text', text: 'Próxima factura, sin comisiones', tone: 'normal', size: 'm' },
          { is: 'divider' },
          { is: 'spacer' },
          { is: 'row', main: [], aside: [] },
        ],
      },
      { is: 'text', text: 'Ver la factura o [esto](javascript:alert(1))', tone: 'bad', size: 'l' },
      { is: 'link', label: 'la factura', url: 'https://cards.example/factura/1' },
      { is: 'link', label: 'Solo el enlace', url: 'https://cards.example/x' },
      { is: 'text', text: '**tal cual** <b>x</b>', tone: 'warn', size: 'm' },
      { is: 'copy', value: 'sub_42', label: 'Copiar' },
      { is: 'link', label: 'Abrir', url: 'https://cards.example/sub/42' },
      { is: 'text', text: 'Sin cifrar', tone: 'normal', size: 'm' },
      { is: 'datetime', at: '2026-07-01T00:00:00.000Z' },
      { is: 'text', text: 'soporte@cards.example', tone: 'muted', size: 'm' },
    ])
  })
  it('follows no link but https, mailto and tel', () => {
    expect(
      [
        'javascript:alert(1)',
        'data:text/html,x',
        'http://x.example',
        '//x.example',
        'https://a:b@x.example',
        ' java\nscript:x',
        7,
      ].map(linkOf),
    ).toEqual(Array(7).fill(undefined))
    expect([
      linkOf('mailto:a@b.example'),
      linkOf('tel:+34600123456'),
      linkOf('https://x.example/a b'),
    ]).toEqual(['mailto:a@b.example', 'tel:+34600123456', undefined])
  })
  it('leaves words alone that only look like markdown', () =>
    expect(['snake_case_name', '2 * 3 * 4', 'a\\*b', '[x](ftp://y)'].map((t) => plainText(t).words)).toEqual([
      'snake_case_name',
      '2 * 3 * 4',
      'a*b',
      'x',
    ]))
  it.skipIf(!existsSync(samples))(
    'reads the public example cards (FICHA_DATA/plain-cards): every one loads but the two that are empty',
    () => {
      const cards = readdirSync(samples)
        .filter((f) => !f.startsWith('_'))
        .map(
          (f) =>
            (
              JSON.parse(readFileSync(`${samples}/${f}`, 'utf8')) as {
                cards: { components: unknown[] | null }[]
              }
            ).cards[0]!,
        )
      expect(
        cards.filter((c) => c.components?.length).map((c) => blocksOf(c.components!)!.length > 0),
      ).toEqual(Array(9).fill(true))
    },
  )
})
