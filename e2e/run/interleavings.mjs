import { fork } from 'node:child_process'
import { setMaxListeners } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createJiti } from 'jiti'

const slice = 500
const load = async () => {
  setMaxListeners(1_000)
  const { built } = await createJiti(import.meta.url).import('../hard/planted.ts')
  return built(join(import.meta.dirname, '../hard/interleavings.ts'))
}

/** In a process of its own for each core: asked for slices, says what failed. */
if (process.send && process.argv[1] === import.meta.filename) {
  const harness = await load()
  process.on('message', async ({ from, count }) =>
    process.send({ from, ...(await harness.interleavings(from, count)) }),
  )
  process.send({ ready: true })
}

/** That one again. Says what went wrong, or undefined. */
export const interleaving = async (seed) => (await load()).interleave(seed)

/**
 * `count` random interleavings over hub and card state, under a virtual clock, on every core. Resolves with
 * how many failed.
 */
export async function interleavings(first, count) {
  const started = Date.now()
  console.log(`interleavings: ${count} from seed ${first}`)
  let next = 0
  let done = 0
  const failures = []
  await Promise.all(
    Array.from(
      { length: Math.min(availableParallelism(), Math.ceil(count / slice)) },
      () =>
        new Promise((ended) => {
          const worker = fork(import.meta.filename, [], { stdio: 'inherit' })
          let asked
          worker.on('message', ({ ran, failed, from }) => {
            if (ran !== undefined) {
              done += ran
              if (failed) {
                failures.push(failed)
                console.error(
                  `seed ${failed.seed}: ${failed.says}\n  repeat with: npm run soak -- --seed ${failed.seed}`,
                )
              }
              if (Math.floor(done / 10_000) > Math.floor((done - ran) / 10_000))
                console.log(`${done} done in ${Math.round((Date.now() - started) / 1000)} s`)
              asked = undefined
              // What the failing one left of its slice is run too: one failure must not hide another.
              const left = from + slice
              if (failed && failed.seed + 1 < Math.min(left, first + count)) {
                asked = { from: failed.seed + 1, count: Math.min(left, first + count) - failed.seed - 1 }
                return void worker.send(asked)
              }
            }
            if (next >= count || failures.length >= 20) return void worker.disconnect()
            asked = { from: first + next, count: Math.min(slice, count - next) }
            next += asked.count
            worker.send(asked)
          })
          worker.on('exit', () => {
            if (asked) {
              failures.push({ seed: asked.from, says: 'the process ended' })
              console.error(
                `the process that ran seeds ${asked.from}..${asked.from + asked.count - 1} ended by itself`,
              )
            }
            ended()
          })
        }),
    ),
  )
  console.log(
    `${done} interleavings in ${Math.round((Date.now() - started) / 1000)} s, ${failures.length} failed`,
  )
  return failures.length + (done < count && failures.length === 0 ? 1 : 0)
}
