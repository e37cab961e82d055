import { defineCommand, runMain } from 'citty'
import { fichasCommand } from './commands/fichas-command.ts'
import { identifyCommand } from './commands/identify-command.ts'
import { linkCommand } from './commands/link-command.ts'
import { serveCommand } from './commands/serve-command.ts'
import { tryCommand } from './commands/try-command.ts'
import { weighCommand } from './commands/weigh-command.ts'
import { withPlainErrors } from './commands/with-plain-errors.ts'

/** The data steward's commands, the very comparison of the card over files; and the gateway. */
export const ficha = defineCommand({
  meta: {
    name: 'ficha',
    description:
      'One customer out of many records: link, identify, weigh; and the gateway: fichas, try, serve',
  },
  subCommands: {
    link: withPlainErrors('link', linkCommand),
    identify: withPlainErrors('identify', identifyCommand),
    weigh: withPlainErrors('weigh', weighCommand),
    fichas: withPlainErrors('fichas', fichasCommand),
    serve: withPlainErrors('serve', serveCommand),
    try: withPlainErrors('try', tryCommand),
  },
})

export const main = (): Promise<void> => runMain(ficha)
