import { expect, test } from 'vitest'
import { type App, createApp } from './app.ts'
import { defaultLimits } from './config/config.ts'
import { createContext } from './context.ts'
import type { CardPage } from './page/page.ts'
import { describedPath, openapi } from './routes/openapi.ts'
import { labelOf, routes } from './routes.ts'
import { origin, testGateway } from './testing/test-gateway.ts'

const page: CardPage = {
  html: async () => '<!doctype html><html lang="es"><head></head><body></body></html>',
  asset: async (name) => (name === 'assets/main-a1.js' ? { body: new Uint8Array() } : undefined),
  element: async () => ({ body: new Uint8Array() }),
}
const t = await testGateway({ page })
const running = new AbortController().signal
const app = () =>
  createApp(createContext(t.config, { page }, { stopping: running, polls: running, draining: () => false }))

const described = openapi(routes, defaultLimits).paths as Record<string, Record<string, unknown>>
/** What the router answers that nobody can read about. */
const undescribed = ({ routes }: App): string[] =>
  routes
    .filter(({ method, path }) => described[describedPath(path)]?.[method.toLowerCase()] === undefined)
    .map(({ method, path }) => `${method} ${path}`)

/** A path as somebody would type it. */
const typed = (path: string): string =>
  path.replace(/^\/assets\/.*/, '/assets/main-a1.js').replace(/^\/schemas\/.*/, '/schemas/template.json')
const send = (method: string, path: string) =>
  t.gateway.fetch(
    new Request(`${origin}${typed(path)}`, {
      method,
      ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
    }),
  )

test('every route that is registered is described, and everything described is registered', () => {
  const registered = app().routes.map(({ method, path }) => `${method.toLowerCase()} ${describedPath(path)}`)
  const paths = Object.entries(described).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(registered.length).toBeGreaterThan(30)
  expect([...registered].sort()).toEqual([...paths].sort())
  expect(new Set(registered).size).toBe(registered.length)
})

test('a route that is registered outside the table is seen', () => {
  const planted = app()
  expect(undescribed(planted)).toEqual([])
  planted.get('/v1/planted', () => new Response())
  planted.delete('/v1/card', () => new Response())
  planted.use('/v1/every', async (_, next) => next())
  expect(undescribed(planted)).toEqual(['GET /v1/planted', 'DELETE /v1/card', 'ALL /v1/every'])
})

test('every route answers, and carries its own name in the log and in the metrics', async () => {
  const names = new Map<string, string>()
  for (const { method, path } of app().routes) {
    t.lines.length = 0
    const { status } = await send(method, path)
    expect([path, status]).not.toEqual([path, 404])
    const line = t.lines.map((text) => JSON.parse(text) as { log: string; route?: string })
    const name = line.find(({ log }) => log === 'request')?.route ?? 'nothing'
    expect([path, name]).not.toEqual([path, 'other'])
    expect(names.get(name) ?? path, `${name} names two routes`).toBe(path)
    names.set(name, path)
  }
  const metrics = await (await send('GET', '/metrics')).text()
  for (const name of names.keys())
    expect(metrics).toMatch(new RegExp(`ficha_requests_total\\{route="${name.replaceAll('.', '\\.')}",`))
})

test.each(['/v1/timeline', '/v1/journey', '/v1/role-preview', '/v1/audit', '/element.js'])(
  '%s has a name of its own',
  (path) => expect(labelOf(path)).toBe(path),
)
test.each(['/v1/juan-600123456', '/V1/card', '/v1/card/', '/assets', '/', '', '/v1/card/600123456'])(
  '%j, which is no route, has none',
  (path) => expect(labelOf(path)).toBe('other'),
)

test('a route without a token of ours answers only where the table says that anyone may call it', async () => {
  for (const { method, path, access } of routes)
    if (access !== 'anyone')
      expect([path, (await send(method.toUpperCase(), path)).status]).toEqual([path, 401])
})

test('who may call a route, how often, and how much a body may hold', () => {
  const said = routes
    .filter(({ access, perAddress }) => access !== 'anyone' || perAddress)
    .map(({ method, path, access, rate, distinct, perAddress, maxBytes }) =>
      [method, path, access, rate, distinct, perAddress, maxBytes]
        .filter((word) => word !== undefined)
        .join(' '),
    )
  expect(said).toEqual([
    'post /v1/session anyone refusalsPerMinute 16384',
    'post /v1/renew agent',
    'post /v1/card agent customersPer10Minutes',
    'post /v1/ask agent',
    'post /v1/search agent searchesPerMinute foundPer10Minutes',
    'post /v1/decide agent',
    'post /v1/reveal agent revealsPer10Minutes',
    'post /v1/act agent',
    'post /v1/changes agent',
    'post /v1/timeline agent',
    'post /v1/journey agent',
    'post /v1/role-preview agent',
    'post /v1/outcomes agent 262144',
    'get /v1/fichas editor',
    'put /v1/fichas editor 1048576',
    'post /v1/fichas/publish editor',
    'post /v1/fichas/undo editor',
    'post /v1/fichas/import editor 1048576',
    'get /v1/fichas/export editor',
    'post /v1/fichas/preview editor previewsPerMinute customersPer10Minutes 1048576',
    'get /v1/fichas/material editor previewsPerMinute',
    'get /v1/fichas/proposals editor countsPerMinute',
    'get /v1/quality leader countsPerMinute',
    'get /v1/quality/proposals leader countsPerMinute',
    'post /v1/audit leader',
  ])
})

test('each route does what its path says: its own call of the hub, with what was asked and by whom', async () => {
  const called: string[] = []
  const calling =
    <T>(name: string, answer: T) =>
    async (_asked: unknown, agent: { id: string }) => {
      called.push(`${name} ${agent.id}`)
      return answer
    }
  const t = await testGateway({
    hub: () =>
      ({
        search: calling('search', []),
        decide: calling('decide', { link: 'l', says: '' }),
        act: calling('act', { done: true, says: '', refresh: [] }),
        changes: calling('changes', { changes: '', what: [] }),
        timeline: calling('timeline', { coming: [], entries: [], more: false, gaps: [] }),
        journey: calling('journey', { days: 90, pseudonym: false, steps: [] }),
        previewAsRole: calling('previewAsRole', { views: [], refused: [] }),
        outcomes: calling('outcomes', undefined),
      }) as never,
  })
  const token = await t.bearer()
  const bodies: Record<string, object> = {
    search: { text: 'Lucía' },
    decide: { card: 'c', decision: 'same' },
    act: { card: 'c', connector: 'desk', action: 'note', input: {}, key: 'key-00001' },
    changes: { card: 'c', changes: 'x' },
    timeline: { card: 'c' },
    journey: { card: 'c' },
    'role-preview': {},
    outcomes: { outcomes: [] },
  }
  const answers: Record<string, unknown> = {}
  for (const [path, body] of Object.entries(bodies)) {
    const answer = await t.post(`/v1/${path}`, body, token)
    answers[path] = answer.status < 300 ? answer.status : await answer.text()
  }
  expect(answers).toEqual({ ...Object.fromEntries(Object.keys(bodies).map((p) => [p, 200])), outcomes: 204 })
  expect(called).toEqual(
    ['search', 'decide', 'act', 'changes', 'timeline', 'journey', 'previewAsRole', 'outcomes'].map(
      (name) => `${name} ana`,
    ),
  )
})
