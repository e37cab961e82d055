import type { Link } from '../../ports.ts'
import type { FoundRecord } from '../types.ts'
import { matchStrength } from './person-fingerprint.ts'

/**
 * "These two are not one person" holds for people, not for the two records it was said of: every heard record
 * of the one is kept apart from every heard record of the other, told by the traits the decision was kept
 * with. Which of them answer does not matter, nor in what order.
 */
export function propagateCannotLinks(
  links: readonly Link[],
  records: readonly FoundRecord[],
): readonly Link[] {
  const standing = lastWords(links)
  const out: Link[] = [...standing]
  for (const link of standing) {
    if (link.decision !== 'different') continue
    const met = { a: new Set(link.meets?.a), b: new Set(link.meets?.b) }
    const one: string[] = []
    const other: string[] = []
    const either: string[] = []
    for (const r of records) {
      const [a, b] = [
        r.key === link.a ? 4 : matchStrength(r, met.a),
        r.key === link.b ? 4 : matchStrength(r, met.b),
      ]
      if (Math.max(a, b) >= 2) (a > b ? one : b > a ? other : either).push(r.key)
    }
    // a human joined the two since: the later word
    if (
      standing.some(
        (l) =>
          l.decision === 'same' &&
          l.at > link.at &&
          ((one.includes(l.a) && other.includes(l.b)) || (one.includes(l.b) && other.includes(l.a))),
      )
    )
      continue
    const apart = (x: string, y: string) => {
      if (x !== y && !(x === link.a && y === link.b))
        out.push({ ...link, ...(x < y ? { a: x, b: y } : { a: y, b: x }) })
    }
    for (const x of one) for (const y of other) apart(x, y)
    // As like the one as the other: it joins neither, as when both are heard.
    for (const z of either) for (const w of [...one, ...other]) apart(z, w)
  }
  return out
}

/** What was said last of each pair. */
function lastWords(links: readonly Link[]): readonly Link[] {
  const last = new Map<string, Link>()
  for (const l of [...links].sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : x.id < y.id ? -1 : 1)))
    last.set(`${l.a}\n${l.b}`, l)
  return [...last.values()]
}
