import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Language } from '../../connectors/contract/index.ts'
import { setLanguage } from '../i18n/index.ts'
import { createGatewaySource } from './gateway.ts'
import type { EventStream } from './port.ts'
import { reading, settled, who } from './sample-events.ts'

interface Call {
  path: string
  body: Record<string, unknown>
  bearer: string | null
  init: RequestInit
}
type Answer = (call: Call, nth: number) => Response | Promise<Response>

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  })
const problem = (code: string, status: number, more: object = {}) =>
  json({ type: 'x', title: 't', status, code, detail: `no: ${code}`, ...more }, status)
const lines = (...events: unknown[]) => new Response(`${events.map((e) => JSON.stringify(e)).join('\n')}\n`)

/** A gateway of one page: what is not answered here is a session that works. */
function gateway(answers: Record<string, Answer> = {}) {
  const calls: Call[] = []
  let now = 0
  let issued = 0
  const tokens = vi.fn(async () => 'host.jwt.x')
  const unsent: unknown[] = []
  const queued = vi.fn(async (): Promise<never[]> => [])
  const session = () =>
    json({
      token: `t${++issued}`,
      expiresIn: 300,
      agent: { roles: ['adviser'], languages: ['es'] },
      cacheKey: 'AAAA',
    })
  const source = createGatewaySource({
    base: 'https://g',
    token: tokens,
    now: () => now,
    unsent: (o) => unsent.push(...o),
    queued,
    async fetch(url, init) {
      const path = url.slice('https://g'.length)
      const headers = new Headers(init.headers)
      const call = {
        path,
        body: JSON.parse(String(init.body)) as Record<string, unknown>,
        bearer: headers.get('authorization'),
        init,
      }
      calls.push(call)
      init.signal?.throwIfAborted()
      const answer = answers[path] ?? (path === '/v1/session' || path === '/v1/renew' ? session : undefined)
      if (!answer) return new Response('', { status: 404 })
      return answer(call, calls.filter((c) => c.path === path).length)
    },
  })
  return {
    source,
    calls,
    tokens,
    unsent,
    queued,
    paths: () => calls.map((c) => c.path),
    wait: (ms: number) => {
      now += ms
    },
  }
}
const all = async (events: EventStream) => {
  const out: string[] = []
  for await (const heard of events) for (const e of [heard].flat()) out.push(e.event)
  return out
}
const open = (g: ReturnType<typeof gateway>, signal = new AbortController().signal) =>
  g.source.open({ hints: [{ kind: 'mail', value: 'a@example.es' }] }, signal)
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (e: { code?: string; problem?: { code?: string } }) =>
      [e.code, e.problem?.code].filter(Boolean).join(' '),
  )
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the gateway as a source', () => {
  it('exchanges the host’s word once, for many who ask at once, and says nothing of a person in an address', async () => {
    const g = gateway({ '/v1/card': () => lines(who, reading, settled) })
    expect(await Promise.all([all(open(g)), all(open(g)), g.source.agent()])).toEqual([
      ['who', 'reading', 'settled'],
      ['who', 'reading', 'settled'],
      { roles: ['adviser'], languages: ['es'], mayEdit: undefined, cacheKey: 'AAAA' },
    ])
    expect(g.paths().filter((p) => p === '/v1/session')).toHaveLength(1)
    expect(g.tokens).toHaveBeenCalledOnce()
    expect(
      g.calls
        .filter((c) => c.path === '/v1/card')
        .every((c) => c.bearer === 'Bearer t1' && c.init.credentials === 'omit' && c.init.method === 'POST'),
    ).toBe(true)
    expect(g.paths().join()).not.toContain('example.es')
  })
  it('renews before the token ends, without asking the host again', async () => {
    const g = gateway({ '/v1/card': () => lines(who, reading, settled) })
    await all(open(g))
    g.wait(269_000)
    await all(open(g))
    expect(g.paths()).toEqual(['/v1/session', '/v1/card', '/v1/card'])
    g.wait(2_000)
    await all(open(g))
    expect(g.paths().slice(3)).toEqual(['/v1/renew', '/v1/card'])
    expect(g.calls.at(-1)?.bearer).toBe('Bearer t2')
    expect(g.tokens).toHaveBeenCalledOnce()
  })
  it('brings the host’s word again when the gateway will not renew, and after a long sleep', async () => {
    const g = gateway({
      '/v1/card': () => lines(who, reading, settled),
      '/v1/renew': () => problem('unauthorised', 401),
    })
    await all(open(g))
    g.wait(280_000)
    await all(open(g))
    g.wait(9_000_000)
    await all(open(g))
    expect(g.paths()).toEqual([
      '/v1/session',
      '/v1/card',
      '/v1/renew',
      '/v1/session',
      '/v1/card',
      '/v1/session',
      '/v1/card',
    ])
  })
  it('answers one "who are you?" with a new token, and believes the second', async () => {
    const once = gateway({
      '/v1/card': (_c, nth) => (nth === 1 ? problem('unauthorised', 401) : lines(who, reading, settled)),
    })
    expect(await all(open(once))).toHaveLength(3)
    const never = gateway({ '/v1/card': () => problem('unauthorised', 401) })
    expect(await code(all(open(never)))).toBe('refused unauthorised')
    expect(never.paths().filter((p) => p === '/v1/card')).toHaveLength(2)
  })
  it('tells no gateway from a gateway that says no', async () => {
    expect(
      await code(
        all(
          open(
            gateway({
              '/v1/card': () => {
                throw new TypeError('failed to fetch')
              },
            }),
          ),
        ),
      ),
    ).toBe('offline')
    expect(
      await code(all(open(gateway({ '/v1/card': () => new Response('<html>', { status: 502 }) })))),
    ).toBe('offline')
    expect(await code(all(open(gateway({ '/v1/card': () => problem('audit-unavailable', 503) }))))).toBe(
      'refused audit-unavailable',
    )
    expect(
      await code(all(open(gateway({ '/v1/card': () => problem('too-many', 429, { retryAfter: 9 }) })))),
    ).toBe('refused too-many')
    expect(
      await code(all(open(gateway({ '/v1/card': () => json({ code: 'constructor', detail: 'x' }, 400) })))),
    ).toBe('refused internal')
    expect(await code(all(open(gateway({ '/v1/session': () => problem('unauthorised', 401) }))))).toBe(
      'refused unauthorised',
    )
    expect(await code(all(open(gateway({ '/v1/card': () => lines(who, reading) }))))).toBe('lost')
  })
  it('an agent whom the host does not prove is refused, not offline', async () => {
    const g = gateway()
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    g.tokens.mockRejectedValueOnce(new Error('the host page gave no token'))
    expect(await code(all(open(g)))).toBe('refused unauthorised')
    g.tokens.mockResolvedValueOnce('host.jwt.x')
    expect(await code(g.source.agent())).toBe('ok')
  })
  it.each<[lang: Language, ...says: [string, string, string, string, string]]>([
    [
      'es',
      'Tu herramienta no ha dicho quién eres',
      'La pasarela no acepta',
      'demasiadas veces',
      'La pasarela ha fallado. Avisa a quien la administra (0b0e7f9a-1111-4222-8333-444455556666).',
      'La pasarela ha fallado. Avisa a quien la administra.',
    ],
    [
      'en',
      'Your tool did not say',
      'The gateway does not accept',
      'Too many requests',
      'The gateway failed. Tell whoever runs it (0b0e7f9a-1111-4222-8333-444455556666).',
      'The gateway failed. Tell whoever runs it.',
    ],
    [
      'pt',
      'A sua ferramenta não disse',
      'O gateway não aceita',
      'demasiados pedidos',
      'O gateway falhou. Avise quem o administra (0b0e7f9a-1111-4222-8333-444455556666).',
      'O gateway falhou. Avise quem o administra.',
    ],
  ])(
    'what the gateway and the host page say to whoever runs them is said to the agent in %s',
    async (lang, noToken, refused, often, failed, broken) => {
      await setLanguage(lang)
      const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
      const says = (run: Promise<unknown>) =>
        run.then(
          () => '',
          (e: unknown) => (e as { problem?: { detail: string } }).problem?.detail,
        )
      const answer = (code: string, status: number, detail: string) =>
        says(all(open(gateway({ '/v1/card': () => problem(code, status, { detail }) }))))
      const g = gateway()
      g.tokens.mockRejectedValueOnce(new Error('the host page gave no token: 404'))
      expect(await says(all(open(g)))).toContain(noToken)
      expect(warned.mock.calls).toEqual([['[ficha] the host page gave no token: 404']])
      expect(await answer('unauthorised', 401, 'the host token is not accepted')).toContain(refused)
      expect(await answer('too-many', 429, 'more than 600 requests in a minute')).toContain(often)
      expect(
        await answer(
          'internal',
          500,
          'the gateway failed on request 0b0e7f9a-1111-4222-8333-444455556666; its log says why under that id',
        ),
      ).toBe(failed)
      expect(
        await says(all(open(gateway({ '/v1/card': () => new Response('<html>', { status: 500 }) })))),
      ).toBe(broken)
      expect(await answer('forbidden', 403, 'la finalidad no es tuya')).toBe('la finalidad no es tuya')
      await setLanguage('es')
    },
  )
  it('a token that was refused is not used again; one that comes too late for whoever left asks nothing', async () => {
    const g = gateway({
      '/v1/card': (_c, nth) => (nth === 1 ? problem('unauthorised', 401) : lines(who, reading, settled)),
    })
    await all(open(g))
    await all(open(g))
    expect(g.calls.filter((c) => c.path === '/v1/card').map((c) => c.bearer)).toEqual([
      'Bearer t1',
      'Bearer t2',
      'Bearer t2',
    ])
    const forbidden = gateway({ '/v1/card': () => problem('forbidden', 403) })
    expect(await code(all(open(forbidden)))).toBe('refused forbidden')
    expect(forbidden.paths()).toEqual(['/v1/session', '/v1/card'])
    const left = gateway({ '/v1/card': () => lines(who, reading, settled) })
    const leave = new AbortController()
    const heard = all(open(left, leave.signal))
    leave.abort()
    expect(await heard).toEqual([])
    expect(left.paths()).not.toContain('/v1/card')
  })
  it('a question goes to its own address, in the epoch of its card', async () => {
    const g = gateway({
      '/v1/ask': () => lines({ ...reading, seq: 0, epoch: 3 }, { ...settled, seq: 1, epoch: 3 }),
    })
    const { signal } = new AbortController()
    expect(await all(g.source.ask({ card: 'c', question: 'orders', epoch: 3 }, signal))).toEqual([
      'reading',
      'settled',
    ])
    expect(g.calls.at(-1)).toMatchObject({ path: '/v1/ask', body: { epoch: 3 } })
    expect(await code(all(g.source.ask({ card: 'c', question: 'orders', epoch: 4 }, signal)))).toBe('lost')
  })
  it('says once that a card is filled, after its stream is closed, and never of one that broke', async () => {
    vi.useFakeTimers()
    let broken = true
    const filled = vi.fn()
    const source = createGatewaySource({
      token: async () => 'host.jwt.x',
      settled: filled,
      fetch: async (url) =>
        url === '/v1/session'
          ? json({ token: 't', expiresIn: 300, agent: { roles: [], languages: [] }, cacheKey: 'AAAA' })
          : lines(...(broken ? [who, reading] : [who, reading, settled])),
    })
    const hear = () => all(source.open({ hints: [] }, new AbortController().signal))
    expect(await code(hear())).toBe('lost')
    await vi.advanceTimersByTimeAsync(10)
    expect(filled).not.toHaveBeenCalled()
    broken = false
    await hear()
    expect(filled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(10)
    expect(filled).toHaveBeenCalledOnce()
  })
  it.each([
    [20, { surveyEvery: 20 }],
    [0, {}],
    [-1, {}],
    ['20', {}],
  ])('an agent is asked about every %j cards: %j', async (surveyEvery, is) => {
    const agent = { roles: ['adviser'], languages: ['es', 'pt'], mayEdit: true, surveyEvery }
    const g = gateway({ '/v1/session': () => json({ token: 't', expiresIn: 300, agent, cacheKey: 'AAAA' }) })
    expect(await g.source.agent()).toStrictEqual({
      roles: ['adviser'],
      languages: ['es', 'pt'],
      mayEdit: true,
      cacheKey: 'AAAA',
      ...is,
    })
  })
  it('leaves in silence when it is told to, at any point', async () => {
    for (const after of ['at once', 'who'] as const) {
      const leave = new AbortController()
      let cut: ReadableStreamDefaultController<Uint8Array> | undefined
      const g = gateway({
        '/v1/card': () =>
          new Response(
            new ReadableStream({
              start(c) {
                cut = c
                c.enqueue(new TextEncoder().encode(`${JSON.stringify(who)}\n`))
              },
            }),
          ),
      })
      if (after === 'at once') leave.abort()
      const heard: string[] = []
      for await (const events of open(g, leave.signal)) {
        heard.push(...[events].flat().map((e) => e.event))
        leave.abort()
        cut?.error(new DOMException('gone', 'AbortError'))
      }
      expect(heard).toEqual(after === 'at once' ? [] : ['who'])
    }
  })
  it('left between two chunks, gives nothing of the second', async () => {
    const leave = new AbortController()
    const text = (event: unknown) => new TextEncoder().encode(`${JSON.stringify(event)}\n`)
    const g = gateway({
      '/v1/card': () =>
        new Response(
          new ReadableStream({
            start(c) {
              for (const event of [who, reading, settled]) c.enqueue(text(event))
              c.close()
            },
          }),
        ),
    })
    const heard: string[] = []
    for await (const events of open(g, leave.signal)) {
      heard.push(...[events].flat().map((e) => e.event))
      leave.abort()
    }
    expect(heard).toEqual(['who'])
  })
  it('reads single answers, and takes what is not one for a lost line', async () => {
    const g = gateway({
      '/v1/search': () => json({ candidates: [] }),
      '/v1/decide': () => json({ link: 'l', says: 'Hecho' }),
      '/v1/reveal': () => json({ value: 'ES12', forSeconds: 60 }),
      '/v1/act': () => json({ done: true, says: 'Hecho', refresh: ['requests'] }),
      '/v1/changes': () => json({ changes: 'c1', what: ['records'] }),
    })
    const signal = new AbortController().signal
    expect(await g.source.search({ text: 'ana' }, signal)).toEqual([])
    expect(await g.source.decide({ card: 'c', decision: 'same' })).toEqual({ link: 'l', says: 'Hecho' })
    expect(await g.source.reveal({ card: 'c', ref: 'r', field: 'iban', reason: 'devolver' })).toEqual({
      value: 'ES12',
      forSeconds: 60,
    })
    expect(
      await g.source.act({ card: 'c', connector: 'desk', action: 'note', input: {}, key: 'k1234567' }),
    ).toMatchObject({ done: true })
    expect(await g.source.changes({ card: 'c', changes: 'c0' }, signal)).toEqual({
      changes: 'c1',
      what: ['records'],
    })
    for (const [path, run] of [
      ['/v1/search', (s) => s.search({ text: 'ana' }, signal)],
      ['/v1/reveal', (s) => s.reveal({ card: 'c', ref: 'r', field: 'iban', reason: 'devolver' })],
    ] as [string, (s: typeof g.source) => Promise<unknown>][]) {
      expect(await code(run(gateway({ [path]: () => json({}) }).source))).toBe('lost')
      expect(await code(run(gateway({ [path]: () => new Response('<html>') }).source))).toBe('lost')
    }
  })
})

describe('outcomes', () => {
  const outcome = { kind: 'identified' as const, at: '2026-11-01T10:00:00Z' }
  it('go a handful at a time, kept alive, and nobody waits for them', async () => {
    vi.useFakeTimers()
    const g = gateway({ '/v1/outcomes': () => new Response(null, { status: 204 }) })
    for (let i = 0; i < 60; i++) g.source.outcome(outcome)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(
      g.calls
        .filter((c) => c.path === '/v1/outcomes')
        .map((c) => [(c.body.outcomes as unknown[]).length, c.init.keepalive]),
    ).toEqual([
      [50, true],
      [10, true],
    ])
  })
  it('go at once when the page is hidden or the card is closed, and not while it is looked at', async () => {
    vi.useFakeTimers()
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
    vi.stubGlobal('document', page)
    const g = gateway({ '/v1/outcomes': () => new Response(null, { status: 204 }) })
    const sent = async () => {
      page.dispatchEvent(new Event('visibilitychange'))
      await vi.dynamicImportSettled()
      await vi.advanceTimersByTimeAsync(0)
      return g.paths().filter((path) => path === '/v1/outcomes').length
    }
    g.source.outcome(outcome)
    expect(await sent()).toBe(0)
    page.visibilityState = 'hidden'
    await expect.poll(sent).toBe(1)
    page.visibilityState = 'visible'
    g.source.outcome(outcome)
    g.source.dispose()
    await expect.poll(sent).toBe(2)
    const heard = vi.spyOn(page, 'removeEventListener')
    g.source.dispose()
    expect(heard.mock.calls.map(([name]) => name)).toEqual(['visibilitychange'])
  })
  it('that found nobody are handed over, and sent when somebody answers again', async () => {
    vi.useFakeTimers()
    let up = false
    const g = gateway({
      '/v1/outcomes': () => {
        if (!up) throw new TypeError('offline')
        return new Response(null, { status: 204 })
      },
    })
    g.source.outcome(outcome)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(g.unsent).toEqual([outcome])
    up = true
    g.queued.mockResolvedValueOnce([outcome, outcome] as never[])
    g.source.outcome(outcome)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(
      g.calls.filter((c) => c.path === '/v1/outcomes').map((c) => (c.body.outcomes as unknown[]).length),
    ).toEqual([1, 1, 2])
    expect(g.unsent).toHaveLength(1)
  })
  it('refused for a token that died, or for coming too often, are not lost: sent with a new one, or kept', async () => {
    vi.useFakeTimers()
    const statuses = [401, 204, 429, 401, 401, 400]
    const g = gateway({ '/v1/outcomes': () => new Response(null, { status: statuses.shift() ?? 204 }) })
    for (const missed of [0, 1, 2, 2]) {
      g.source.outcome(outcome)
      await vi.advanceTimersByTimeAsync(3_000)
      expect(g.unsent).toHaveLength(missed)
    }
    expect(statuses).toEqual([])
    expect(
      g.calls
        .filter((c) => c.path === '/v1/outcomes')
        .slice(0, 2)
        .map((c) => c.bearer),
    ).toEqual(['Bearer t1', 'Bearer t2'])
  })
})
