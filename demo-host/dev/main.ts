import { dirname, join, relative, sep } from 'node:path'
import { type DemoPart, startDemo } from '../demo.ts'
import { basePort, gatewayPort, listenPort } from '../systems/ports.ts'
import { startFront } from './front.ts'
import { partsOf } from './parts.ts'

/**
 * `npm run dev`: the demo from its sources. Vite shows a change of the card or of a host page; a change of a
 * server starts it again.
 */
const projectRoot = dirname(dirname(import.meta.dirname))
const port = basePort()
const origin = (part: 'host' | 'gateway') =>
  `http://${part === 'host' ? 'localhost' : '127.0.0.1'}:${listenPort(port, part, 'source')}`

const demo = await startDemo({
  port,
  quiet: !process.argv.includes('--verbose'),
  env: { DEMO_SERVES: 'source', DEMO_HISTORY: process.env.DEMO_HISTORY ?? '1' },
  onCrash: (name, words) =>
    console.error(`${name} ended by itself; it starts again with the next change.\n${words}`),
})
const front = (root: string, address: { host: string; port: number }, behind: string, element: string) =>
  startFront({
    root: join(projectRoot, root),
    projectRoot,
    ...address,
    behind,
    sources: { [element]: join(projectRoot, 'widget/element.ts') },
  })
const [card, pages] = await Promise.all([
  front('widget', { host: '127.0.0.1', port: gatewayPort(port) }, origin('gateway'), '/element.js'),
  front('demo-host/pages', { host: 'localhost', port }, origin('host'), '/element/element.js'),
]).catch(async (error: Error) => {
  console.error(`The demo did not start. ${error.message}`)
  await demo.stop()
  process.exit(1)
})

const due = new Set<DemoPart>()
let restarting = false
async function restart(): Promise<void> {
  if (restarting) return
  restarting = true
  while (due.size > 0) {
    const parts = [...due]
    due.clear()
    try {
      // The gateway lets its open answers end first; here the page that waits for them is loaded anew.
      for (const part of parts) await demo.restart(part, part === 'gateway' ? 'SIGKILL' : 'SIGTERM')
      console.log(`Started again: ${parts.join(', ')}`)
    } catch (error) {
      console.error(
        `${error instanceof Error ? error.message : error}\nIt starts again with the next change.`,
      )
    }
    for (const vite of [card, pages]) vite.ws.send({ type: 'full-reload' })
  }
  restarting = false
}
card.watcher.add([join(projectRoot, 'connectors'), join(projectRoot, 'demo-host')])
card.watcher.on('all', (_event, path) => {
  for (const part of partsOf(relative(projectRoot, path).split(sep).join('/'))) due.add(part)
  void restart()
})

let leaving = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, async () => {
    if (leaving) return
    leaving = true
    await Promise.all([card.close(), pages.close(), demo.stop()])
    process.exit()
  })
console.log(`Ficha núcleo en desarrollo: ${demo.hostUrl}`)
