import type { LearntWeights } from '../../../contract/index.ts'
import { fields, shipped } from './weights.ts'

const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)
const short = (x: unknown): string =>
  x === undefined ? 'nothing' : (JSON.stringify(x)?.slice(0, 40) ?? String(x))
/** Every chance must leave room for the other levels, and weights are logarithms: 0 would be a certainty. */
const isChance = (x: unknown): x is number => typeof x === 'number' && x > 0 && x <= 1

/**
 * What `ficha weigh` wrote, read back. Faults, one line each, say which field, what was found and what to
 * write; with any of them nothing is used: half a set of weights would join strangers without a word.
 */
export function parseWeights(
  input: unknown,
): { weights: LearntWeights; faults: [] } | { weights: null; faults: string[] } {
  const again = 'write the file again with `ficha weigh`'
  if (!isRecord(input) || !isRecord(input.fields))
    return { weights: null, faults: [`found ${isRecord(input) ? 'no `fields`' : short(input)}; ${again}`] }
  const faults: string[] = []
  const { prior, households } = input
  if (typeof prior !== 'number' || !(prior < 0 && prior >= -60))
    faults.push(`prior: found ${short(prior)}; write bits below 0, as -17`)
  if (typeof households !== 'boolean')
    faults.push(`households: found ${short(households)}; write true or false`)
  const given = input.fields
  for (const key of Object.keys(given))
    if (!(fields as readonly string[]).includes(key))
      faults.push(`fields.${key.slice(0, 40)}: no such field; write some of ${fields.join(', ')}`)
  const read = fields.map((field, f) => {
    const one = given[field]
    const level = (side: 'm' | 'u'): number[] => {
      const wanted = (shipped[side][f] as readonly number[]).length
      const list: unknown = isRecord(one) ? one[side] : undefined
      if (Array.isArray(list) && list.length === wanted && list.every(isChance)) return list
      faults.push(
        `fields.${field}.${side}: found ${short(list)}; write ${wanted} chances above 0 and up to 1`,
      )
      return []
    }
    const [m, u] = [level('m'), level('u')]
    if (m.length > 0 && u.length > 0 && field !== 'order' && (m[0] as number) <= (u[0] as number))
      faults.push(
        `fields.${field}: found full agreement as likely among strangers (${u[0]}) as in one person (${m[0]}); ${again}`,
      )
    return [field, { m, u }] as const
  })
  if (faults.length > 0) return { weights: null, faults }
  return {
    weights: {
      prior: prior as number,
      households: households as boolean,
      fields: Object.fromEntries(read) as unknown as LearntWeights['fields'],
    },
    faults: [],
  }
}
