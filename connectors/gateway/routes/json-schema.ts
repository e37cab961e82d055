import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

/** A JSON Schema, or a part of one. */
export type Json = Record<string, unknown>

/**
 * What JSON Schema cannot say (a trim, a check of our own) is left out; the gateway checks it all the same.
 */
export function jsonSchema(schema: GenericSchema): Json {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }) as Json
  return rest
}

/** An object with these properties; all of them are required unless `required` names fewer. */
export const object = (properties: Json, required = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
})
export const text: Json = { type: 'string' }
