import { candidateSchema } from '../../contract/event.ts'
import { problemCodes } from '../../contract/index.ts'
import { type Json, jsonSchema, object, text } from './json-schema.ts'

/** JSON Schemas of what the routes answer. What is `{ type: 'object' }` alone is typed in `contract/`. */

const objects = { type: 'array', items: { type: 'object' } }
export const anyObject: Json = { type: 'object' }
export const fichaSet: Json = { $ref: '#/components/schemas/fichas' }

export const sessionAnswer = object({
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
export const searchAnswer = object({ candidates: { type: 'array', items: jsonSchema(candidateSchema) } })
export const decideAnswer = object({ link: text, says: text })
export const revealAnswer = object({ value: {}, forSeconds: { type: 'number' } })
export const actAnswer = object({
  done: { type: 'boolean' },
  says: text,
  refresh: { type: 'array', items: text },
})
export const changesAnswer = object({
  changes: text,
  what: { type: 'array', items: { enum: ['templates', 'records', 'systems'] } },
})
export const timelineAnswer = object(
  { coming: objects, entries: objects, next: text, more: { type: 'boolean' }, gaps: objects },
  ['coming', 'entries', 'more', 'gaps'],
)
export const journeyAnswer = object({
  days: { type: 'integer' },
  pseudonym: { type: 'boolean' },
  steps: objects,
})
export const rolePreviewAnswer = object({ views: objects, refused: objects })
export const fichasAnswer = object(
  {
    revision: text,
    published: fichaSet,
    draft: object({ set: fichaSet, base: text, at: text }),
    history: {
      type: 'array',
      items: object({ revision: text, at: text, note: text, by: text }, ['revision', 'at', 'note']),
    },
  },
  ['revision', 'published', 'history'],
)
export const savedAnswer = object({ revision: text, draft: { type: 'boolean' } })
export const previewAnswer = object(
  {
    faults: objects,
    firstSight: { type: 'integer' },
    mostAtFirstSight: { type: 'integer' },
    cost: { type: 'object' },
    events: { type: 'array', items: { $ref: '#/components/schemas/card-event' } },
  },
  ['faults', 'firstSight', 'mostAtFirstSight'],
)
export const auditAnswer = object({ lines: objects, chain: { type: 'object' } }, ['lines'])
export const aliveAnswer = object({ alive: { type: 'boolean' } })
export const readyAnswer = object({ ready: { type: 'boolean' }, because: text }, ['ready'])
export const problemAnswer = object(
  {
    type: text,
    title: text,
    status: { type: 'integer' },
    code: { enum: problemCodes },
    detail: text,
    retryAfter: { type: 'number' },
    faults: objects,
  },
  ['type', 'title', 'status', 'code', 'detail'],
)
