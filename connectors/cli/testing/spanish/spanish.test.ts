import { expect, test } from 'vitest'
import { profileOf } from '../../../hub/identity/compare/profile.ts'
import { foundRecordOf } from '../../files/records.ts'
import { linkProfiles } from '../../linkage/link-profiles.ts'
import { scorePairs } from '../../linkage/score.ts'
import { clusterPairs } from '../labelled.ts'
import { spanishWorld } from './generate.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
test('the Spanish world: households, shared mails, nicknames and two surnames; strangers are not joined', () => {
  const world = spanishWorld(900)
  expect(spanishWorld(900)).toEqual(world)
  const profiles = world.map(({ id, entity: _truth, ...values }) =>
    profileOf({ ...foundRecordOf('es', id, values, settings) }, 'ES'),
  )
  const linked = linkProfiles(profiles)
  const found = clusterPairs(linked.clustering.clusters)
  const truth = new Set<string>()
  world.forEach((a, i) =>
    world.forEach((b, j) => {
      if (i < j && a.entity === b.entity) truth.add(`${i} ${j}`)
    }),
  )
  const score = scorePairs(found, truth)
  console.log(
    `Spanish: ${world.length} records, precision ${score.precision.toFixed(4)} recall ${score.recall.toFixed(4)} F1 ${score.f1.toFixed(4)}`,
  )
  if (process.env.SHOW)
    for (const p of [...found].filter((x) => !truth.has(x)).slice(0, 12)) {
      const [i, j] = p.split(' ').map(Number) as [number, number]
      console.log(
        linked.clustering.bits(i, j).toFixed(1),
        Object.values(world[i]!).join('|'),
        ' # ',
        Object.values(world[j]!).join('|'),
      )
    }
  expect(linked.trained.households).toBe(true)
  expect(score.precision).toBeGreaterThanOrEqual(0.99)
  expect(score.recall).toBeGreaterThanOrEqual(0.93)
})
