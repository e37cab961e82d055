import { defineCommand } from 'citty'

export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Starts the gateway of a configuration' },
  args: {
    config: {
      type: 'positional',
      required: false,
      default: 'ficha.config.ts',
      description: 'the configuration',
    },
  },
  // Imported only here: the commands over files need none of it.
  run: async ({ args }) => (await import('../../gateway/serve.ts')).serve(args.config),
})
