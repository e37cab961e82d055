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
