import * as v from 'valibot'
import { actionNameSchema, fichaViewSchema, optionsSchema, policiesSchema } from './card-view.ts'
import { connectorErrorCodes } from './errors.ts'
import { identifierKinds } from './identifier.ts'
import { readingSchema } from './reading.ts'
import { becauseSchema, fieldOf, listOf } from './released.ts'
import { tones, valueSchemas } from './values.ts'

/**
 * What the hub says about one subject, in the order it happens. On the wire: NDJSON, one event a line. All
 * texts are already in the reader's language and already released.
 *
 * These schemas are the one definition: the types are inferred from them, the JSON Schema that the gateway
 * publishes is made from them, and tests hold every stream against them. They are strict because nothing
 * undeclared may leave the gateway. The card reads events with a check of its own
 * (`widget/source/events.ts`): valibot and these schemas are 5.6 kB of brotli and that check is 1.3 kB, in a
 * first load of 36 kB. A test feeds both the same events.
 */
const text = v.string()
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const stamp = {
  v: v.literal(1),
  /** The host's subject. */
  epoch: count,
  /** Counts from 0 without gaps inside one stream. */
  seq: count,
  /** The set of records within the epoch. */
  revision: count,
}

const beingSchema = v.picklist(['person', 'company', 'household', 'prospect'])
const kindSchema = v.picklist(identifierKinds)

const reasonSchema = v.strictObject({ field: text, says: text, bits: v.number(), systems: listOf(text) })
/**
 * Why two records are one person. `bits`: the weight of this reason (log₂ of a likelihood ratio).
 * @interface
 */
export type Reason = v.InferOutput<typeof reasonSchema>

const personSchema = v.strictObject({
  name: fieldOf(valueSchemas.personName),
  formOfAddress: v.optional(fieldOf(text)),
  kind: beingSchema,
  /** The template's headline facts, shown under the name, in order. */
  marks: listOf(v.strictObject({ fact: text, label: text, field: fieldOf(v.unknown()) })),
})
/**
 * What a card shows of the person, each field as the role may see it.
 * @interface
 */
export type PersonFields = v.InferOutput<typeof personSchema>

const sureSchema = v.strictObject({
  level: v.picklist(['sure', 'probable', 'possible']),
  by: v.union([kindSchema, v.literal('agent'), v.literal('several-keys')]),
  /** One sentence; the reasons follow, with their weights in bits. */
  says: text,
  reasons: listOf(reasonSchema),
})
/**
 * How sure the hub is of who this is, by which key, and why.
 * @interface
 */
export type Sureness = v.InferOutput<typeof sureSchema>

/** The schema of `Candidate`. */
export const candidateSchema = v.strictObject({
  ref: text,
  name: fieldOf(valueSchemas.personName),
  kind: beingSchema,
  /** Just enough to ask the customer the right question, released for the role. */
  facts: listOf(v.strictObject({ kind: text, label: text, field: fieldOf(text) })),
  systems: listOf(text),
  says: text,
  bits: v.number(),
  preselected: v.boolean(),
})
/**
 * One customer as search and the chooser show them.
 * @interface
 */
export type Candidate = v.InferOutput<typeof candidateSchema>

const whoSchema = v.strictObject({
  ...stamp,
  event: v.literal('who'),
  outcome: v.picklist(['identified', 'possible', 'several', 'nobody']),
  /** Sealed handle of this card: ask, search, decide, reveal and act quote it. */
  card: text,
  person: v.optional(personSchema),
  /**
   * Opaque marks of the person's records, the same for this agent and these hints whenever asked: a stream
   * opened again speaks of the same person when one of them returns.
   */
  about: v.optional(listOf(text)),
  sure: v.optional(sureSchema),
  /** The keys the host gave, as this role may see them. */
  keys: listOf(
    v.strictObject({
      kind: v.union([kindSchema, v.literal('any')]),
      value: fieldOf(text),
      found: v.boolean(),
    }),
  ),
  candidates: v.optional(listOf(candidateSchema)),
  /** A late answer would change the primary person: not applied, asked. */
  question: v.optional(v.strictObject({ candidate: candidateSchema })),
  /** Present while the role's policy waits for a confirmed question before showing the account. */
  locked: v.optional(v.strictObject({ words: text })),
  ficha: fichaViewSchema,
})

const readingEventSchema = v.strictObject({ ...stamp, event: v.literal('reading'), reading: readingSchema })

const retractSchema = v.strictObject({
  ...stamp,
  event: v.literal('retract'),
  records: listOf(text),
  says: text,
})

const triStateSchema = v.variant('is', [
  v.strictObject({ is: v.literal('yes') }),
  v.strictObject({ is: v.literal('no') }),
  v.strictObject({ is: v.literal('unknown'), because: listOf(becauseSchema) }),
])
/** yes / no / unknown; a rule whose source did not answer is unknown because of it, never no. */
export type TriState = v.InferOutput<typeof triStateSchema>

const factUsedSchema = v.strictObject({
  fact: text,
  label: text,
  field: fieldOf(v.unknown()),
  from: v.optional(v.strictObject({ connector: text, fetchedAt: text, url: v.optional(text) })),
})
/**
 * A fact a rule read; one the role may not see says only "another fact you may not see".
 * @interface
 */
export type FactUsed = v.InferOutput<typeof factUsedSchema>

const signalSchema = v.strictObject({
  ...stamp,
  event: v.literal('signal'),
  rule: text,
  kind: v.picklist(['glance', 'signal', 'stage', 'margin', 'promise']),
  title: text,
  answer: fieldOf(triStateSchema),
  text: fieldOf(text),
  tone: v.picklist(tones),
  /** Glance extra: a small series (satisfaction). */
  spark: v.optional(listOf(v.number())),
  reasons: listOf(factUsedSchema),
  policies: policiesSchema,
})

const adviceItemSchema = v.strictObject({
  id: text,
  ref: text,
  rank: v.picklist(['repair', 'promise', 'help', 'thanks', 'offer']),
  text,
  reasons: listOf(factUsedSchema),
  action: v.optional(actionNameSchema),
  link: v.optional(text),
  policies: policiesSchema,
})
/**
 * One piece of advice: what to do, its kind (`rank`), and the facts it rests on.
 * @interface
 */
export type AdviceItem = v.InferOutput<typeof adviceItemSchema>

const questionToAskSchema = v.strictObject({
  id: text,
  ref: text,
  words: text,
  why: text,
  action: v.optional(actionNameSchema),
  options: optionsSchema,
  /** Without options the answer is written: as what. */
  type: v.optional(text),
})
/**
 * The one question worth asking the customer now.
 * @interface
 */
export type QuestionToAsk = v.InferOutput<typeof questionToAskSchema>

const adviceSchema = v.strictObject({
  ...stamp,
  event: v.literal('advice'),
  items: listOf(adviceItemSchema),
  ask: v.optional(questionToAskSchema),
})

const systemSchema = v.strictObject({
  ...stamp,
  event: v.literal('system'),
  connector: text,
  title: text,
  state: v.picklist(['asking', 'answered', 'late', 'down', 'not-asked']),
  code: v.optional(v.picklist(connectorErrorCodes)),
  since: v.optional(text),
  retryAt: v.optional(text),
})

const faultSchema = v.strictObject({
  ...stamp,
  event: v.literal('fault'),
  code: v.picklist([
    'stranger-dropped',
    'rule-stopped',
    'too-many-records',
    'duplicate-in-system',
    'conflict',
    'bad-hint',
    'card-missing',
    'malformed',
    'hub',
  ]),
  says: text,
  connector: v.optional(text),
})

const settledSchema = v.strictObject({
  ...stamp,
  event: v.literal('settled'),
  answered: count,
  failed: count,
  /** Cursor for /v1/changes. */
  changes: text,
})

/**
 * The schema of `CardEvent`: what the gateway publishes as JSON Schema, and every stream is tested against.
 */
export const cardEventSchema = v.variant('event', [
  whoSchema,
  readingEventSchema,
  retractSchema,
  signalSchema,
  adviceSchema,
  systemSchema,
  faultSchema,
  settledSchema,
])
/** One event of a card's stream, one NDJSON line on the wire. `event` names its kind; `who` comes first. */
export type CardEvent = v.InferOutput<typeof cardEventSchema>
type WithoutStamp<E> = E extends CardEvent ? Omit<E, keyof typeof stamp> : never
/** An event before it has its place in a stream. */
export type EventBody = WithoutStamp<CardEvent>

/**
 * First event of every stream, and again with each revision.
 * @interface
 */
export type Who = WithoutStamp<v.InferOutput<typeof whoSchema>>
/**
 * What is known of one question at one connector has changed.
 * @interface
 */
export type ReadingEvent = WithoutStamp<v.InferOutput<typeof readingEventSchema>>
/**
 * These records are not this person after all: everything `from` them goes in the same commit.
 * @interface
 */
export type Retract = WithoutStamp<v.InferOutput<typeof retractSchema>>
/**
 * What one rule concludes: an answer at a glance, a signal, a stage, a margin or a promise.
 * @interface
 */
export type SignalEvent = WithoutStamp<v.InferOutput<typeof signalSchema>>
/**
 * The whole ranked list, at most three: replaces the one before.
 * @interface
 */
export type AdviceEvent = WithoutStamp<v.InferOutput<typeof adviceSchema>>
/**
 * One line of the systems strip.
 * @interface
 */
export type SystemEvent = WithoutStamp<v.InferOutput<typeof systemSchema>>
/**
 * Something the person who can act should know: a dropped stranger's record, a rule that stopped, a field
 * that was not what it says.
 * @interface
 */
export type Fault = WithoutStamp<v.InferOutput<typeof faultSchema>>
/**
 * Nothing more will come by itself. A stream that ends before it: connection lost, retry.
 * @interface
 */
export type Settled = WithoutStamp<v.InferOutput<typeof settledSchema>>
