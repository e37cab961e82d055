import * as v from 'valibot'

/**
 * What a customer may be known by. `system` and `visitor` are scoped: they mean nothing outside their
 * `scope`.
 */
export const identifierKinds = [
  'mail',
  'phone',
  'order',
  'ticket',
  'loyalty',
  'system',
  'visitor',
  'nationalId',
  'name',
  'birthDate',
  'postcode',
  'iban',
] as const
/** One of `identifierKinds`. */
export type IdentifierKind = (typeof identifierKinds)[number]

/**
 * unique: joins alone unless vetoed · strong: joins with a compatible name or birth date · weak: finds, never
 * joins alone · blocked: shown, never used (info@, 000000, "walk-in", a value seen on too many people).
 */
export const grades = ['unique', 'strong', 'weak', 'blocked'] as const
/** One of `grades`. */
export type Grade = (typeof grades)[number]

/**
 * A parsed, normalised identifier: `value` compares with `===` inside one kind and scope; `raw` is how it was
 * written.
 */
export interface Identifier {
  kind: IdentifierKind
  value: string
  raw: string
  grade: Grade
  /** The system or site it belongs to (`system`, `visitor`, `order`, `ticket`, `loyalty`). */
  scope?: string | undefined
  /** The owner of the record proved that it belongs to this person (double opt-in, SMS code). */
  verified?: boolean | undefined
}

/** As connectors and hosts write it: any spelling. The hub parses and grades it. */
export interface RawIdentifier {
  kind: IdentifierKind
  value: string
  scope?: string | undefined
  verified?: boolean | undefined
}

/** The schema of a hint: its kind, 1 to 500 characters, and its scope if it has one. */
export const hintSchema = v.object({
  /** `any`: typed by a person; could be any of them (all readings are tried). */
  kind: v.picklist([...identifierKinds, 'any']),
  value: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  scope: v.optional(v.pipe(v.string(), v.maxLength(100))),
})
/**
 * What a host says about the person: `{ kind: 'phone', value: '600 12 34 56' }`. Untrusted, partial,
 * possibly a lie.
 * @interface
 */
export type Hint = v.InferOutput<typeof hintSchema>

const word = v.pipe(v.string(), v.maxLength(200))
/** What a host says about the situation. What it does not say is unknown. `waited` is seconds. */
export const contextSchema = v.object({
  channel: v.optional(v.picklist(['phone', 'chat', 'mail', 'store', 'web', 'social'])),
  motive: v.optional(word),
  place: v.optional(word),
  device: v.optional(word),
  page: v.optional(word),
  waited: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(86_400))),
  language: v.optional(word),
  host: v.optional(word),
})
/**
 * What the host says about the situation, checked by `contextSchema`.
 * @interface
 */
export type Context = v.InferOutput<typeof contextSchema>
