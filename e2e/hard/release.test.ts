import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import rest from '../../connectors/catalog/rest/index.ts'
import {
  type CardEvent,
  type FichaSet,
  type FieldDef,
  type Policy,
  type Rule,
  sensitivities,
  vocabulary,
} from '../../connectors/contract/index.ts'
import { panel, policy, role, rule, template } from '../../connectors/hub/testing/test-hub.ts'
import fc from '../support/properties.ts'
import { runSeed } from '../support/seed.ts'
import { openRig } from './rig.ts'

/**
 * Every value of a system over HTTP is watermarked by its path and its row; a look at the bytes that left the
 * gateway says which fact leaked, and a look at what the system was asked says what was fetched for nobody.
 * The oracle reads the policy's text and shares no code with release.
 */
const asked = ['orders', 'requests', 'payments', 'feedback', 'person', 'loyalty'] as const
type Asking = (typeof asked)[number]
const single = (q: Asking) => q === 'person' || q === 'loyalty'
const fieldsOf = (q: Asking): [string, FieldDef][] =>
  Object.entries(vocabulary[q].fields as Record<string, FieldDef>).filter(
    ([, d]) => !d.of && ['text', 'id', 'status'].includes(d.type),
  )
const mark = (q: string, f: string, row: string) => `WM-${q}-${f}-${row}-WM`
const shops = ['Centro', 'Norte']

interface Upstream {
  url: string
  calls: { path: string; fields: readonly string[] }[]
  broken: Set<string>
  close(): Promise<void>
}
/**
 * Gives every field whatever it is asked for, as careless systems do, and puts customers' data into its error
 * pages.
 */
async function upstream(): Promise<Upstream> {
  const calls: Upstream['calls'] = []
  const broken = new Set<string>()
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const question = url.pathname.split('/')[1] as Asking | 'find'
    calls.push({
      path: url.pathname,
      fields: (url.searchParams.get('fields') ?? '').split(',').filter(Boolean),
    })
    response.setHeader('content-type', 'application/json')
    response.setHeader('set-cookie', 'id=WM-cookie-WM')
    if (broken.has(question))
      return void response
        .writeHead(500)
        .end(JSON.stringify({ error: `WM-error-body-${question}-WM`, stack: 'at /srv/WM-stack-WM' }))
    if (question === 'find')
      return void response.end(
        JSON.stringify({
          rows: [
            {
              id: 'IDWM-OF-THE-SYSTEM-record',
              phone: '+34600123456',
              mail: 'wm-record@example.com',
              name: 'WM-person-name-1-WM',
            },
          ],
        }),
      )
    const rows = (single(question) ? ['1'] : ['1', '2']).map((row, i) => ({
      id: `IDWM-OF-THE-SYSTEM-${question}-${row}`,
      ...Object.fromEntries(fieldsOf(question).map(([f]) => [f, mark(question, f, row)])),
      secretExtra: 'WM-extra-WM',
      ...(question === 'orders' ? { shop: shops[i], orderDate: `2026-02-0${row}T00:00:00Z` } : {}),
    }))
    response.end(JSON.stringify({ rows }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    broken,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
const connector = (base: string) =>
  rest({
    id: 'shop',
    title: 'Tienda',
    base,
    access: { kind: 'open' },
    phonePrefix: '+34',
    find: {
      by: { phone: { path: '/find', query: { phone: '{value}' } } },
      rows: 'rows',
      record: {
        id: 'id',
        identifiers: [
          { kind: 'phone', from: 'phone' },
          { kind: 'mail', from: 'mail' },
        ],
        name: 'name',
      },
    },
    search: { path: '/find', query: { q: '{text}' } },
    answers: Object.fromEntries(
      asked.map((q) => [
        q,
        {
          call: { path: `/${q}/{record}`, query: { fields: '{fields}' } },
          rows: 'rows',
          retry: 0,
          freshFor: 0,
          fields: Object.fromEntries([
            ...fieldsOf(q).map(([f]) => [f, f]),
            ...(q === 'orders' ? [['orderDate', 'orderDate']] : []),
          ]),
        },
      ]),
    ) as never,
  } as never)

const shown = fc.constantFrom('clear', 'masked', 'withheld' as const) as fc.Arbitrary<
  'clear' | 'masked' | 'withheld'
>
const line = fc.oneof(
  fc.constantFrom(...sensitivities),
  fc.constantFrom(...asked).map((q) => `${q}.*`),
  fc.constantFrom(...asked).chain((q) => fc.constantFrom(...fieldsOf(q).map(([f]) => `${q}.${f}`))),
  fc.constant('person.name'),
)
const rolePolicy = fc
  .record({ see: fc.dictionary(line, shown, { maxKeys: 8 }), filtered: fc.boolean() })
  .map(({ see, filtered }) =>
    role(see, {
      mayReveal: ['*'],
      rows: filtered ? [{ question: 'orders', field: 'shop', values: ['$agent.shop'] }] : [],
    }),
  )
const oneRule: fc.Arbitrary<Rule> = fc.constantFrom(
  rule('r-orders', 'orders.exists(o, o.motive != "")', {
    values: { m: 'orders.last().motive', n: 'orders.last().orderNumber' },
    text: { yes: 'motivo {m} en {n}', no: 'nada' },
  }),
  rule('r-requests', 'requests.exists(r, r.subject != "")', {
    values: { s: 'requests.last().subject' },
    text: { yes: 'pidió {s}' },
  }),
  rule('r-payments', 'payments.exists(p, p.iban != "")', {
    values: { i: 'payments.last().iban' },
    text: { yes: 'paga con {i}' },
  }),
  rule('r-person', 'person.nationalId != ""', {
    values: { d: 'person.nationalId' },
    text: { yes: 'documento {d}' },
  }),
  rule('r-loyalty', 'loyalty.number != ""', {
    values: { n: 'loyalty.number' },
    text: { yes: 'tarjeta {n}' },
  }),
)
const rules = fc.uniqueArray(
  fc.tuple(oneRule, fc.option(fc.constantFrom(...sensitivities), { nil: undefined }), fc.boolean()).map(
    ([r, s, advice]): Rule => ({
      ...r,
      ...(s ? { sensitivity: s } : {}),
      ...(advice ? { kind: 'advice' as const, advice: { rank: 'help' as const, restDays: 1 } } : {}),
    }),
  ),
  { selector: (r) => r.id, maxLength: 4 },
)
const panels = fc.uniqueArray(fc.constantFrom(...asked), { maxLength: 4 }).chain((qs) =>
  fc.tuple(
    ...qs.map((q) =>
      fc
        .record({
          fields: fc.subarray(
            fieldsOf(q).map(([f]) => f),
            { minLength: 1 },
          ),
          ask: fc.constantFrom('at-once' as const, 'on-opening' as const),
        })
        .map(({ fields, ask }) => panel(`p-${q}`, q, fields.slice(0, 30), { ask })),
    ),
  ),
)
const world = fc.record({
  roles: fc.array(rolePolicy, { minLength: 1, maxLength: 2 }),
  rules,
  panels,
  forbids: fc.array(
    line.filter((l) => l !== 'person.name'),
    { maxLength: 2 },
  ),
  marks: fc.subarray(['loyalty.tier', 'person.segment', 'orders.motive']),
  broken: fc.subarray([...asked], { maxLength: 2 }),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

/** From the policy's text alone: may these roles read this fact of this row? */
function mayRead(w: World, q: Asking, f: string, shop: string): boolean {
  // biome-ignore lint/complexity/useLiteralKeys: the type of a field named by a variable is never
  const s = vocabulary[q].fields[f as never]['sensitivity'] as string
  if (w.forbids.some((x) => x === `${q}.${f}` || x === `${q}.*` || x === q || x === s)) return false
  return w.roles.some(
    (r) =>
      (q !== 'orders' || r.rows.length === 0 || shop === 'Centro') &&
      (r.see[`${q}.${f}`] ?? r.see[`${q}.*`] ?? r.see[s] ?? 'withheld') === 'clear',
  )
}
function leaks(w: World, wire: string): string[] {
  const found: string[] = []
  for (const q of asked)
    for (const [f] of [...fieldsOf(q), ...(q === 'person' ? [['name'] as [string]] : [])])
      for (const [i, shop] of (single(q) ? [''] : shops).entries())
        if (wire.includes(mark(q, f, String(i + 1))) && !mayRead(w, q, f, shop))
          found.push(`${q}.${f} of row ${i + 1}`)
  for (const never of [
    'WM-extra',
    'WM-error',
    'WM-stack',
    'WM-cookie',
    'IDWM-OF-THE-SYSTEM-',
    ...(mayRead(w, 'person', 'mails', '') ? [] : ['wm-record@']),
  ])
    if (wire.includes(never)) found.push(never)
  return found
}

const runs = Number(process.env.FICHA_RELEASE_RUNS) || 150

describe('what leaves the gateway, byte by byte', () => {
  let system: Upstream
  beforeAll(async () => {
    system = await upstream()
  })
  afterAll(() => system?.close())

  /**
   * Everything an agent can make the gateway say: the card, each panel, "pedir más", a search, reveals, and
   * requests that fail.
   */
  async function play(
    w: World,
    looser: (p: Policy) => Policy = (p) => p,
  ): Promise<{ wire: string; calls: Upstream['calls']; events: CardEvent[]; revealed: string }> {
    system.calls.length = 0
    system.broken.clear()
    for (const q of w.broken) system.broken.add(q)
    const names = w.roles.map((_, i) => `role${i}`)
    const published = looser(policy(Object.fromEntries(w.roles.map((r, i) => [names[i], r])), w.forbids))
    const ficha = template({
      for: { roles: names },
      panels: [...w.panels],
      marks: w.marks,
      signals: w.rules.filter((r) => r.kind !== 'advice').map((r) => r.id),
      advice: w.rules.filter((r) => r.kind === 'advice').map((r) => r.id),
      glance: [],
    })
    const fichas: FichaSet = { version: 1, templates: [ficha], rules: [...w.rules], policy: published }
    const rig = await openRig({
      connectors: [connector(system.url)],
      fichas,
      config: { network: { private: [system.url] }, settings: { patience: { soft: 2_000, hard: 8_000 } } },
    })
    try {
      const token = await rig.bearer({ roles: names, shop: 'Centro' })
      const raw: string[] = []
      const say = async (path: string, body: unknown) => {
        const answer = await rig.post(path, body, token)
        const text = await answer.text()
        raw.push(JSON.stringify([...answer.headers]), text)
        return text
      }
      const events = (text: string) =>
        text
          .split('\n')
          .filter((l) => l.trim().startsWith('{'))
          .map((l) => JSON.parse(l) as CardEvent)
      const card = events(
        await say('/v1/card', { hints: [{ kind: 'phone', value: '600 12 34 56' }], epoch: 1 }),
      )
      const handle = card.find((e) => e.event === 'who')?.card ?? ''
      const all = [...card]
      for (const p of w.panels)
        all.push(...events(await say('/v1/ask', { card: handle, question: p.question, epoch: 1 })))
      await say('/v1/search', { text: 'WM-person' })
      await say('/v1/ask', { card: handle, question: 'nothing-of-the-kind' })
      await say('/v1/act', { card: handle, connector: 'shop', action: 'none', input: {}, key: '12345678' })
      // A reveal is allowed to give the masked value, so it is read apart: withheld stays withheld even
      // there.
      const revealed: string[] = []
      for (const e of all)
        if (e.event === 'reading' && 'value' in e.reading.state)
          for (const row of e.reading.state.value)
            for (const [field, f] of Object.entries(row.fields))
              if (f.shown !== 'clear' && revealed.length < 6)
                revealed.push(
                  `${e.reading.question}.${field} ${f.shown} ${await (await rig.post('/v1/reveal', { card: handle, ref: row.ref, field, reason: 'prueba' }, token)).text()}`,
                )
      return {
        wire: raw.join('\n') + rig.lines.join('\n'),
        calls: [...system.calls],
        events: card,
        revealed: revealed.filter((r) => / withheld /.test(r)).join('\n'),
      }
    } finally {
      await rig.close()
    }
  }

  it(
    'for random data, roles, rules and fichas: no withheld value in any event, reason, text, link, error or log, and nothing is fetched for nobody',
    async () => {
      const seed = runSeed()
      console.log(`release: seed ${seed}, ${runs} worlds`)
      let clear = 0
      await fc.assert(
        fc.asyncProperty(world, async (w) => {
          const { wire, calls, events, revealed } = await play(w)
          expect(leaks(w, wire)).toEqual([])
          expect(revealed).not.toMatch(/WM-[a-z]+-/i)
          if (/WM-[a-z]+-/.test(wire)) clear++
          for (const { path, fields } of calls) {
            const q = path.split('/')[1] as Asking
            for (const f of fields) {
              // biome-ignore lint/complexity/useLiteralKeys: the type of a field named by a variable is never
              const s = vocabulary[q].fields[f as never]['sensitivity'] as string
              expect(
                w.forbids.some((x) => x === `${q}.${f}` || x === `${q}.*` || x === s),
                `${q}.${f} is forbidden and was fetched`,
              ).toBe(false)
              expect(
                w.panels.some((p) => p.question === q && p.fields.includes(f)) ||
                  w.marks.includes(`${q}.${f}`) ||
                  w.rules.some((r) => r.id === `r-${q}`) ||
                  (q === 'orders' && (f === 'shop' || f === 'orderDate')),
                `${q}.${f} was fetched for nobody`,
              ).toBe(true)
            }
          }
          expect(events.at(-1)?.event).toBe('settled')
        }),
        { numRuns: runs, seed },
      )
      // Where nothing is ever shown, nothing can leak.
      expect(clear).toBeGreaterThan(runs / 10)
    },
    100_000 + runs * 2_000,
  )

  it('planted leak: a policy read one step too kindly is caught by the same look at the wire', async () => {
    const kind = (p: Policy): Policy => ({
      ...p,
      roles: Object.fromEntries(
        Object.entries(p.roles).map(([n, r]) => [
          n,
          {
            ...r,
            see: Object.fromEntries(
              Object.entries(r.see).map(([k, v]) => [k, v === 'masked' ? ('clear' as const) : v]),
            ),
          },
        ]),
      ),
    })
    const w: World = {
      roles: [role({ pseudonymous: 'masked', personal: 'withheld' })],
      rules: [],
      panels: [panel('p-orders', 'orders', ['orderNumber'])],
      forbids: [],
      marks: [],
      broken: [],
    }
    expect(leaks(w, (await play(w)).wire)).toEqual([])
    expect(leaks(w, (await play(w, kind)).wire)).toEqual([
      'orders.orderNumber of row 1',
      'orders.orderNumber of row 2',
    ])
  })

  it('a system’s error page reaches nobody: neither the agent nor the log', async () => {
    const w: World = {
      roles: [role({ none: 'clear', pseudonymous: 'clear', personal: 'clear', financial: 'clear' })],
      rules: [],
      panels: asked.map((q) => panel(`p-${q}`, q, [fieldsOf(q)[0]?.[0] as string])),
      forbids: [],
      marks: [],
      broken: [...asked],
    }
    const { wire } = await play(w)
    expect(wire).toContain('unavailable')
    expect(leaks(w, wire)).toEqual([])
  })

  it('rows are not in the order of a date the role may not see', async () => {
    const order = async (date: 'clear' | 'withheld') => {
      const w: World = {
        roles: [role({ pseudonymous: 'clear', 'orders.orderDate': date })],
        rules: [],
        panels: [panel('p-orders', 'orders', ['orderNumber', 'orderDate'])],
        forbids: [],
        marks: [],
        broken: [],
      }
      const reading = (await play(w)).events.filter((e) => e.event === 'reading').at(-1)
      return reading?.event === 'reading' && 'value' in reading.reading.state
        ? reading.reading.state.value
            .map((r) => /orderNumber-(\d)/.exec(JSON.stringify(r.fields))?.[1])
            .join('')
        : ''
    }
    expect(await order('clear')).toBe('21')
    // Drawn anew for each card: both orders come up, sooner or later, and nothing else does.
    const hidden = new Set<string | undefined>()
    for (let n = 0; n < 100 && hidden.size < 2; n++) hidden.add(await order('withheld'))
    expect(hidden).toEqual(new Set(['12', '21']))
  })
})
