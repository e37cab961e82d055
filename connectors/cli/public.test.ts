import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { clusterPairs, fake1000, febrl, type Labelled } from './labelled.ts'
import { linkProfiles } from './link.ts'
import { scorePairs } from './score.ts'
import { seeded } from './train.ts'

const data = process.env['FICHA_DATA'] ?? ''
const here = data !== '' && existsSync(`${data}/febrl/dataset1.csv`)
/** A wrong set of labels: the same cluster sizes dealt to other records. */
function dealt(set: Labelled): Set<string> {
  const random = seeded(3)
  const entities = [...set.entities]
  for (let i = entities.length - 1; i > 0; i--) { const j = Math.floor(random() * (i + 1)); [entities[i], entities[j]] = [entities[j]!, entities[i]!] }
  const groups = new Map<string, number[]>()
  entities.forEach((e, i) => groups.set(e, [...(groups.get(e) ?? []), i]))
  return clusterPairs([...groups.values()])
}

test.skipIf(!here).each([
  ['FEBRL 1', () => febrl(data, 1), 0.9995], ['FEBRL 2', () => febrl(data, 2), 0.9995], ['FEBRL 3', () => febrl(data, 3), 0.9995], ['fake_1000', () => fake1000(data), 0.96],
] as const)('FICHA_DATA %s: pairwise F1 of the final clusters, no label used; a wrong permutation of labels gives about nothing', async (name, load, least) => {
  const set = await load()
  const found = clusterPairs(linkProfiles(set.profiles).clustering.clusters)
  const score = scorePairs(found, set.truth)
  console.log(`${name}: precision ${score.precision.toFixed(4)} recall ${score.recall.toFixed(4)} F1 ${score.f1.toFixed(5)}`)
  expect(score.f1).toBeGreaterThanOrEqual(least)
  expect(scorePairs(found, dealt(set)).f1).toBeLessThan(0.02)
}, 120_000)
