import * as v from 'valibot'
import type { Asked } from './reading.ts'
import type { Field, From } from './released.ts'
import type { Question } from './vocabulary.ts'
import { questions } from './vocabulary.ts'

const handle = v.pipe(v.string(), v.minLength(1), v.maxLength(16_384))

/**
 * → TimelineAnswer. Everything dated of an open card, newest first, a page at a time. `next` goes on where an
 * answer ended; `text` and `kinds` filter in the gateway.
 */
export const timelineRequest = v.object({
  card: handle,
  next: v.optional(handle),
  kinds: v.optional(v.pipe(v.array(v.picklist(questions)), v.maxLength(30))),
  text: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 50),
  locale: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)), 'es'),
  /** Asks the systems that failed once more. */
  fresh: v.optional(v.boolean()),
})
/**
 * What `POST /v1/timeline` takes.
 * @interface
 */
export type TimelineRequest = v.InferOutput<typeof timelineRequest>

/**
 * One dated thing. `key` names it within this card only; `at` is RFC 3339 or a calendar day; `fields` holds
 * what the role may see of title, status and amount.
 */
export interface TimelineEntry {
  key: string
  question: Question
  at: string
  coming: boolean
  from: From
  fields: Readonly<Record<string, Field>>
  title?: string | undefined
  status?: string | undefined
  amount?: string | undefined
}

/**
 * waiting: not heard yet, ask on · failed: asked again only when told to · filtered: the role's policy leaves
 * rows out · unordered: gave something newer than what was shown already, now in its place · unread: has rows
 * without a date, or some that could not be read; they have no place on the line.
 */
export interface TimelineGap {
  connector: string
  title: string
  question: Asked
  is: 'waiting' | 'failed' | 'filtered' | 'unordered' | 'unread'
}

/** One page of a timeline, newest first, and what may be missing from it. */
export interface TimelineAnswer {
  /** First page only, soonest first. */
  coming: readonly TimelineEntry[]
  /** Who may have more that is coming than what was looked at. */
  comingPartial: readonly string[]
  entries: readonly TimelineEntry[]
  next?: string | undefined
  /** There is more to fetch with `next`. Otherwise `next` only asks the failed systems again. */
  more: boolean
  /** Labels of what this role is not shown. */
  withheld: readonly string[]
  gaps: readonly TimelineGap[]
  /** What the timeline can be filtered by, in the template's order, each with the types of its fields. */
  kinds: readonly { question: Question; label: string; types: Readonly<Record<string, string>> }[]
  /** With a text: how far back was looked, when the answer ended before enough was found. */
  searchedTo?: string | undefined
}
