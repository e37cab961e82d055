import {
  actRequest,
  askRequest,
  auditRequest,
  cardRequest,
  changesRequest,
  decideRequest,
  draftRequest,
  importRequest,
  journeyRequest,
  outcomeRequest,
  previewRequest,
  publishRequest,
  qualityPeriods,
  revealRequest,
  rolePreviewRequest,
  searchRequest,
  sessionRequest,
  timelineRequest,
  undoRequest,
} from '../contract/index.ts'
import * as answers from './routes/answers.ts'
import { audit } from './routes/audit.ts'
import * as calls from './routes/calls.ts'
import { ask, card } from './routes/card.ts'
import { editorMaterial, editorProposals, preview } from './routes/editor.ts'
import * as fichas from './routes/fichas.ts'
import { text } from './routes/json-schema.ts'
import { describeApi, publishSchema } from './routes/openapi.ts'
import { alive, metrics, ready } from './routes/ops.ts'
import { qualityCounts, qualityProposals } from './routes/quality.ts'
import { type Route, route } from './routes/route.ts'
import { renew, session } from './routes/session.ts'

const megabyte = 1_048_576
const locale = { type: 'string', default: 'es' }

/**
 * Every route of the gateway, once. A row registers the handler (`app.ts`), says who may call it and how
 * often, checks its body, describes it at `/openapi.json`, and names it in metrics, logs and spans.
 */
export const routes: readonly Route[] = [
  // the agent's session
  route({
    method: 'post',
    path: '/v1/session',
    summary: 'Exchanges a host-signed JWT for a token of this gateway, at most five minutes long.',
    access: 'anyone',
    perAddress: 'refusalsPerMinute',
    body: sessionRequest,
    maxBytes: 16_384,
    answer: answers.sessionAnswer,
    handler: session,
  }),
  route({
    method: 'post',
    path: '/v1/renew',
    summary: 'A newer token for the same agent session, while the host’s proof is fresh.',
    access: 'agent',
    answer: answers.sessionAnswer,
    handler: renew,
  }),

  // the card
  route({
    method: 'post',
    path: '/v1/card',
    summary:
      'Who is in front of the agent, then what the systems know: one card event a line, as they happen, ending with `settled`.',
    access: 'agent',
    distinct: 'customersPer10Minutes',
    body: cardRequest,
    answer: 'stream',
    handler: card,
  }),
  route({
    method: 'post',
    path: '/v1/ask',
    summary: 'One more question for a card already open.',
    access: 'agent',
    body: askRequest,
    answer: 'stream',
    handler: ask,
  }),
  route({
    method: 'post',
    path: '/v1/search',
    summary: 'Customers that a text may mean. Three characters at least; limited by distinct customers.',
    access: 'agent',
    rate: 'searchesPerMinute',
    distinct: 'foundPer10Minutes',
    body: searchRequest,
    answer: answers.searchAnswer,
    handler: calls.search,
  }),
  route({
    method: 'post',
    path: '/v1/decide',
    summary: 'These two are, or are not, one person; and its undoing.',
    access: 'agent',
    body: decideRequest,
    answer: answers.decideAnswer,
    handler: calls.decide,
  }),
  route({
    method: 'post',
    path: '/v1/reveal',
    summary: 'One masked field, for a reason; the audit line is durable before the value leaves.',
    access: 'agent',
    distinct: 'revealsPer10Minutes',
    body: revealRequest,
    answer: answers.revealAnswer,
    handler: calls.reveal,
  }),
  route({
    method: 'post',
    path: '/v1/act',
    summary: 'One action in the owning system, at most once per key.',
    access: 'agent',
    body: actRequest,
    answer: answers.actAnswer,
    handler: calls.act,
  }),
  route({
    method: 'post',
    path: '/v1/changes',
    summary: 'Waits up to 25 seconds for what changed since.',
    access: 'agent',
    body: changesRequest,
    answer: answers.changesAnswer,
    handler: calls.changes,
  }),
  route({
    method: 'post',
    path: '/v1/timeline',
    summary: 'Everything dated of an open card, newest first, a page at a time; what is coming stands apart.',
    access: 'agent',
    body: timelineRequest,
    answer: answers.timelineAnswer,
    handler: calls.timeline,
  }),
  route({
    method: 'post',
    path: '/v1/journey',
    summary:
      'The last 90 days as the customer lived them; without a card, the journey of the day of somebody nobody can name, for whoever leads.',
    access: 'agent',
    body: journeyRequest,
    answer: answers.journeyAnswer,
    handler: calls.journey,
  }),
  route({
    method: 'post',
    path: '/v1/role-preview',
    summary: 'The leader’s own account, as the host’s signed word names it, in each role’s eyes.',
    access: 'agent',
    body: rolePreviewRequest,
    answer: answers.rolePreviewAnswer,
    handler: calls.previewAsRole,
  }),
  route({
    method: 'post',
    path: '/v1/outcomes',
    summary: 'What happened at the card; nothing personal.',
    access: 'agent',
    body: outcomeRequest,
    maxBytes: 262_144,
    answer: 'nothing',
    handler: calls.outcomes,
  }),

  // the editor: what is published changes only whole, and only if all of it is good
  route({
    method: 'get',
    path: '/v1/fichas',
    summary: 'What is published, the draft, the history.',
    access: 'editor',
    answer: answers.fichasAnswer,
    handler: fichas.readFichas,
  }),
  route({
    method: 'put',
    path: '/v1/fichas',
    summary: 'Saves the draft, checked.',
    access: 'editor',
    body: fichas.uncheckedDraft,
    describedBody: draftRequest,
    maxBytes: megabyte,
    answer: answers.savedAnswer,
    handler: fichas.saveDraft,
  }),
  route({
    method: 'post',
    path: '/v1/fichas/publish',
    summary: 'Publishes the draft.',
    access: 'editor',
    body: publishRequest,
    answer: answers.savedAnswer,
    handler: fichas.publishDraft,
  }),
  route({
    method: 'post',
    path: '/v1/fichas/undo',
    summary: 'Publishes an older revision again.',
    access: 'editor',
    body: undoRequest,
    answer: answers.savedAnswer,
    handler: fichas.undoPublication,
  }),
  route({
    method: 'post',
    path: '/v1/fichas/import',
    summary: 'A whole set from a file; any fault refuses all of it.',
    access: 'editor',
    body: importRequest,
    maxBytes: megabyte,
    answer: answers.savedAnswer,
    handler: fichas.importFichas,
  }),
  route({
    method: 'get',
    path: '/v1/fichas/export',
    summary: 'The published set, or `?revision=`.',
    access: 'editor',
    query: { revision: text },
    answer: answers.fichaSet,
    handler: fichas.exportFichas,
  }),
  route({
    method: 'post',
    path: '/v1/fichas/preview',
    summary:
      'A card of a draft, with what it costs and what is wrong in it; nothing is kept. A real customer is audited and seen with the editor’s own eyes at most.',
    access: 'editor',
    rate: 'previewsPerMinute',
    distinct: 'customersPer10Minutes',
    body: previewRequest,
    maxBytes: megabyte,
    answer: answers.previewAnswer,
    handler: preview,
  }),
  route({
    method: 'get',
    path: '/v1/fichas/material',
    summary: 'What a ficha or a rule can name here, in the words of `?locale=`.',
    access: 'editor',
    rate: 'previewsPerMinute',
    query: { locale },
    answer: answers.anyObject,
    handler: editorMaterial,
  }),
  route({
    method: 'get',
    path: '/v1/fichas/proposals',
    summary: 'What agents asked for beyond their ficha, and what they missed.',
    access: 'editor',
    rate: 'countsPerMinute',
    query: { locale },
    answer: answers.anyObject,
    handler: editorProposals,
  }),
  route({
    method: 'get',
    path: '/editor',
    summary: 'The editor’s document; nobody may frame it.',
    access: 'anyone',
    answer: 'page',
    handler: (_, { page }) => page.unframed(),
  }),

  // whoever leads, and whoever answers for privacy
  route({
    method: 'get',
    path: '/v1/quality',
    summary:
      'Whether customers are better served, over `?days=` 7, 28 or 84, in whole weeks; groups below five are not in it.',
    access: 'leader',
    rate: 'countsPerMinute',
    query: { days: { enum: qualityPeriods, default: 28 }, locale },
    answer: answers.anyObject,
    handler: qualityCounts,
  }),
  route({
    method: 'get',
    path: '/v1/quality/proposals',
    summary: 'What agents asked for beyond their ficha, and what they missed.',
    access: 'leader',
    rate: 'countsPerMinute',
    query: { locale },
    answer: answers.anyObject,
    handler: qualityProposals,
  }),
  route({
    method: 'post',
    path: '/v1/audit',
    summary: 'The trace, newest first, for whoever answers for privacy; `verify` walks the whole chain.',
    access: 'leader',
    body: auditRequest,
    answer: answers.auditAnswer,
    handler: audit,
  }),
  route({
    method: 'get',
    path: '/quality',
    summary: 'The quality page’s document; nobody may frame it.',
    access: 'anyone',
    answer: 'page',
    handler: (_, { page }) => page.unframed(),
  }),

  // what browsers load
  route({
    method: 'get',
    path: '/card',
    summary: 'The card’s document, with its policy.',
    access: 'anyone',
    query: { host: { type: 'string', format: 'uri' }, lang: text },
    answer: 'page',
    handler: ({ request }, { page }) => page.card(request),
  }),
  route({
    method: 'get',
    path: '/assets/:name{[A-Za-z0-9_][A-Za-z0-9_.-]*}',
    summary: 'A file of the built card, under a name that changes with what is in it.',
    access: 'anyone',
    answer: 'file',
    handler: ({ request, param }, { page }) => page.asset(param('name'), request),
  }),
  route({
    method: 'get',
    path: '/element.js',
    summary: 'The element that host pages load, as a module.',
    access: 'anyone',
    answer: 'file',
    handler: ({ request }, { page }) => page.element('element.js', request),
  }),
  route({
    method: 'get',
    path: '/element.iife.js',
    summary: 'The element that host pages load, as a classic script.',
    access: 'anyone',
    answer: 'file',
    handler: ({ request }, { page }) => page.element('element.iife.js', request),
  }),

  // whoever runs the gateway, and whoever calls it from a program
  route({
    method: 'get',
    path: '/healthz',
    summary: 'Alive.',
    access: 'anyone',
    answer: answers.aliveAnswer,
    handler: alive,
  }),
  route({
    method: 'get',
    path: '/readyz',
    summary: 'Ready to take requests; 503 while stopping or when the store cannot be written.',
    access: 'anyone',
    answer: answers.readyAnswer,
    handler: ready,
  }),
  route({
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus text.',
    access: 'anyone',
    answer: 'metrics',
    handler: metrics,
  }),
  route({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description.',
    access: 'anyone',
    answer: answers.anyObject,
    handler: describeApi(() => routes),
  }),
  route({
    method: 'get',
    path: '/schemas/:name{[a-z-]+\\.json}',
    summary:
      'One JSON Schema: `card-event.json`, `template.json`, `rule.json`, `policy.json` or `fichas.json`.',
    access: 'anyone',
    answer: answers.anyObject,
    handler: publishSchema,
  }),
]

/** A row's name in metrics, logs and spans: its path, up to the first part that varies. */
const nameOf = ({ path }: Route): string => path.replace(/\/:.*$/, '')
const exact = new Set(routes.map(({ path }) => path))
const folders = routes.filter(({ path }) => path.includes('/:')).map(nameOf)

/**
 * What a path is called in metrics, logs and spans. What a stranger typed instead of a route is nobody's
 * business: it is `other`.
 */
export const labelOf = (path: string): string =>
  exact.has(path) ? path : (folders.find((folder) => path.startsWith(`${folder}/`)) ?? 'other')
