import { expect, test } from 'vitest'
import { defaultLimits } from '../config/config.ts'
import { routes } from '../routes.ts'
import { origin, testGateway } from '../testing/test-gateway.ts'
import { openapi } from './openapi.ts'

const t = await testGateway()
const get = (path: string) => t.gateway.fetch(new Request(`${origin}${path}`))

test('what is described is what is checked: bounds of the schemas stand in the description', () => {
  const description = openapi(routes, defaultLimits)
  const text = JSON.stringify(description)
  expect(text).toContain('"maxLength":8192')
  expect(text).toContain('"maxItems":20')
  expect(text).not.toContain('undefined')
  // each reference leads somewhere
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([\w-]+)"/g))
    expect(Object.keys((description.components as { schemas: object }).schemas)).toContain(name)
})

test('who may call a route and how often is described with the figures of this gateway', async () => {
  const strict = await testGateway({ config: { limits: { searchesPerMinute: 7 } } })
  const { paths } = (await (await strict.gateway.fetch(new Request(`${origin}/openapi.json`))).json()) as {
    paths: Record<string, Record<string, { description: string; requestBody?: { description: string } }>>
  }
  expect(paths['/v1/search']?.post?.description).toBe(
    'For an agent with a session. At most, for each agent: 600 requests in a minute, 7 searches in a minute, 240 customers found in 10 minutes.',
  )
  expect(paths['/v1/fichas']?.put?.description).toContain('policy.roles.<role>.mayEdit')
  expect(paths['/v1/quality']?.get?.description).toContain('the purpose `quality`')
  expect(paths['/healthz']?.get?.description).toBe('Anyone may call it.')
  expect(paths['/v1/session']?.post).toMatchObject({
    description: expect.stringContaining('60 refused tokens'),
    requestBody: { description: 'At most 16,384 bytes.' },
  })
})

test('the schemas of events and fichas are published one by one', async () => {
  for (const name of ['card-event', 'template', 'rule', 'policy', 'fichas'])
    expect(await (await get(`/schemas/${name}.json`)).json()).toMatchObject({
      $schema: expect.stringContaining('2020-12'),
      $id: `/schemas/${name}.json`,
    })
  expect((await get('/schemas/__proto__.json')).status).toBe(404)
  expect((await get('/schemas/constructor.json')).status).toBe(404)
  expect((await get('/schemas/other.json')).status).toBe(404)
})

test('metrics are Prometheus text, and a stranger’s path makes no label', async () => {
  await get('/v1/juan-600123456')
  const text = await (await get('/metrics')).text()
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\n]*",?)+\})? [\d.e+-]+)$/)
  expect(text).not.toContain('600123456')
})

type Described = Record<
  string,
  Record<
    string,
    {
      description: string
      security: unknown[]
      parameters?: { name: string; in: string; required?: boolean }[]
      requestBody?: { description: string; content: Record<string, { schema: Record<string, unknown> }> }
      responses: Record<string, unknown>
    }
  >
>
const described = openapi(routes, defaultLimits).paths as Described

test('every method of a path is described, each with who may call it and its own limits', () => {
  expect(Object.keys(described['/v1/fichas'] ?? {})).toEqual(['get', 'put'])
  for (const { method, path, access } of routes.filter((one) => !one.path.includes('/:'))) {
    const operation = described[path]?.[method]
    const isOpen = access === 'anyone'
    expect(operation?.security, path).toEqual(isOpen ? [] : [{ bearer: [] }])
    expect(operation?.description.includes('600 requests in a minute'), path).toBe(!isOpen)
  }
})

test('what a handler checks more closely than its row is described as closely', () => {
  const body = described['/v1/fichas']?.put?.requestBody
  expect(body?.description).toBe('At most 1,048,576 bytes.')
  expect(body?.content['application/json']?.schema).toMatchObject({
    properties: { draft: { type: 'object', properties: { policy: expect.anything() } } },
    required: ['draft', 'base'],
  })
})

test('parts of a path and of a query stand among the parameters, and nothing else does', () => {
  expect(described['/assets/{name}']?.get?.parameters).toEqual([
    { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
  ])
  expect(described['/v1/quality']?.get?.parameters?.map(({ name, in: place }) => [name, place])).toEqual([
    ['days', 'query'],
    ['locale', 'query'],
  ])
  expect(described['/v1/search']?.post).not.toHaveProperty('parameters')
})

test('an answer is described as what it is', () => {
  const answer = (path: string, method: string, status = '200') =>
    described[path]?.[method]?.responses[status] as { content?: Record<string, unknown> }
  const kinds = (path: string, method = 'get') => Object.keys(answer(path, method)?.content ?? {})
  expect([
    kinds('/v1/card', 'post'),
    kinds('/card'),
    kinds('/metrics'),
    kinds('/element.js'),
    kinds('/v1/fichas'),
  ]).toEqual([['application/x-ndjson'], ['text/html'], ['text/plain'], ['*/*'], ['application/json']])
  expect(answer('/v1/outcomes', 'post', '204')).toEqual({ description: 'Taken' })
  expect(answer('/v1/outcomes', 'post')).toBeUndefined()
})
