import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { candidateSchema, cardEventSchema } from '../../contract/event.ts'
import {
  actRequest,
  askRequest,
  auditRequest,
  cardRequest,
  changesRequest,
  decideRequest,
  draftRequest,
  fichaSetSchema,
  importRequest,
  journeyRequest,
  mirrorRequest,
  outcomeRequest,
  policySchema,
  previewRequest,
  problemCodes,
  publishRequest,
  revealRequest,
  ruleSchema,
  searchRequest,
  sessionRequest,
  templateSchema,
  timelineRequest,
  undoRequest,
} from '../../contract/index.ts'
import { problem } from '../problem.ts'
import type { App } from './app.ts'

type Json = Record<string, unknown>
/** What JSON Schema cannot say (a trim, a check of our own) is left out; the gateway checks it all the same. */
const jsonSchema = (schema: GenericSchema): Json => {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }) as Json
  return rest
}
const published: Record<string, GenericSchema> = {
  'card-event': cardEventSchema,
  template: templateSchema,
  rule: ruleSchema,
  policy: policySchema,
  fichas: fichaSetSchema,
}

interface Route {
  path: string
  method: 'get' | 'post' | 'put'
  says: string
  body?: GenericSchema
  answer: Json | 'stream' | 'page' | 'text' | 'nothing'
  open?: true
}
const text = { type: 'string' }
const object = (properties: Json, required = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
})
const session = object({
  token: text,
  expiresIn: { type: 'integer', maximum: 300 },
  agent: object(
    {
      roles: { type: 'array', items: text },
      languages: { type: 'array', items: text },
      name: text,
      mayEdit: { type: 'boolean' },
    },
    ['roles', 'languages'],
  ),
  cacheKey: text,
})
const saved = object({ revision: text, draft: { type: 'boolean' } })
const set = { $ref: '#/components/schemas/fichas' }

const routes: readonly Route[] = [
  {
    path: '/v1/session',
    method: 'post',
    says: 'Exchanges a host-signed JWT for a token of this gateway, at most five minutes long.',
    body: sessionRequest,
    answer: session,
    open: true,
  },
  {
    path: '/v1/renew',
    method: 'post',
    says: 'A newer token for the same agent session, while the host’s proof is fresh.',
    answer: session,
  },
  {
    path: '/v1/card',
    method: 'post',
    says: 'Who is in front of the agent, then what the systems know: one card event a line, as they happen, ending with `settled`.',
    body: cardRequest,
    answer: 'stream',
  },
  {
    path: '/v1/ask',
    method: 'post',
    says: 'One more question for a card already open.',
    body: askRequest,
    answer: 'stream',
  },
  {
    path: '/v1/search',
    method: 'post',
    says: 'Customers that a text may mean. Three characters at least; limited by distinct customers.',
    body: searchRequest,
    answer: object({ candidates: { type: 'array', items: jsonSchema(candidateSchema) } }),
  },
  {
    path: '/v1/decide',
    method: 'post',
    says: 'These two are, or are not, one person; and its undoing.',
    body: decideRequest,
    answer: object({ link: text, says: text }),
  },
  {
    path: '/v1/reveal',
    method: 'post',
    says: 'One masked field, for a reason; the audit line is durable before the value leaves.',
    body: revealRequest,
    answer: object({ value: {}, forSeconds: { type: 'number' } }),
  },
  {
    path: '/v1/act',
    method: 'post',
    says: 'One action in the owning system, at most once per key.',
    body: actRequest,
    answer: object({ done: { type: 'boolean' }, says: text, refresh: { type: 'array', items: text } }),
  },
  {
    path: '/v1/changes',
    method: 'post',
    says: 'Waits up to 25 seconds for what changed since.',
    body: changesRequest,
    answer: object({
      changes: text,
      what: { type: 'array', items: { enum: ['templates', 'records', 'systems'] } },
    }),
  },
  {
    path: '/v1/timeline',
    method: 'post',
    says: 'Everything dated of an open card, newest first, a page at a time; what is coming stands apart.',
    body: timelineRequest,
    answer: object(
      {
        coming: { type: 'array', items: { type: 'object' } },
        entries: { type: 'array', items: { type: 'object' } },
        next: text,
        more: { type: 'boolean' },
        gaps: { type: 'array', items: { type: 'object' } },
      },
      ['coming', 'entries', 'more', 'gaps'],
    ),
  },
  {
    path: '/v1/journey',
    method: 'post',
    says: 'The last 90 days as the customer lived them; without a card, the journey of the day of somebody nobody can name, for whoever leads.',
    body: journeyRequest,
    answer: object({
      days: { type: 'integer' },
      pseudonym: { type: 'boolean' },
      steps: { type: 'array', items: { type: 'object' } },
    }),
  },
  {
    path: '/v1/mirror',
    method: 'post',
    says: 'The leader’s own account, as the host’s signed word names it, in each role’s eyes.',
    body: mirrorRequest,
    answer: object({
      views: { type: 'array', items: { type: 'object' } },
      refused: { type: 'array', items: { type: 'object' } },
    }),
  },
  {
    path: '/v1/outcomes',
    method: 'post',
    says: 'What happened at the card; nothing personal.',
    body: outcomeRequest,
    answer: 'nothing',
  },
  {
    path: '/v1/fichas',
    method: 'get',
    says: 'What is published, the draft, the history.',
    answer: object(
      {
        revision: text,
        published: set,
        draft: object({ set, base: text, at: text }),
        history: {
          type: 'array',
          items: object({ revision: text, at: text, note: text, by: text }, ['revision', 'at', 'note']),
        },
      },
      ['revision', 'published', 'history'],
    ),
  },
  { path: '/v1/fichas', method: 'put', says: 'Saves the draft, checked.', body: draftRequest, answer: saved },
  {
    path: '/v1/fichas/publish',
    method: 'post',
    says: 'Publishes the draft.',
    body: publishRequest,
    answer: saved,
  },
  {
    path: '/v1/fichas/undo',
    method: 'post',
    says: 'Publishes an older revision again.',
    body: undoRequest,
    answer: saved,
  },
  {
    path: '/v1/fichas/import',
    method: 'post',
    says: 'A whole set from a file; any fault refuses all of it.',
    body: importRequest,
    answer: saved,
  },
  { path: '/v1/fichas/export', method: 'get', says: 'The published set, or `?revision=`.', answer: set },
  {
    path: '/v1/fichas/preview',
    method: 'post',
    says: 'A card of a draft, with what it costs and what is wrong in it; nothing is kept. A real customer is audited and seen with the editor’s own eyes at most.',
    body: previewRequest,
    answer: object(
      {
        faults: { type: 'array', items: { type: 'object' } },
        firstSight: { type: 'integer' },
        mostAtFirstSight: { type: 'integer' },
        cost: { type: 'object' },
        events: { type: 'array', items: { $ref: '#/components/schemas/card-event' } },
      },
      ['faults', 'firstSight', 'mostAtFirstSight'],
    ),
  },
  {
    path: '/v1/fichas/material',
    method: 'get',
    says: 'What a ficha or a rule can name here, in the words of `?locale=`.',
    answer: { type: 'object' },
  },
  {
    path: '/v1/fichas/proposals',
    method: 'get',
    says: 'What agents asked for beyond their ficha, and what they missed.',
    answer: { type: 'object' },
  },
  {
    path: '/editor',
    method: 'get',
    says: 'The editor’s document; nobody may frame it.',
    answer: 'page',
    open: true,
  },
  {
    path: '/v1/quality',
    method: 'get',
    says: 'Whether customers are better served, over `?days=` 7, 28 or 84, in whole weeks; groups below five are not in it.',
    answer: { type: 'object' },
  },
  {
    path: '/v1/quality/proposals',
    method: 'get',
    says: 'What agents asked for beyond their ficha, and what they missed.',
    answer: { type: 'object' },
  },
  {
    path: '/v1/audit',
    method: 'post',
    says: 'The trace, newest first, for whoever answers for privacy; `verify` walks the whole chain.',
    body: auditRequest,
    answer: object({ lines: { type: 'array', items: { type: 'object' } }, chain: { type: 'object' } }, [
      'lines',
    ]),
  },
  {
    path: '/quality',
    method: 'get',
    says: 'The quality page’s document; nobody may frame it.',
    answer: 'page',
    open: true,
  },
  { path: '/card', method: 'get', says: 'The card’s document, with its policy.', answer: 'page', open: true },
  {
    path: '/healthz',
    method: 'get',
    says: 'Alive.',
    answer: object({ alive: { type: 'boolean' } }),
    open: true,
  },
  {
    path: '/readyz',
    method: 'get',
    says: 'Ready to take requests; 503 while stopping or when the store cannot be written.',
    answer: object({ ready: { type: 'boolean' }, because: text }, ['ready']),
    open: true,
  },
  { path: '/metrics', method: 'get', says: 'Prometheus text.', answer: 'text', open: true },
]

/** OpenAPI 3.1, made from the very schemas the routes check with. */
export function openapi(): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const operation: Json = {
      summary: route.says,
      security: route.open ? [] : [{ bearer: [] }],
      ...(route.body
        ? {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: jsonSchema(route.body) } },
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
    paths[route.path] = { ...paths[route.path], [route.method]: operation }
  }
  const problemSchema = object(
    {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: { enum: problemCodes },
      detail: text,
      retryAfter: { type: 'number' },
      faults: { type: 'array', items: { type: 'object' } },
    },
    ['type', 'title', 'status', 'code', 'detail'],
  )
  return {
    openapi: '3.1.0',
    info: { title: 'Ficha núcleo gateway', version: '1', description: 'The customer card behind HTTP.' },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        problem: problemSchema,
        ...Object.fromEntries(Object.entries(published).map(([name, schema]) => [name, jsonSchema(schema)])),
      },
    },
  }
}

const answerOf = (answer: Route['answer']): Json => {
  if (answer === 'nothing') return { description: 'Taken' }
  if (answer === 'stream')
    return {
      description: 'One card event a line; empty lines keep the connection moving and mean nothing',
      content: { 'application/x-ndjson': { schema: { $ref: '#/components/schemas/card-event' } } },
    }
  if (answer === 'page') return { description: 'The card', content: { 'text/html': { schema: text } } }
  if (answer === 'text') return { description: 'Metrics', content: { 'text/plain': { schema: text } } }
  return { description: 'The answer', content: { 'application/json': { schema: answer } } }
}

export function openapiRoutes(app: App): void {
  const kept = new Map<string, string>()
  const keep = (name: string, make: () => Json): Response => {
    const body = kept.get(name) ?? JSON.stringify(make())
    kept.set(name, body)
    return new Response(body, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'public, max-age=300',
        'x-content-type-options': 'nosniff',
      },
    })
  }
  app.get('/openapi.json', () => keep('openapi', openapi))
  app.get('/schemas/:name{[a-z-]+\\.json}', (c) => {
    const name = c.req.param('name').slice(0, -'.json'.length)
    const schema = Object.hasOwn(published, name) ? published[name] : undefined
    return schema
      ? keep(name, () => ({
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: `/schemas/${name}.json`,
          ...jsonSchema(schema),
        }))
      : problem('not-found', `no such schema; there are ${Object.keys(published).join(', ')}`)
  })
}
