// Writes the published JSON Schemas beside this file: `node connectors/hub/templates/schema/write.mjs`.
import { writeFileSync } from 'node:fs'
import { createJiti } from 'jiti'

const { jsonSchemas } = await createJiti(import.meta.url).import('../schemas.ts')
const lines = (object) =>
  Object.entries(object)
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n')
for (const [name, { properties, ...schema }] of Object.entries(jsonSchemas())) {
  const head = Object.entries(schema)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`)
    .join('\n')
  writeFileSync(
    new URL(name, import.meta.url),
    `{\n${head}\n  "properties": {\n${lines(properties)}\n  }\n}\n`,
  )
}
