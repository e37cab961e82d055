import { expect, test } from 'vitest'
import { defaultLimits } from '../config/config.ts'
import { routes } from '../routes.ts'
import { eventsOf, origin, testGateway, trialFichas } from '../testing/test-gateway.ts'
import { openapi } from './openapi.ts'

interface Shape {
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  enum?: unknown[]
  type?: string
}
const described = openapi(routes, defaultLimits) as {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content: Record<string, { schema: Shape }> }> }>
  >
  components: { schemas: { problem: Shape } }
}
const shapeOf = (method: string, path: string) =>
  described.paths[path]?.[method]?.responses['200']?.content['application/json']?.schema as Shape
/** Where an answer holds what is not described, or lacks what is described as always there. */
function strays(answer: unknown, shape: Shape | undefined, at = 'answer'): string[] {
  if (Array.isArray(answer)) return answer.flatMap((one, i) => strays(one, shape?.items, `${at}.${i}`))
  if (shape?.enum && !shape.enum.includes(answer)) return [`${at}: ${String(answer)} is none of its values`]
  const { properties, required = [] } = shape ?? {}
  if (typeof answer !== 'object' || answer === null || !properties) return []
  return [
    ...required.filter((key) => !(key in answer)).map((key) => `${at}.${key}: missing`),
    ...Object.entries(answer).flatMap(([key, value]) =>
      properties[key] ? strays(value, properties[key], `${at}.${key}`) : [`${at}.${key}: not described`],
    ),
  ]
}

const { policy } = trialFichas
const t = await testGateway({
  fichas: {
    ...trialFichas,
    policy: {
      ...policy,
      roles: { ...policy.roles, admin: { ...policy.roles.admin!, purposes: ['care', 'quality'] } },
    },
  },
})
const admin = await t.bearer({ id: 'eva', roles: ['admin'] })
const ask = async (method: string, path: string, body?: object, token: string | undefined = admin) => {
  const answer = await t.gateway.fetch(
    new Request(`${origin}${path}`, {
      method: method.toUpperCase(),
      ...(body ? { body: JSON.stringify(body) } : {}),
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    }),
  )
  return { answer, json: (await answer.json()) as Record<string, unknown> }
}
const draft = { draft: trialFichas, base: 'first' }

test.each([
  ['post', '/v1/renew', {}],
  ['post', '/v1/search', { text: 'Lucía' }],
  ['post', '/v1/changes', { card: 'c', changes: '0' }],
  ['get', '/v1/fichas', undefined],
  ['put', '/v1/fichas', draft],
  ['get', '/v1/fichas', undefined],
  ['post', '/v1/audit', { verify: true }],
  ['get', '/healthz', undefined],
  ['get', '/readyz', undefined],
] as const)('%s %s answers what is described, and all of it', async (method, path, body) => {
  const { answer, json } = await ask(method, path, body)
  expect(answer.status, JSON.stringify(json)).toBe(200)
  expect(shapeOf(method, path)).toBeDefined()
  expect(strays(json, shapeOf(method, path))).toEqual([])
  expect([answer.headers.get('cache-control'), answer.headers.get('x-content-type-options')]).toEqual([
    'no-store',
    'nosniff',
  ])
})

test('a session is described with and without what an agent may lack', async () => {
  const shape = shapeOf('post', '/v1/session')
  for (const agent of [{ roles: ['adviser'] }, { roles: ['admin'], name: 'Eva', languages: ['es'] }]) {
    const { json } = await ask('post', '/v1/session', {
      hostToken: await t.issuer.sign({ id: 'ana', ...agent }),
    })
    expect(strays(json, shape)).toEqual([])
  }
  expect(shape.properties?.agent?.required).toEqual(['roles', 'languages'])
  expect(shape.required).toEqual(['token', 'expiresIn', 'agent', 'cacheKey'])
})

test('a problem is what is described, whatever comes with it', async () => {
  const { problem } = described.components.schemas
  const problems = [
    await ask('post', '/v1/search', { text: 'Lucía' }, ''),
    await ask('post', '/v1/search', { tex: 'Lucía' }),
    await ask('put', '/v1/fichas', { draft: {}, base: 'first' }),
  ]
  expect(problems.map(({ answer }) => answer.status)).toEqual([401, 400, 422])
  for (const { json } of problems) expect(strays(json, problem)).toEqual([])
  expect(problem.required).toEqual(['type', 'title', 'status', 'code', 'detail'])
})

test('a stream is described as one, a page as a page, and what answers nothing with 204', () => {
  const kinds = (method: string, path: string) => {
    const { responses } = described.paths[path]?.[method] ?? { responses: {} }
    return Object.keys(responses['200']?.content ?? responses['204'] ?? {})
  }
  expect(kinds('post', '/v1/card')).toEqual(['application/x-ndjson'])
  expect(kinds('get', '/card')).toEqual(['text/html'])
  expect(kinds('get', '/metrics')).toEqual(['text/plain'])
  expect(kinds('get', '/element.js')).toEqual(['*/*'])
  expect(kinds('post', '/v1/outcomes')).toEqual(['description'])
})

test('a card’s lines are of the kind described', async () => {
  const events = await eventsOf(await t.post('/v1/card', {}, admin))
  expect(events.map(({ event }) => event)).toEqual(['who', 'settled'])
})

test('a gateway that cannot be asked says why, in words for whoever operates it', async () => {
  const own = await testGateway()
  const ready = async () => {
    const answer = await own.gateway.fetch(new Request(`${origin}/readyz`))
    return [answer.status, await answer.json()]
  }
  expect(await ready()).toEqual([200, { ready: true }])
  own.stores.ping = () => Promise.reject(new Error('disk full'))
  expect(await ready()).toEqual([503, { ready: false, because: 'the store cannot be written' }])
  own.gateway.drain()
  expect(await ready()).toEqual([503, { ready: false, because: 'stopping' }])
})
