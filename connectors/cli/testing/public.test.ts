import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shipped } from '../../hub/identity/compare/weights.ts'
import { linkProfiles } from '../linkage/link-profiles.ts'
import { scorePairs } from '../linkage/score.ts'
import { seeded } from '../linkage/train.ts'
import { clusterPairs, fake1000, febrl, type Labelled } from './labelled.ts'

const data = process.env.FICHA_DATA ?? ''
const here = data !== '' && existsSync(`${data}/febrl/dataset1.csv`)
/** A wrong set of labels: the same cluster sizes dealt to other records. */
function dealt(set: Labelled): Set<string> {
  const random = seeded(3)
  const entities = [...set.entities]
  for (let i = entities.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[entities[i], entities[j]] = [entities[j]!, entities[i]!]
  }
  const groups = new Map<string, number[]>()
  entities.forEach((e, i) => groups.set(e, [...(groups.get(e) ?? []), i]))
  return clusterPairs([...groups.values()])
}

test.skipIf(!here).each([
  ['FEBRL 1', () => febrl(data, 1), 0.9995],
  ['FEBRL 2', () => febrl(data, 2), 0.9995],
  ['FEBRL 3', () => febrl(data, 3), 0.9995],
  ['fake_1000', () => fake1000(data), 0.96],
] as const)(
  'FICHA_DATA %s: pairwise F1 of the final clusters, no label used; a wrong permutation of labels gives about nothing',
  async (name, load, least) => {
    const set = await load()
    const found = clusterPairs(linkProfiles(set.profiles).clustering.clusters)
    const score = scorePairs(found, set.truth)
    console.log(
      `${name}: precision ${score.precision.toFixed(4)} recall ${score.recall.toFixed(4)} F1 ${score.f1.toFixed(5)}`,
    )
    expect(score.f1).toBeGreaterThanOrEqual(least)
    expect(scorePairs(found, dealt(set)).f1).toBeLessThan(0.02)
  },
)

/** Each probability we ship, halved, doubled or in between, by chance; what puts it back. */
function shaken(seed: number): () => void {
  const random = seeded(seed)
  const all = [...shipped.m, ...shipped.u] as number[][]
  const before = all.map((levels) => [...levels])
  all.forEach((levels, f) => {
    const next = levels.map((x) => x * 2 ** (random() * 2 - 1))
    // m are shares of one whole; u stand alone.
    const whole =
      f < shipped.m.length ? next.reduce((a, b) => a + b, 0) / levels.reduce((a, b) => a + b, 0) : 1
    next.forEach((x, i) => {
      levels[i] = Math.min(0.999, x / whole)
    })
  })
  return () =>
    before.forEach((levels, f) => {
      all[f]?.splice(0, levels.length, ...levels)
    })
}
test.skipIf(!here)(
  'FICHA_DATA FEBRL: the weights are learnt from the records: with each one we ship halved or doubled by chance, the clusters are as good',
  async () => {
    const sets = [await febrl(data, 1), await febrl(data, 2), await febrl(data, 3)]
    for (const seed of [1, 2]) {
      const back = shaken(seed)
      try {
        const f1 = sets.map(
          (set) => scorePairs(clusterPairs(linkProfiles(set.profiles).clustering.clusters), set.truth).f1,
        )
        console.log(`FEBRL, shipped weights shaken (${seed}): F1 ${f1.map((f) => f.toFixed(5)).join(', ')}`)
        for (const f of f1) expect(f).toBeGreaterThanOrEqual(0.9995)
      } finally {
        back()
      }
    }
  },
)
