import { type Profile, profileOf } from '../../../hub/identity/compare/profile.ts'
import { foundRecordOf } from '../../files/records.ts'
import { type Linked, type LinkOptions, linkProfiles } from '../../linkage/link-profiles.ts'
import type { FamilyRecord } from './generate.ts'

const settings = { country: 'ES', ownDomains: [], ownValues: [] }
/** What the matcher sees of a record: its columns. */
export const profilesOf = (world: readonly FamilyRecord[]): Profile[] =>
  world.map(({ id, entity: _whose, role: _role, house: _house, ...values }) =>
    profileOf(foundRecordOf('families', id, values, settings), 'ES'),
  )

export interface Measured {
  precision: number
  recall: number
  wrong: [FamilyRecord, FamilyRecord][]
  linked: Linked
}

/**
 * Links a labelled world and counts pairs; `whose` says whose a record is (planted tests give another
 * answer).
 */
export function measure(
  world: readonly FamilyRecord[],
  options: LinkOptions = {},
  whose: (r: FamilyRecord) => string = (r) => r.entity,
): Measured {
  const linked = linkProfiles(profilesOf(world), options)
  const records = new Map<string, number>()
  for (const r of world) records.set(whose(r), (records.get(whose(r)) ?? 0) + 1)
  let wanted = 0
  for (const n of records.values()) wanted += (n * (n - 1)) / 2
  let right = 0
  const wrong: Measured['wrong'] = []
  for (const cluster of linked.clustering.clusters) {
    for (const [n, i] of cluster.entries()) {
      for (const j of cluster.slice(n + 1)) {
        const [a, b] = [world[i] as FamilyRecord, world[j] as FamilyRecord]
        if (whose(a) === whose(b)) right++
        else wrong.push([a, b])
      }
    }
  }
  return {
    precision: right + wrong.length === 0 ? 1 : right / (right + wrong.length),
    recall: wanted === 0 ? 1 : right / wanted,
    wrong,
    linked,
  }
}
