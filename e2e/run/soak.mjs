import { fork } from 'node:child_process'
import { setMaxListeners } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createJiti } from 'jiti'

/**
 * npm run soak: 100,000 random interleavings over hub and card state, under a virtual clock, on every core.
 *   -- --seed N     that one again, and nothing else      -- --count N    another number of them      -- --from N    starting there
 */
const option = (name) => { const at = process.argv.indexOf(`--${name}`); return at === -1 ? undefined : Number(process.argv[at + 1]) }
const unknown = process.argv.slice(2).find((word) => word.startsWith('--') && !['--seed', '--count', '--from', '--part'].includes(word))
if (unknown || process.argv.some((word, i) => word.startsWith('--') && i > 1 && !Number.isSafeInteger(Number(process.argv[i + 1])))) {
  console.error(`${unknown ?? 'an option'}: write npm run soak -- [--seed N | --count N --from N], with whole numbers`)
  process.exit(2)
}
const slice = 500
const load = async () => {
  setMaxListeners(1_000)
  const { built } = await createJiti(import.meta.url).import('../hard/planted.ts')
  return built(join(import.meta.dirname, '../hard/interleavings.ts'))
}

if (process.send) {
  const harness = await load()
  process.on('message', async ({ from, count }) => process.send({ from, ...(await harness.interleavings(from, count)) }))
  process.send({ ready: true })
} else if (option('seed') !== undefined) {
  const says = await (await load()).interleave(option('seed'))
  console.log(`seed ${option('seed')}: ${says ?? 'nothing wrong'}`)
  process.exit(says ? 1 : 0)
} else {
  const count = option('count') ?? 100_000
  const first = option('from') ?? Math.floor(Math.random() * 1e9)
  const started = Date.now()
  console.log(`soak: ${count} interleavings from seed ${first}`)
  let next = 0
  let done = 0
  const failures = []
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), Math.ceil(count / slice)) }, () => new Promise((ended) => {
    const worker = fork(import.meta.filename, [], { stdio: 'inherit' })
    let asked
    worker.on('message', ({ ran, failed, from }) => {
      if (ran !== undefined) {
        done += ran
        if (failed) { failures.push(failed); console.error(`seed ${failed.seed}: ${failed.says}\n  repeat with: npm run soak -- --seed ${failed.seed}`) }
        if (Math.floor(done / 10_000) > Math.floor((done - ran) / 10_000)) console.log(`${done} done in ${Math.round((Date.now() - started) / 1000)} s`)
        asked = undefined
        // What the failing one left of its slice is run too: one failure must not hide another.
        const left = from + slice
        if (failed && failed.seed + 1 < Math.min(left, first + count)) { asked = { from: failed.seed + 1, count: Math.min(left, first + count) - failed.seed - 1 }; return void worker.send(asked) }
      }
      if (next >= count || failures.length >= 20) return void worker.disconnect()
      asked = { from: first + next, count: Math.min(slice, count - next) }
      next += asked.count
      worker.send(asked)
    })
    worker.on('exit', () => {
      if (asked) { failures.push({ seed: asked.from, says: 'the process ended' }); console.error(`the process that ran seeds ${asked.from}..${asked.from + asked.count - 1} ended by itself`) }
      ended()
    })
  })))
  console.log(`${done} interleavings in ${Math.round((Date.now() - started) / 1000)} s, ${failures.length} failed`)
  process.exit(failures.length || done < count ? 1 : 0)
}
