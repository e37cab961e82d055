import { expect, test } from 'vitest'
import { origin, trial } from '../testing/test-gateway.ts'
import { openapi } from './openapi.ts'

const t = await trial()
const get = (path: string, method = 'GET') =>
  t.gateway.fetch(
    new Request(`${origin}${path}`, {
      method,
      ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
    }),
  )

test('every route of the description answers, and every answer of the API is described', async () => {
  const described = (await (await get('/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, Record<string, unknown>>
  }
  expect(described.openapi).toBe('3.1.0')
  for (const [path, methods] of Object.entries(described.paths)) {
    if (['/card', '/editor', '/quality'].includes(path)) continue
    for (const method of Object.keys(methods))
      expect([path, (await get(path, method.toUpperCase())).status], `${method} ${path}`).not.toEqual([
        path,
        404,
      ])
  }
  for (const path of [
    '/v1/session',
    '/v1/renew',
    '/v1/card',
    '/v1/ask',
    '/v1/search',
    '/v1/decide',
    '/v1/reveal',
    '/v1/act',
    '/v1/changes',
    '/v1/outcomes',
    '/v1/fichas',
    '/healthz',
    '/readyz',
    '/metrics',
  ])
    expect(Object.keys(described.paths)).toContain(path)
})

test('what is described is what is checked: bounds of the schemas stand in the description', () => {
  const text = JSON.stringify(openapi())
  expect(text).toContain('"maxLength":8192')
  expect(text).toContain('"maxItems":20')
  expect(text).not.toContain('undefined')
  // each reference leads somewhere
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([\w-]+)"/g))
    expect(Object.keys((openapi().components as { schemas: object }).schemas)).toContain(name)
})

test('the schemas of events and fichas are published one by one', async () => {
  for (const name of ['card-event', 'template', 'rule', 'policy', 'fichas'])
    expect(await (await get(`/schemas/${name}.json`)).json()).toMatchObject({
      $schema: expect.stringContaining('2020-12'),
      $id: `/schemas/${name}.json`,
    })
  expect((await get('/schemas/__proto__.json')).status).toBe(404)
  expect((await get('/schemas/other.json')).status).toBe(404)
})

test('metrics are Prometheus text, and a stranger’s path makes no label', async () => {
  await get('/v1/juan-600123456')
  const text = await (await get('/metrics')).text()
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\n]*",?)+\})? [\d.e+-]+)$/)
  expect(text).not.toContain('600123456')
})
