import type { GenericSchema } from 'valibot'
import { cardEventSchema } from '../../contract/event.ts'
import { fichaSetSchema, policySchema, ruleSchema, templateSchema } from '../../contract/index.ts'
import type { Limits } from '../config/config.ts'
import type { Context } from '../context.ts'
import { problem } from '../problem.ts'
import { type AgentLimit, counted, windowName } from '../rates.ts'
import { problemAnswer } from './answers.ts'
import { defaultMaxBytes } from './body.ts'
import { type Json, jsonSchema, text } from './json-schema.ts'
import type { Access, Call, Route } from './route.ts'

const published: Record<string, GenericSchema> = {
  'card-event': cardEventSchema,
  template: templateSchema,
  rule: ruleSchema,
  policy: policySchema,
  fichas: fichaSetSchema,
}

/** OpenAPI 3.1, made from the table that registers the routes and from the schemas that check their bodies. */
export function openapi(routes: readonly Route[], limits: Limits): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = describedPath(route.path)
    paths[path] = { ...paths[path], [route.method]: operationOf(route, limits) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ficha núcleo gateway', version: '1', description: 'The customer card behind HTTP.' },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        problem: problemAnswer,
        ...Object.fromEntries(Object.entries(published).map(([name, schema]) => [name, jsonSchema(schema)])),
      },
    },
  }
}

/** `/assets/:name{[a-z]+}` as OpenAPI writes it: `/assets/{name}`. */
export const describedPath = (path: string): string =>
  path.replace(/:(\w+)(\{[^/]*\})?/g, (_, name: string) => `{${name}}`)

function operationOf(route: Route, limits: Limits): Json {
  const body = route.describedBody ?? route.body
  const parameters = [
    ...[...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: text,
    })),
    ...Object.entries(route.query ?? {}).map(([name, schema]) => ({ name, in: 'query', schema })),
  ]
  return {
    summary: route.summary,
    description: [callers[route.access], ...limitsOf(route, limits)].join(' '),
    security: route.access === 'anyone' ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            description: `At most ${grouped(route.maxBytes ?? defaultMaxBytes)} bytes.`,
            required: true,
            content: { 'application/json': { schema: jsonSchema(body) } },
          },
        }
      : {}),
    responses: {
      [route.answer === 'nothing' ? '204' : '200']: answerOf(route.answer),
      default: {
        description: 'Why not',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
      },
    },
  }
}

const callers: Readonly<Record<Access, string>> = {
  anyone: 'Anyone may call it.',
  agent: 'For an agent with a session.',
  editor: 'For an agent whose role may edit fichas (`policy.roles.<role>.mayEdit`).',
  leader: 'For an agent whose role has the purpose `quality` (`policy.roles.<role>.purposes`).',
}

function limitsOf(route: Route, limits: Limits): string[] {
  const most = (limit: AgentLimit) => `${limits[limit]} ${counted[limit]} in ${windowName(limit)}`
  const perAgent = [
    route.access === 'anyone' ? undefined : ('requestsPerMinute' as const),
    route.rate,
    route.distinct,
  ].filter((limit) => limit !== undefined)
  return [
    ...(perAgent.length > 0 ? [`At most, for each agent: ${perAgent.map(most).join(', ')}.`] : []),
    ...(route.perAddress
      ? [`At most ${limits[route.perAddress]} refused tokens in a minute for each client address.`]
      : []),
  ]
}
const grouped = (n: number): string => n.toLocaleString('en')

const answerOf = (answer: Route['answer']): Json => {
  if (answer === 'nothing') return { description: 'Taken' }
  if (answer === 'stream')
    return {
      description: 'One card event a line; empty lines keep the connection moving and mean nothing',
      content: { 'application/x-ndjson': { schema: { $ref: '#/components/schemas/card-event' } } },
    }
  if (answer === 'page') return { description: 'The card', content: { 'text/html': { schema: text } } }
  if (answer === 'metrics') return { description: 'Metrics', content: { 'text/plain': { schema: text } } }
  if (answer === 'file') return { description: 'The file', content: { '*/*': {} } }
  return { description: 'The answer', content: { 'application/json': { schema: answer } } }
}

/** Made once per gateway: turning every schema into JSON Schema takes a while. */
const described = new WeakMap<Context, string>()
export const describeApi =
  (routes: () => readonly Route[]) =>
  (_: Call, context: Context): Response => {
    const body = described.get(context) ?? JSON.stringify(openapi(routes(), context.limits))
    described.set(context, body)
    return publicJson(body)
  }

const publishedText = new Map<string, string>()
export function publishSchema({ param }: Call): Response {
  const name = param('name').slice(0, -'.json'.length)
  const schema = Object.hasOwn(published, name) ? published[name] : undefined
  if (!schema) return problem('not-found', `no such schema; there are ${Object.keys(published).join(', ')}`)
  const body =
    publishedText.get(name) ??
    JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `/schemas/${name}.json`,
      ...jsonSchema(schema),
    })
  publishedText.set(name, body)
  return publicJson(body)
}

const publicJson = (body: string): Response =>
  new Response(body, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    },
  })
