import { setMaxListeners } from 'node:events'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runSeed } from '../support/seed.ts'
import { mutants } from './mutants.ts'
import { built } from './planted.ts'

type Harness = typeof import('./interleavings.ts')
const entry = resolve(import.meta.dirname, 'interleavings.ts')
/** How many the honest run plays; `npm run soak` plays 100,000. */
const honest = Number(process.env.FICHA_INTERLEAVINGS) || 2_000
const maxSeeds = 1_000
let harness: Harness
// A card's signal has a listener for each question that is out.
beforeAll(async () => {
  setMaxListeners(1_000)
  harness = await built<Harness>(entry)
})
afterAll(() => {
  setMaxListeners(10)
})

describe('random interleavings under a virtual clock', () => {
  it('never show one customer to whoever has another, over the hub and the card', async () => {
    const seed = runSeed()
    const { ran, failed } = await harness.interleavings(seed, honest)
    console.log(`interleavings: ${ran} from seed ${seed}`)
    expect(failed, failed && `repeat with: npm run soak -- --seed ${failed.seed}`).toBeUndefined()
    expect(ran).toBe(honest)
  }, 600_000)

  it('repeat exactly: a seed that failed fails again, in the same words', async () => {
    const broken = await built<Harness>(
      entry,
      mutants.find((m) => m.name === 'cache key without customer')!.faults,
    )
    const { failed } = await broken.interleavings(1, maxSeeds, 'hub')
    expect(failed).toBeDefined()
    expect(await broken.interleave(failed!.seed)).toBe(failed!.says)
    expect(await harness.interleave(failed!.seed)).toBeUndefined()
  })
})
