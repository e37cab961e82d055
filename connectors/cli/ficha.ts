import { defineCommand, runMain } from 'citty'
import { identifyCommand } from './identifycommand.ts'
import { linkCommand } from './linkcommand.ts'
import { plainly } from './plainly.ts'
import { serveCommand } from './servecommand.ts'
import { weighCommand } from './weighcommand.ts'

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
