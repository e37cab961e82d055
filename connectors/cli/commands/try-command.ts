import process from 'node:process'
import { defineCommand } from 'citty'
import { type Hint, identifierKinds } from '../../contract/index.ts'

/** `mail=ana@correo.example`: the kind and what is known. */
function hintOf(text: string): Hint {
  const at = text.indexOf('=')
  const [kind, value] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 1 || value === '' || !(identifierKinds as readonly string[]).includes(kind))
    throw new Error(
      `${text}: not a hint; write kind=value, such as mail=ana@correo.example; the kinds are ${identifierKinds.join(', ')}`,
    )
  return { kind: kind as Hint['kind'], value }
}

export const tryCommand = defineCommand({
  meta: {
    name: 'try',
    description: 'Asks every connector of a configuration about one customer, and shows what is read',
  },
  args: {
    config: { type: 'positional', required: true, description: 'the configuration' },
    connector: { type: 'string', description: 'only this connector' },
  },
  run: async ({ args }) => {
    const hints = (args._ as string[]).slice(1).map(hintOf)
    if (hints.length === 0)
      throw new Error(`found no customer to ask about; write ficha try ${args.config} mail=… phone=…`)
    const { tryConnectors } = await import('../../gateway/try-connectors.ts')
    const wrong = await tryConnectors(args.config, hints, {
      connector: args.connector,
      print: (line) => void process.stdout.write(`${line}\n`),
    })
    if (wrong > 0) process.exitCode = 2
  },
})
