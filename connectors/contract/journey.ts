import * as v from 'valibot'
import type { CardEvent } from './event.ts'
import type { Money } from './values.ts'
import type { Question } from './vocabulary.ts'

const locale = v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)), 'es')

/**
 * → JourneyAnswer. `card`: the customer of an open card · without it: the journey of the day, of nobody in
 * particular, for whoever leads.
 */
export const journeyRequest = v.object({
  card: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(16_384))),
  locale,
})
/**
 * What `POST /v1/journey` takes.
 * @interface
 */
export type JourneyRequest = v.InferOutput<typeof journeyRequest>

/** → MirrorAnswer. The leader's own account, as their host proved it, in each role's eyes. */
export const rolePreviewRequest = v.object({ locale })
/**
 * What `POST /v1/role-preview` takes.
 * @interface
 */
export type RolePreviewRequest = v.InferOutput<typeof rolePreviewRequest>
/** What `POST /v1/role-preview` answers: the card of the leader's own account in the eyes of each role. */
export interface RolePreviewAnswer {
  views: readonly {
    role: string
    template: string
    events: readonly CardEvent[]
  }[]
  /** Roles that could not be shown, and why. */
  refused: readonly { role: string; says: string }[]
}

/**
 * A figure, or why there is none: its facts are withheld from this role, or a system did not say. `partial`:
 * at least this much.
 */
export type JourneyFigure<T> =
  | { is: 'known'; value: T; partial?: true }
  | { is: 'withheld' }
  | { is: 'unknown' }

/** What kind of thing a step of a journey is. */
export type Moment =
  | 'ordered'
  | 'delivered'
  | 'contact'
  | 'reached'
  | 'answered'
  | 'opened'
  | 'closed'
  | 'returned'
  | 'said'
  | 'promised'
  | 'kept'
/**
 * `daysAgo` counts whole days. `at` and texts come only where a name is on screen anyway. Steps with the same
 * `matter` belong together.
 */
export interface JourneyStep {
  is: Moment
  daysAgo: number
  at?: string | undefined
  channel?: string | undefined
  words?: string | undefined
  amount?: Money | undefined
  matter?: number | undefined
  /** Seconds they waited. */
  waited?: number | undefined
  again?: number | undefined
  late?: boolean | undefined
  score?: number | undefined
  outOf?: number | undefined
  tone?: 'good' | 'calm' | 'warn' | 'bad' | undefined
}
/**
 * One thing the customer wanted: every contact about it, how often it changed hands, and whether it was
 * solved.
 */
export interface JourneyMatter {
  matter: number
  name?: string | undefined
  contacts: number
  channels: readonly string[]
  hops: number
  transfers: number
  /** Seconds on hold. */
  waited: number
  solved?: boolean | undefined
}
/** Promised against received. `open`: its time has not come. */
export interface JourneyPromise {
  what?: string | undefined
  kind: 'delivery' | 'word'
  dueDaysAgo: number
  receivedDaysAgo?: number | undefined
  is: 'kept' | 'late' | 'broken' | 'open' | 'unknown'
  /** Whole days, when late. */
  lateDays?: number | undefined
}
/** The customer's rating of us: a score of `outOf`, whole days ago. */
export interface JourneyScore {
  daysAgo: number
  at?: string | undefined
  kind: string
  score: number
  outOf: number
  comment?: string | undefined
}

/**
 * A customer's journey over the last `days` days: steps, waits, matters, promises and scores. A figure that
 * is not known says why.
 */
export interface JourneyAnswer {
  days: number
  pseudonym: boolean
  /** The role may see nothing this is made of. */
  steps: readonly JourneyStep[]
  /** Oldest steps left out. */
  cut: number
  waits: JourneyFigure<{ seconds: number; times: number; longest: number }>
  answers: JourneyFigure<{ times: number; longestSeconds: number }>
  matters: JourneyFigure<readonly JourneyMatter[]>
  hops: JourneyFigure<number>
  promises: JourneyFigure<readonly JourneyPromise[]>
  /** All ratings, not only those of these days, because a line needs its past. Oldest first. */
  scores: JourneyFigure<readonly JourneyScore[]>
  /** What they say beside what they did. */
  saidAndDone?:
    | { score: number; outOf: number; kind: string; contacts: number; name?: string | undefined }
    | undefined
  missing: readonly { connector: string; title: string; question: Question; is: 'failed' | 'incomplete' }[]
}
