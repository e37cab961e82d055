import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeWorld } from '../../demo-host/people/world.ts'
import { startMariaDb } from './mariadb.ts'
import { startPostgres } from './postgres.ts'
import { startRequestTracker } from './request-tracker.ts'
import { seedDesk } from './seed-desk.ts'
import { seedSurvey } from './seed-survey.ts'
import { seedTill } from './seed-till.ts'
import { seedForVendure } from './seed-vendure.ts'
import { startVendure } from './vendure.ts'

/**
 * Real systems with the demo's people, as one process: Vendure, Request Tracker, PostgreSQL and MariaDB on
 * four ports from REAL_PORT up. When all are seeded, it sends its parent the environment that
 * `demo-host/connect/real.ts` reads.
 */
const folder = process.env.REAL_FOLDER
const port = Number(process.env.REAL_PORT)
if (!folder || !Number.isInteger(port))
  throw new Error('real systems: set REAL_FOLDER (an empty folder) and REAL_PORT (the first of four ports)')
mkdirSync(folder, { recursive: true })
const vendurePackage = process.env.REAL_VENDURE ?? join(process.cwd(), 'e2e/systems/vendure')
const say = (text: string) => console.error(`[real] ${text}`)

const world = makeWorld()
const seedFile = join(folder, 'vendure-seed.json')
const shop = seedForVendure(world)
writeFileSync(seedFile, JSON.stringify(shop))

const started = await Promise.allSettled([
  startVendure(port, vendurePackage, seedFile),
  startRequestTracker(port + 1, folder),
  startPostgres(port + 2, folder),
  startMariaDb(port + 3, folder),
])
const stopAll = async () => {
  for (const result of started) if (result.status === 'fulfilled') await result.value.stop()
  rmSync(folder, { recursive: true, force: true })
}
const failed = started.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))
if (failed.length > 0) {
  await stopAll()
  console.error(failed.join('\n'))
  process.exit(1)
}
const [vendure, desk, postgres, mariadb] = started.map(
  (result) => (result as PromiseFulfilledResult<unknown>).value,
) as [
  Awaited<ReturnType<typeof startVendure>>,
  Awaited<ReturnType<typeof startRequestTracker>>,
  Awaited<ReturnType<typeof startPostgres>>,
  Awaited<ReturnType<typeof startMariaDb>>,
]
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void stopAll().then(() => process.exit(0)))
process.on('disconnect', () => void stopAll().then(() => process.exit(0)))

const [till, survey, tickets] = await Promise.all([
  seedTill(postgres.url, world),
  seedSurvey(mariadb.url, world),
  seedDesk(desk, desk.database, world),
])
say(
  `Vendure: ${shop.customers.length} customers, ${shop.orders.length} orders · Request Tracker: ${tickets.users} users, ${tickets.tickets} tickets · PostgreSQL: ${till} rows · MariaDB: ${survey} answers`,
)
process.send?.({
  REAL_VENDURE_URL: vendure.url,
  REAL_VENDURE_USER: vendure.user,
  REAL_VENDURE_PASSWORD: vendure.password,
  REAL_DESK_URL: desk.url,
  REAL_DESK_USER: desk.user,
  DEMO_DESK_PASSWORD: desk.password,
  REAL_TILL_URL: postgres.url,
  REAL_SURVEY_URL: mariadb.url,
})
