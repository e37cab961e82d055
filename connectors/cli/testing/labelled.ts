import { type Profile, profileOf } from '../../hub/identity/compare/profile.ts'
import type { Field } from '../files/columns.ts'
import { readRows } from '../files/read-rows.ts'
import { foundRecordOf, settingsOf } from '../files/records.ts'

/**
 * A public set in our columns, with its true pairs. Used by tests and benchmarks; labels never reach the
 * matcher.
 */
export interface Labelled {
  ids: string[]
  profiles: Profile[]
  truth: Set<string>
  entities: string[]
  rows: Partial<Record<Field, string>>[]
}
const settings = settingsOf('AU')

export async function labelled(
  path: string,
  entity: (row: Record<string, unknown>) => string,
): Promise<Labelled> {
  const out: Labelled = { ids: [], profiles: [], truth: new Set(), entities: [], rows: [] }
  for await (const row of readRows(path)) {
    if ('problem' in row) continue
    const v = Object.fromEntries(
      Object.entries(row.values).map(([k, x]) => [k, typeof x === 'string' ? x.trim() : '']),
    )
    const id = v.rec_id ?? v.unique_id ?? ''
    const street = [[v.street_number, v.address_1].filter(Boolean).join(' '), v.address_2]
      .filter(Boolean)
      .join(', ')
    const values = Object.fromEntries(
      Object.entries({
        id,
        given: v.given_name ?? v.first_name,
        family: v.surname,
        birthdate: v.date_of_birth ?? v.dob,
        nationalid: v.soc_sec_id,
        email: v.email,
        street,
        locality: v.suburb ?? v.city,
        postcode: v.postcode,
        region: v.state,
      }).filter(([, x]) => x),
    ) as Labelled['rows'][number]
    const found = foundRecordOf('set', id, values, settings)
    out.ids.push(id)
    out.rows.push(values)
    out.entities.push(entity(v))
    out.profiles.push(profileOf(found, settings.country))
  }
  const groups = new Map<string, number[]>()
  out.entities.forEach((e, i) => groups.set(e, [...(groups.get(e) ?? []), i]))
  for (const group of groups.values())
    for (const a of group) for (const b of group) if (a < b) out.truth.add(`${a} ${b}`)
  return out
}
export const febrl = (dir: string, n: number): Promise<Labelled> =>
  labelled(`${dir}/febrl/dataset${n}.csv`, (v) => /\d+/.exec(String(v.rec_id))?.[0] ?? '')
export const fake1000 = (dir: string): Promise<Labelled> =>
  labelled(`${dir}/splink/fake_1000.csv`, (v) => String(v.cluster))

export function clusterPairs(clusters: readonly (readonly number[])[]): Set<string> {
  const out = new Set<string>()
  for (const c of clusters) for (const a of c) for (const b of c) if (a < b) out.add(`${a} ${b}`)
  return out
}
