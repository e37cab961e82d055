import { setMaxListeners } from 'node:events'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mutants } from './mutants.ts'
import { built } from './planted.ts'

type Harness = typeof import('./interleavings.ts')
const entry = resolve(import.meta.dirname, 'interleavings.ts')
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

describe('planted mutants, each caught', () => {
  for (const { name, by, faults } of mutants)
    it(name, async () => {
      const broken = await built<Harness>(entry, faults)
      const { ran, failed } = await broken.interleavings(1, maxSeeds, by)
      console.log(
        `mutant «${name}»: ${failed ? `killed by seed ${failed.seed} after ${ran}: ${failed.says}` : `alive after ${ran}`}`,
      )
      expect(failed).toBeDefined()
      expect(await harness.interleave(failed!.seed)).toBeUndefined()
    })
})
