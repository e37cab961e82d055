import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { policySchema, ruleSchema, templateSchema } from '../../contract/index.ts'

/**
 * The published JSON Schema of each file, for completion in editors. It is made from the schema that parses
 * the file.
 */
const published = {
  template: [templateSchema, 'Ficha tipo: what a role sees'],
  rule: [ruleSchema, 'Rule: a CEL expression with its words'],
  policy: [policySchema, 'Policy: what each role may see, by purpose'],
} as const satisfies Record<string, readonly [GenericSchema, string]>

export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(published).map(([name, [schema, title]]) => {
      // JSON Schema cannot express checks across fields; parsing a file still makes them.
      const json = toJsonSchema(schema as GenericSchema, { errorMode: 'ignore', typeMode: 'input' }) as {
        properties?: Record<string, unknown>
      }
      return [
        `${name}.schema.json`,
        { ...json, title, properties: { $schema: { type: 'string' }, ...json.properties } },
      ]
    }),
  )
}
