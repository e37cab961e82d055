import { defineCommand, runMain } from 'citty'
import { identifyCommand } from './commands/identify-command.ts'
import { linkCommand } from './commands/link-command.ts'
import { plainly } from './commands/plainly.ts'
import { serveCommand } from './commands/serve-command.ts'
import { weighCommand } from './commands/weigh-command.ts'

/** The data steward's commands, the very comparison of the card over files; and the gateway. */
export const ficha = defineCommand({
  meta: {
    name: 'ficha',
    description: 'One customer out of many records: link, identify, weigh; and the gateway: serve',
  },
  subCommands: {
    link: plainly('link', linkCommand),
    identify: plainly('identify', identifyCommand),
    weigh: plainly('weigh', weighCommand),
    serve: plainly('serve', serveCommand),
  },
})

export const main = (): Promise<void> => runMain(ficha)
