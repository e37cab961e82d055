import type { Arbitrary } from 'fast-check'
import type * as v from 'valibot'
import fc from './properties.ts'

type AnySchema = v.GenericSchema & {
  entries?: Record<string, AnySchema>
  options?: readonly (AnySchema | string)[]
  wrapped?: AnySchema
  item?: AnySchema
  key?: AnySchema
  value?: AnySchema
  literal?: unknown
  pipe?: readonly ({ type: string; requirement?: unknown } & object)[]
}

const letters = fc.string({ maxLength: 6 })
const lists = { maxLength: 2 }

/**
 * Values that a valibot schema accepts, drawn from the schema itself: what is defined once is tested as it is
 * defined.
 */
export function valuesOf(schema: v.GenericSchema): Arbitrary<unknown> {
  const of = schema as AnySchema
  switch (of.type) {
    case 'string':
      return fitting(of, letters, ['regex', 'max_length'])
    case 'number':
      return has(of, 'integer') ? fc.nat() : fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'unknown':
      return fc.oneof(letters, fc.integer(), fc.boolean(), fc.constant(null), fc.dictionary(letters, letters))
    case 'literal':
      return fc.constant(of.literal)
    case 'picklist':
      return fc.constantFrom(...(of.options as readonly string[]))
    case 'union':
    case 'variant':
      return fc.oneof(...(of.options as readonly AnySchema[]).map(valuesOf))
    case 'array':
      return fc.array(valuesOf(of.item!), lists)
    case 'record':
      return fc.dictionary(valuesOf(of.key!) as Arbitrary<string>, valuesOf(of.value!), { maxKeys: 2 })
    case 'object':
    case 'strict_object': {
      const entries = Object.entries(of.entries!)
      const inner = ([key, entry]: [string, AnySchema]) => [key, valuesOf(entry.wrapped ?? entry)] as const
      return fc.record(Object.fromEntries(entries.map(inner)), {
        requiredKeys: entries.filter(([, entry]) => entry.type !== 'optional').map(([key]) => key),
      })
    }
    default:
      throw new Error(`${of.type}: no values are drawn for such a schema; add them to schema-values.ts`)
  }
}

const has = (of: AnySchema, action: string): boolean => of.pipe?.some((step) => step.type === action) ?? false

/** Texts with a pattern are drawn from the pattern. */
function fitting(of: AnySchema, plain: Arbitrary<string>, known: readonly string[]): Arbitrary<string> {
  const strange = of.pipe?.find((step) => step.type !== 'string' && !known.includes(step.type))
  if (strange)
    throw new Error(`${strange.type}: no texts are drawn for such a check; add them to schema-values.ts`)
  const pattern = of.pipe?.find((step) => step.type === 'regex')?.requirement
  return pattern instanceof RegExp ? fc.stringMatching(pattern) : plain
}

/** Where a value holds something: `['items', 0, 'rank']`. The empty path is the value itself. */
export type Path = readonly (string | number)[]
export function pathsOf(value: unknown, at: Path = []): Path[] {
  const below = Array.isArray(value)
    ? value.flatMap((one, i) => pathsOf(one, [...at, i]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...at, key]))
      : []
  return [at, ...below]
}

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value)

/** A copy with something else at a path; with `undefined`, without the key. */
export function withFault(value: unknown, [key, ...rest]: Path, fault: unknown): unknown {
  if (key === undefined) return fault
  if (Array.isArray(value)) return value.map((one, i) => (i === key ? withFault(one, rest, fault) : one))
  const of = value as Record<string, unknown>
  const changed = withFault(of[key], rest, fault)
  const { [key]: _, ...others } = of
  return changed === undefined ? others : { ...others, [key]: changed }
}
