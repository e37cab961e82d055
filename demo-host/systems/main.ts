import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeWorld } from '../people/world.ts'
import { control } from './control.ts'
import { desk } from './desk.ts'
import { phone } from './phone.ts'
import { basePort, controlPort, portOf, type SystemId } from './ports.ts'
import { secret } from './secrets.ts'
import { listen, type Running } from './server.ts'
import { shop } from './shop.ts'
import { subs } from './subs.ts'
import { survey } from './survey.ts'
import { till, writeTill } from './till.ts'
import { web } from './web.ts'

/** All sample systems in one process, each with its own address, data, dialect and secret. */
const base = basePort()
const folder = mkdtempSync(join(tmpdir(), 'ficha-demo-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const world = makeWorld({ people: Number(process.env.DEMO_PEOPLE ?? 10_000) })
const file = join(folder, 'till.db')
await writeTill(file, world.raw)

const { raw } = world
const systems = [
  shop(raw, secret('shop')),
  desk(raw, secret('desk')),
  till(file, secret('till')),
  subs(raw, { signing: secret('signing'), token: secret('subs') }),
  survey(raw, secret('survey')),
  web(raw, secret('web')),
  phone(raw, secret('phone')),
]
const running: Running[] = []
try {
  for (const system of systems) running.push(await listen(system, portOf(base, system.id as SystemId)))
  await control(running, controlPort(base), process.env.DEMO_CONTROL_TOKEN ?? '')
} catch (error) {
  const taken = (error as { code?: string; port?: number }).code === 'EADDRINUSE'
  console.error(
    taken
      ? `[systems] port ${(error as { port?: number }).port} is taken; stop what listens there, or set PORT to another number`
      : error,
  )
  process.exit(1)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0))
process.on('disconnect', () => process.exit(0))
console.log(`sample systems ready: ${running.map((s) => `${s.id} ${s.origin}`).join(', ')}`)
process.send?.('ready')
