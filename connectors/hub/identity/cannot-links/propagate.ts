import type { Link } from '../../ports.ts'
import type { FoundRecord, RecordKey } from '../types.ts'
import { compareStrengths, isSamePerson, matchStrength } from './person-fingerprint.ts'

/**
 * A *not the same person* decision names two records but applies to both people: it becomes a cannot-link
 * between every known record of the one and every known record of the other. The fingerprints kept with the
 * decision say whose a record is. Neither the order of the records nor which of them answered matters.
 */
export function propagateCannotLinks(
  links: readonly Link[],
  records: readonly FoundRecord[],
): readonly Link[] {
  const decisions = latestDecisions(links)
  const out: Link[] = [...decisions]
  for (const link of decisions) {
    if (link.decision !== 'different') continue
    const { sideA, sideB, undecided } = assignSides(link, records)
    if (decisions.some((later) => joinsSides(later, link, sideA, sideB))) continue
    const separate = (x: RecordKey, y: RecordKey) => {
      if (x !== y && !(x === link.a && y === link.b))
        out.push({ ...link, ...(x < y ? { a: x, b: y } : { a: y, b: x }) })
    }
    for (const x of sideA) for (const y of sideB) separate(x, y)
    // A record as like the one as the other joins neither.
    for (const z of undecided) for (const w of [...sideA, ...sideB]) separate(z, w)
  }
  return out
}

/** Which of the two people each record belongs to; records of neither are left out. */
function assignSides(link: Link, records: readonly FoundRecord[]) {
  const fingerprintA = new Set(link.meets?.a)
  const fingerprintB = new Set(link.meets?.b)
  const sideA: RecordKey[] = []
  const sideB: RecordKey[] = []
  const undecided: RecordKey[] = []
  for (const record of records) {
    const a = record.key === link.a ? 'same-record' : matchStrength(record, fingerprintA)
    const b = record.key === link.b ? 'same-record' : matchStrength(record, fingerprintB)
    if (!isSamePerson(a) && !isSamePerson(b)) continue
    const stronger = compareStrengths(a, b)
    ;(stronger > 0 ? sideA : stronger < 0 ? sideB : undecided).push(record.key)
  }
  return { sideA, sideB, undecided }
}

/** A human joined the two people after they were set apart: the later decision counts. */
const joinsSides = (
  later: Link,
  link: Link,
  sideA: readonly RecordKey[],
  sideB: readonly RecordKey[],
): boolean =>
  later.decision === 'same' &&
  later.at > link.at &&
  ((sideA.includes(later.a) && sideB.includes(later.b)) ||
    (sideA.includes(later.b) && sideB.includes(later.a)))

/** The latest decision about each pair. */
function latestDecisions(links: readonly Link[]): readonly Link[] {
  const latest = new Map<string, Link>()
  for (const link of [...links].sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : x.id < y.id ? -1 : 1)))
    latest.set(`${link.a}\n${link.b}`, link)
  return [...latest.values()]
}
