import * as v from 'valibot'
import { contextSchema, hintSchema } from './identifier.ts'
import { rollUpKind } from './roll-up.ts'
import { questions } from './vocabulary.ts'

/**
 * The gateway's HTTP API: every request is POST with a bearer token, JSON in, JSON or NDJSON out; errors are
 * problem+json.
 */
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const handle = v.pipe(v.string(), v.minLength(1), v.maxLength(16_384))
const asked = v.picklist([...questions, 'own', 'cards'])
const locale = v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)), 'es')
const epoch = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0)

/** What `POST /v1/session` takes: the JWT that the host's backend signed for its agent. */
export const sessionRequest = v.object({ hostToken: v.pipe(v.string(), v.maxLength(8_192)) })
/** `expiresIn` seconds, at most 300. `cacheKey`: base64url AES key of this agent session, memory only. */
export interface SessionAnswer {
  token: string
  expiresIn: number
  agent: {
    roles: readonly string[]
    languages: readonly string[]
    name?: string | undefined
    mayEdit?: boolean | undefined
    /** One card in so many is followed by one question to the agent; absent: none. */
    surveyEvery?: number | undefined
  }
  cacheKey: string
}

/** → NDJSON CardEvents. `card`: a handle from a `who` (retry, reload); `chosen`: a candidate's ref. */
export const cardRequest = v.object({
  hints: v.optional(v.pipe(v.array(hintSchema), v.maxLength(20)), []),
  context: v.optional(contextSchema, {}),
  epoch,
  locale,
  template: v.optional(word),
  purpose: v.optional(word),
  interaction: v.optional(word),
  chosen: v.optional(handle),
  confirmed: v.optional(v.boolean()),
  /** Skip cached readings of this connector (retry one). */
  fresh: v.optional(word),
})
/**
 * What `POST /v1/card` takes, checked by `cardRequest`.
 * @interface
 */
export type CardRequest = v.InferOutput<typeof cardRequest>

/**
 * → NDJSON: one question (open a panel, "pedir más", next page, retry) for a card already open. `rollUp`: the
 * money of that question of each member of the customer's household or company, and the sum.
 */
export const askRequest = v.object({
  card: handle,
  question: asked,
  connector: v.optional(word),
  next: v.optional(handle),
  epoch,
  locale,
  fresh: v.optional(v.boolean()),
  rollUp: v.optional(rollUpKind),
})
/**
 * What `POST /v1/ask` takes, checked by `askRequest`.
 * @interface
 */
export type AskRequest = v.InferOutput<typeof askRequest>

/** → { candidates }. Three characters at least. */
export const searchRequest = v.object({
  text: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(200)),
  locale,
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)), 8),
})
/**
 * What `POST /v1/search` takes, checked by `searchRequest`.
 * @interface
 */
export type SearchRequest = v.InferOutput<typeof searchRequest>

/**
 * Link, anti-link, and their undoing. `same`: the candidate is this person; `different`: it is not;
 * `not-them`: nobody here is.
 */
export const decideRequest = v.object({
  card: handle,
  candidate: v.optional(handle),
  decision: v.picklist(['same', 'different', 'not-them', 'undo']),
  /** As the answer gave it: one id for each record that was decided about. */
  link: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2_000))),
})
/**
 * What `POST /v1/decide` takes, checked by `decideRequest`.
 * @interface
 */
export type DecideRequest = v.InferOutput<typeof decideRequest>
/** What was decided: `link` undoes it, `says` is shown to the agent. */
export interface DecideAnswer {
  link: string
  says: string
}

/** Shows one masked value in clear, for a reason that is traced before the value leaves. */
export const revealRequest = v.object({
  card: handle,
  ref: handle,
  field: word,
  reason: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(300)),
})
/**
 * What `POST /v1/reveal` takes, checked by `revealRequest`.
 * @interface
 */
export type RevealRequest = v.InferOutput<typeof revealRequest>
/** The value in clear; the card masks it again after `forSeconds`. */
export interface RevealAnswer {
  value: unknown
  forSeconds: number
}

/** An action in the owning system. `key` makes it happen once: the same key again gives the first result. */
export const actRequest = v.object({
  card: handle,
  connector: word,
  action: word,
  row: v.optional(handle),
  input: v.record(v.string(), v.unknown()),
  key: v.pipe(v.string(), v.minLength(8), v.maxLength(100)),
})
/**
 * What `POST /v1/act` takes, checked by `actRequest`.
 * @interface
 */
export type ActRequest = v.InferOutput<typeof actRequest>
/** What became of an action. `refresh` names the questions whose answers it changed. */
export interface ActAnswer {
  done: boolean
  says: string
  refresh: readonly string[]
}

/**
 * Long poll (≤ 25 s): what changed since `changes` for this card. `templates`: fichas or rules were published
 * · `records`: who this is changed (linked, set apart) · `systems`: what systems hold changed, or one that
 * failed may answer again.
 */
export const changesRequest = v.object({ card: handle, changes: v.pipe(v.string(), v.maxLength(300)) })
/**
 * What `POST /v1/changes` takes, checked by `changesRequest`.
 * @interface
 */
export type ChangesRequest = v.InferOutput<typeof changesRequest>
/** What changed. `changes` is the cursor of the next call. */
export interface ChangesAnswer {
  changes: string
  what: readonly ('templates' | 'records' | 'systems')[]
}

/** What happened at the card; holds nothing personal and no agent id. */
export const outcomeRequest = v.object({
  outcomes: v.pipe(
    v.array(
      v.object({
        kind: v.picklist([
          'identified',
          'late',
          'advice-taken',
          'advice-not-now',
          'advice-other',
          'wrong-person',
          'panel-opened',
          'asked-more',
          'question-asked',
          'gesture',
          'missed',
          'served',
        ]),
        at: v.pipe(v.string(), v.maxLength(40)),
        template: v.optional(word),
        rule: v.optional(word),
        by: v.optional(word),
        question: v.optional(asked),
        connector: v.optional(word),
        milliseconds: v.optional(v.pipe(v.number(), v.minValue(0))),
        reason: v.optional(v.pipe(v.string(), v.maxLength(300))),
        ref: v.optional(handle),
        amount: v.optional(v.pipe(v.number(), v.minValue(0))),
        /**
         * The card on which `reason` was written. What identifies its customer is removed from the text
         * before it is stored; without a card free text is not stored.
         */
        card: v.optional(handle),
      }),
    ),
    v.maxLength(50),
  ),
})
/**
 * What `POST /v1/outcomes` takes, checked by `outcomeRequest`.
 * @interface
 */
export type OutcomeRequest = v.InferOutput<typeof outcomeRequest>
/**
 * One thing that happened at a card.
 * @interface
 */
export type Outcome = OutcomeRequest['outcomes'][number]

/** For whoever answers for privacy: the trace, newest first. `verify` walks the whole chain. */
export const auditRequest = v.object({
  act: v.optional(
    v.picklist(['open', 'ask', 'search', 'reveal', 'act', 'link', 'unlink', 'publish', 'preview', 'confirm']),
  ),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)), 100),
  verify: v.optional(v.boolean(), false),
})
/**
 * Lines of the trace, newest first. `chain`: whether all of it is as it was written, or the first line that
 * is not.
 */
export interface AuditAnswer {
  lines: readonly {
    seq: number
    at: string
    agent: string
    interaction?: string | undefined
    purpose: string
    act: string
    subject?: string | undefined
    what: readonly string[]
    reason?: string | undefined
    outcome: 'allowed' | 'refused'
  }[]
  chain?: { intact: true; lines: number; head: string } | { intact: false; seq: number; says: string }
}

/** Why the gateway refused a request. A closed set; clients decide by it, never by `detail`. */
export const problemCodes = [
  'bad-request',
  'unauthorised',
  'forbidden',
  'not-found',
  'expired-handle',
  'too-many',
  'too-large',
  'audit-unavailable',
  'issuer-unavailable',
  'rule-refused',
  'conflict',
  'internal',
] as const
/**
 * How the gateway refuses: problem+json of RFC 9457. `detail` says who, what, the figure and the next step,
 * and never holds a text of a system's. `retryAfter` is seconds.
 */
export interface Problem {
  type: string
  title: string
  status: number
  code: (typeof problemCodes)[number]
  detail: string
  retryAfter?: number | undefined
}
