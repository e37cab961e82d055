import * as v from 'valibot'

const text = v.string()
// The annotations let the bundler drop schemas that are not used.
/** A list on the wire: read, never changed in place. */
export const listOf = /* @__NO_SIDE_EFFECTS__ */ <S extends v.GenericSchema>(item: S) =>
  v.pipe(v.array(item), v.readonly())

/** The schema of `From`. */
export const fromSchema = v.strictObject({
  connector: text,
  /** Opaque outside the hub. */
  record: text,
  url: v.optional(text),
  /** RFC 3339, as all times here. */
  fetchedAt: text,
  observedAt: v.optional(text),
  /**
   * false: asked by an identifier the system does not echo ("asked by mail x, not confirmed by the system").
   */
  confirmed: v.boolean(),
  askedBy: v.optional(text),
})
/**
 * Where a fact comes from and how old it is. Stamped by the hub, never by the connector.
 * @interface
 */
export type From = v.InferOutput<typeof fromSchema>

const clearField = /* @__NO_SIDE_EFFECTS__ */ <S extends v.GenericSchema>(value: S) =>
  v.strictObject({
    shown: v.literal('clear'),
    value,
    /** What other systems say of the same fact. */
    losers: v.optional(listOf(v.strictObject({ value, from: fromSchema }))),
    from: v.optional(fromSchema),
  })
const maskedField = v.strictObject({
  shown: v.literal('masked'),
  /** What may be seen of the value (`••• 56`), never the value. */
  hint: text,
  revealable: v.boolean(),
  ref: v.optional(text),
})
const withheldField = v.strictObject({ shown: v.literal('withheld') })
/** The schema of a released field that holds such a value. */
export const fieldOf = /* @__NO_SIDE_EFFECTS__ */ <S extends v.GenericSchema>(value: S) =>
  v.variant('shown', [clearField(value), maskedField, withheldField])
/** One field after release: clear, masked or withheld, as the reader's role may see it. */
export type Field<T = unknown> = v.InferOutput<ReturnType<typeof fieldOf<v.GenericSchema<T>>>>

/** The schema of `ReleasedRow`. */
export const releasedRowSchema = v.strictObject({
  /** Sealed handle: actions and reveal quote it. */
  ref: text,
  from: fromSchema,
  /** Only what the template asked for. */
  fields: v.record(text, fieldOf(v.unknown())),
})
/**
 * One row on the wire.
 * @interface
 */
export type ReleasedRow = v.InferOutput<typeof releasedRowSchema>

/** The schema of `Because`. */
export const becauseSchema = v.strictObject({
  connector: v.optional(text),
  code: v.picklist([
    'down',
    'late',
    'incomplete',
    'waiting',
    'not-asked',
    'withheld',
    'no-system',
    'no-norm',
    'stopped',
  ]),
  says: text,
})
/**
 * Why an answer is not, or not wholly, known.
 * @interface
 */
export type Because = v.InferOutput<typeof becauseSchema>
