import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  actRequest,
  askRequest,
  auditRequest,
  cardRequest,
  changesRequest,
  decideRequest,
  outcomeRequest,
  revealRequest,
  searchRequest,
  sessionRequest,
} from './api.ts'
import { importRequest, previewRequest, publishRequest, undoRequest } from './fichas-api.ts'
import { journeyRequest, rolePreviewRequest } from './journey.ts'
import { timelineRequest } from './timeline.ts'

const x = (n: number) => 'x'.repeat(n)
const list = (n: number, of: unknown) => Array.from({ length: n }, () => of)
const outcome = { kind: 'identified', at: '2026-01-01T00:00:00Z' }

/** What is said when nothing more is: the defaults of every request. */
test.each([
  ['card', cardRequest, {}, { hints: [], context: {}, epoch: 0, locale: 'es' }],
  [
    'ask',
    askRequest,
    { card: 'c', question: 'orders' },
    { card: 'c', question: 'orders', epoch: 0, locale: 'es' },
  ],
  ['search', searchRequest, { text: ' ana ' }, { text: 'ana', locale: 'es', limit: 8 }],
  ['audit', auditRequest, {}, { limit: 100, verify: false }],
  [
    'timeline',
    timelineRequest,
    { card: 'c', text: ' a ' },
    { card: 'c', text: 'a', limit: 50, locale: 'es' },
  ],
  ['journey', journeyRequest, {}, { locale: 'es' }],
  ['role preview', rolePreviewRequest, {}, { locale: 'es' }],
  ['publish', publishRequest, { base: 'r1' }, { base: 'r1', note: '', lowered: [] }],
  [
    'import',
    importRequest,
    { set: 1, base: 'r1' },
    { set: 1, base: 'r1', publish: false, note: '', lowered: [] },
  ],
  ['undo', undoRequest, { revision: 'r1', base: 'r2' }, { revision: 'r1', base: 'r2' }],
] as [string, v.GenericSchema, unknown, unknown][])(
  'a request: %s, as it is read',
  (_name, schema, given, read) => expect(v.parse(schema, given)).toEqual(read),
)

/** Each bound of a request, as the last value that is taken and the first that is not. */
test.each([
  ['a host token', sessionRequest, {}, 'hostToken', x(8_192), x(8_193)],
  [
    'hints',
    cardRequest,
    {},
    'hints',
    list(20, { kind: 'mail', value: 'a' }),
    list(21, { kind: 'mail', value: 'a' }),
  ],
  ['a hint', cardRequest, {}, 'hints', [{ kind: 'any', value: x(500) }], [{ kind: 'any', value: x(501) }]],
  ['an empty hint', cardRequest, {}, 'hints', [{ kind: 'any', value: 'a' }], [{ kind: 'any', value: '' }]],
  [
    'a scope',
    cardRequest,
    {},
    'hints',
    [{ kind: 'order', value: '1', scope: x(100) }],
    [{ kind: 'order', value: '1', scope: x(101) }],
  ],
  [
    'a kind of hint',
    cardRequest,
    {},
    'hints',
    [{ kind: 'ticket', value: '1' }],
    [{ kind: 'tickets', value: '1' }],
  ],
  ['a wait', cardRequest, {}, 'context', { waited: 86_400 }, { waited: 86_401 }],
  ['a wait of less than nothing', cardRequest, {}, 'context', { waited: 0 }, { waited: -1 }],
  ['a channel', cardRequest, {}, 'context', { channel: 'store' }, { channel: 'fax' }],
  ['a motive', cardRequest, {}, 'context', { motive: x(200) }, { motive: x(201) }],
  ['an epoch', cardRequest, {}, 'epoch', 0, -1],
  ['a whole epoch', cardRequest, {}, 'epoch', 3, 1.5],
  ['a locale', cardRequest, {}, 'locale', 'pt-BR', 'pt_BR'],
  ['a template', cardRequest, {}, 'template', x(200), x(201)],
  ['an empty purpose', cardRequest, {}, 'purpose', 'p', ''],
  ['a candidate', cardRequest, {}, 'chosen', x(16_384), x(16_385)],
  ['an empty candidate', cardRequest, {}, 'chosen', 'c', ''],
  ['a question', askRequest, { card: 'c' }, 'question', 'own', 'owned'],
  ['a sum', askRequest, { card: 'c', question: 'orders' }, 'rollUp', 'household', 'person'],
  ['a search', searchRequest, {}, 'text', 'ana', ' an '],
  ['a long search', searchRequest, {}, 'text', x(200), x(201)],
  ['how many are found', searchRequest, { text: 'ana' }, 'limit', 20, 21],
  ['how few are found', searchRequest, { text: 'ana' }, 'limit', 1, 0],
  ['a decision', decideRequest, { card: 'c' }, 'decision', 'not-them', 'maybe'],
  ['a link', decideRequest, { card: 'c', decision: 'undo' }, 'link', x(2_000), x(2_001)],
  ['a reason', revealRequest, { card: 'c', ref: 'r', field: 'f' }, 'reason', 'why', ' w '],
  ['a long reason', revealRequest, { card: 'c', ref: 'r', field: 'f' }, 'reason', x(300), x(301)],
  ['a key', actRequest, { card: 'c', connector: 's', action: 'a', input: {} }, 'key', x(8), x(7)],
  ['a long key', actRequest, { card: 'c', connector: 's', action: 'a', input: {} }, 'key', x(100), x(101)],
  ['a cursor of changes', changesRequest, { card: 'c' }, 'changes', x(300), x(301)],
  ['outcomes', outcomeRequest, {}, 'outcomes', list(50, outcome), list(51, outcome)],
  ['a time', outcomeRequest, {}, 'outcomes', [{ ...outcome, at: x(40) }], [{ ...outcome, at: x(41) }]],
  [
    'free text',
    outcomeRequest,
    {},
    'outcomes',
    [{ ...outcome, reason: x(300) }],
    [{ ...outcome, reason: x(301) }],
  ],
  [
    'milliseconds',
    outcomeRequest,
    {},
    'outcomes',
    [{ ...outcome, milliseconds: 0 }],
    [{ ...outcome, milliseconds: -1 }],
  ],
  ['an amount', outcomeRequest, {}, 'outcomes', [{ ...outcome, amount: 0 }], [{ ...outcome, amount: -1 }]],
  [
    'what happened',
    outcomeRequest,
    {},
    'outcomes',
    [{ ...outcome, kind: 'served' }],
    [{ ...outcome, kind: 'seen' }],
  ],
  ['lines of the trace', auditRequest, {}, 'limit', 500, 501],
  ['no lines of the trace', auditRequest, {}, 'limit', 1, 0],
  ['an act', auditRequest, {}, 'act', 'unlink', 'delete'],
  ['rows of a timeline', timelineRequest, { card: 'c' }, 'limit', 100, 101],
  ['no rows of a timeline', timelineRequest, { card: 'c' }, 'limit', 1, 0],
  ['a text of a timeline', timelineRequest, { card: 'c' }, 'text', x(100), x(101)],
  ['kinds of a timeline', timelineRequest, { card: 'c' }, 'kinds', list(30, 'orders'), list(31, 'orders')],
  ['a card', journeyRequest, {}, 'card', x(16_384), x(16_385)],
  ['a note', publishRequest, { base: 'r' }, 'note', x(500), x(501)],
  ['a revision', publishRequest, {}, 'base', x(60), x(61)],
  ['lowered rules', publishRequest, { base: 'r' }, 'lowered', list(500, 'a'), list(501, 'a')],
  ['a key nobody knows', publishRequest, { base: 'r' }, 'note', 'n', Symbol('x')],
  [
    'rules of a draft',
    previewRequest,
    { base: 'r', template: {}, role: 'agent', on: { sample: 's' } },
    'rules',
    list(500, {}),
    list(501, {}),
  ],
  [
    'whom a draft is shown on',
    previewRequest,
    { base: 'r', template: {}, role: 'agent', rules: [] },
    'on',
    { candidate: 'c' },
    { sample: '' },
  ],
] as [string, v.GenericSchema, object, string, unknown, unknown][])(
  '%s is taken up to its bound and no further',
  (_name, schema, rest, field, last, beyond) => {
    expect(v.is(schema, { ...rest, [field]: last })).toBe(true)
    expect(v.is(schema, { ...rest, [field]: beyond })).toBe(false)
  },
)

test('what a request cannot do without is asked for', () => {
  const whole: [v.GenericSchema, Record<string, unknown>][] = [
    [askRequest, { card: 'c', question: 'orders' }],
    [revealRequest, { card: 'c', ref: 'r', field: 'f', reason: 'why' }],
    [actRequest, { card: 'c', connector: 's', action: 'a', input: {}, key: 'k-000001' }],
    [changesRequest, { card: 'c', changes: 'x' }],
    [decideRequest, { card: 'c', decision: 'same' }],
    [undoRequest, { revision: 'r', base: 'b' }],
    [previewRequest, { base: 'r', template: {}, rules: [], role: 'agent', on: { sample: 's' } }],
  ]
  for (const [schema, request] of whole) {
    expect(v.is(schema, request)).toBe(true)
    for (const name of Object.keys(request)) {
      const { [name]: _left, ...rest } = request
      expect(v.is(schema, rest), name).toBe(false)
    }
  }
})

test('of an editor’s request nothing is overlooked: a key too many is refused', () => {
  for (const [schema, request] of [
    [publishRequest, { base: 'r' }],
    [undoRequest, { revision: 'r', base: 'b' }],
    [importRequest, { set: {}, base: 'r' }],
  ] as const)
    expect(v.is(schema, { ...request, publishes: true })).toBe(false)
})
