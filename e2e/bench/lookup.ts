import { performance } from 'node:perf_hooks'
import { createLookup } from '../../connectors/cli/linkage/lookup.ts'
import { seeded } from '../../connectors/cli/linkage/train.ts'
import { loaded } from '../../connectors/cli/testing/few-fields.ts'
import { countValues } from '../../connectors/hub/identity/compare/frequency.ts'
import type { Profile } from '../../connectors/hub/identity/compare/profile.ts'
import { priorFor, shipped } from '../../connectors/hub/identity/compare/weights.ts'

/** Rows of figures, milliseconds unless the column says otherwise. */
export interface Table {
  title: string
  columns: string[]
  rows: (string | number)[][]
}

const syllables =
  'ba be bi bo ca co cu da de di fa fe ga go ja jo la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se so ta te to va ve vi za zo'.split(
    ' ',
  )
/** People drawn with the skew of real ones: few names are common, most are rare. */
function people(n: number): Profile[] {
  const random = seeded(n)
  const word = (k: number) => {
    let s = ''
    for (let v = k + 41; v > 0; v = Math.floor(v / syllables.length)) s += syllables[v % syllables.length]
    return s
  }
  const skew = (size: number) => Math.floor(size * random() ** 2.2)
  return Array.from(
    { length: n },
    (_, i) =>
      loaded('records', String(i), {
        given: word(skew(900)),
        family: `${word(skew(6_000))} ${word(skew(6_000))}`,
        birthdate: `${1940 + Math.floor(random() * 65)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
        postcode: String(10_000 + skew(9_000)),
        locality: word(skew(2_000) + 5_000),
      }).profile,
  )
}

/** Lookup of one customer by name and one more field, warm, over growing numbers of records. */
export function measure(sizes: readonly number[]): Table {
  const rows: Table['rows'] = []
  for (const n of sizes) {
    const all = people(n)
    const started = performance.now()
    const lookup = createLookup(all, {
      weights: shipped,
      frequency: countValues(all.map((p) => [p])),
      prior: priorFor(n),
    })
    const built = performance.now() - started
    const random = seeded(1)
    const times: number[] = []
    let first = 0
    const tries = 4_000
    for (let i = 0; i < tries; i++) {
      const at = Math.floor(random() * n)
      const p = all[at] as Profile
      const query: Profile =
        i % 2 === 0 ? { ...p, birthDate: '', locality: '' } : { ...p, postcode: '', locality: '' }
      const from = performance.now()
      const hits = lookup.find(query)
      if (i >= tries / 4) {
        times.push(performance.now() - from)
        if (hits[0]?.at === at) first++
      }
    }
    times.sort((a, b) => a - b)
    const q = (share: number) => Number((times[Math.floor(times.length * share)] as number).toFixed(4))
    rows.push([
      n,
      q(0.5),
      q(0.95),
      q(0.99),
      Number(((100 * first) / times.length).toFixed(1)),
      Math.round(built),
    ])
  }
  return {
    title: 'Identity: lookup of one customer (name and one field)',
    columns: ['records', 'p50', 'p95', 'p99', 'right first, %', 'index built'],
    rows,
  }
}
