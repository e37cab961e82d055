import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { defineCommand } from 'citty'
import { defaultRules, shippedFiles } from '../../hub/templates/index.ts'
import { jsonSchemas } from '../../hub/templates/schemas.ts'

/** The shipped files that these names mean: of a whole file, or what stands before its ending. All for none. */
function chosen(names: readonly string[]): string[] {
  const files = Object.keys(shippedFiles)
  if (names.length === 0) return files
  return names.map((name) => {
    const file = files.find((one) => one === name || one.replace(/(\.(ficha|rule))?\.json$/, '') === name)
    if (file === undefined) throw new Error(`${name}: does not ship; there are ${files.join(', ')}`)
    return file
  })
}

/** The file as it ships, naming the schema that is written beside it. */
function textOf(file: string): string {
  const kind = file.endsWith('.rule.json') ? 'rule' : file.endsWith('.ficha.json') ? 'template' : 'policy'
  const { $schema: _, ...rest } = shippedFiles[file] as Record<string, unknown>
  return `${JSON.stringify({ $schema: `./schema/${kind}.schema.json`, ...rest }, null, 2)}\n`
}

export const fichasCommand = defineCommand({
  meta: {
    name: 'fichas',
    description: 'Writes the fichas, rules and policy that ship into a folder, to begin your own from',
  },
  args: {
    folder: { type: 'positional', required: true, description: 'where they go, such as ./fichas' },
    names: {
      type: 'positional',
      required: false,
      description: 'only these, such as policy best-customer; without any, all that ship',
    },
  },
  run: ({ args }) => {
    const { folder } = args
    const files = chosen((args._ as string[]).slice(1))
    const there = files.filter((file) => existsSync(join(folder, file)))
    if (there.length > 0)
      throw new Error(
        `${folder}: already has ${there.slice(0, 3).join(', ')}${there.length > 3 ? ` and ${there.length - 3} more` : ''}; nothing was written: give another folder, or the names of others`,
      )
    mkdirSync(join(folder, 'schema'), { recursive: true })
    for (const [name, schema] of Object.entries(jsonSchemas()))
      writeFileSync(join(folder, 'schema', name), `${JSON.stringify(schema, null, 2)}\n`)
    for (const file of files) writeFileSync(join(folder, file), textOf(file), { flag: 'wx' })

    const unset = defaultRules.flatMap(({ id, norm }) =>
      Object.keys(norm)
        .filter((name) => norm[name] === null && files.includes(`${id}.rule.json`))
        .map((name) => `norm.${name} in ${id}.rule.json`),
    )
    const yours = [...unset, ...(files.includes('policy.json') ? ['mayAct of each role in policy.json'] : [])]
    const lines = [
      `${folder}: ${files.length} files written`,
      `write fichas: '${folder}' in ficha.config.ts; what the folder lacks comes from the shipped set, so remove the rules you leave as they are`,
      ...(yours.length > 0 ? [`yours to set: ${yours.join('; ')}`] : []),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
  },
})
