import * as v from 'valibot'
import { type Text, type ValueOf, type ValueType, valueSchemas } from './values.ts'

/**
 * How private a fact is, least to most. A result (signal, advice, sort) inherits the highest of the facts it
 * read.
 */
export const sensitivities = ['none', 'pseudonymous', 'personal', 'financial', 'special'] as const
/** One of `sensitivities`. */
export type Sensitivity = (typeof sensitivities)[number]
/** The most private of several sensitivities; `none` of none at all. */
export const highestSensitivity = (all: Iterable<Sensitivity>): Sensitivity => {
  let top = 0
  for (const s of all) top = Math.max(top, sensitivities.indexOf(s))
  return sensitivities[top] as Sensitivity
}

/**
 * A field: the type of its value and how private it is.
 *
 * - `label`: how it is shown (default: its name).
 * - `list`: the field holds several values.
 * - `of`: nested fields (the lines of an order). They share their parent's sensitivity and are released or
 *   withheld with it.
 */
export interface FieldDef {
  type: ValueType
  sensitivity: Sensitivity
  label?: Text
  list?: true
  of?: Record<string, { type: ValueType }>
}
/** Fields by name. */
export type FieldDefs = Record<string, FieldDef>

type NestedValue<O extends Record<string, { type: ValueType }>> = {
  [K in keyof O]?: ValueOf<O[K]['type']> | undefined
}
type Single<D extends FieldDef> =
  D['of'] extends Record<string, { type: ValueType }> ? NestedValue<D['of']> : ValueOf<D['type']>
/** What a field's value looks like in TypeScript, lists and nested fields included. */
export type FieldValue<D extends FieldDef> = D['list'] extends true ? readonly Single<D>[] : Single<D>
/**
 * What a row of these fields looks like in TypeScript. Every field may be absent: what a system does not
 * know is left out.
 */
export type FieldValues<F extends FieldDefs> = { [K in keyof F]?: FieldValue<F[K]> | undefined }

/**
 * The schema of one field's value. Unknown keys of nested values are dropped, so nothing undeclared travels
 * on.
 */
export function fieldSchema(def: FieldDef): v.GenericSchema {
  const one = def.of
    ? v.object(
        Object.fromEntries(Object.entries(def.of).map(([k, d]) => [k, v.optional(valueSchemas[d.type])])),
      )
    : valueSchemas[def.type]
  return (def.list ? v.pipe(v.array(one), v.maxLength(500)) : one) as v.GenericSchema
}

/**
 * One whole row: only declared fields, each of its type. What is undeclared is an error here, so that it
 * never travels on unnoticed.
 */
export const rowSchema = (defs: FieldDefs) =>
  v.strictObject({
    id: valueSchemas.id,
    url: v.optional(valueSchemas.url),
    ...Object.fromEntries(Object.entries(defs).map(([name, def]) => [name, v.optional(fieldSchema(def))])),
  })
