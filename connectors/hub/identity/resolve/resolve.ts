import type { Identifier, IdentifierKind } from '../../../contract/index.ts'
import { hubModel, type Model } from '../compare/bits.ts'
import { type Profile, profileOf } from '../compare/profile.ts'
import { identifierKey, isSameMailbox, sameIdentifier } from '../identifiers.ts'
import { isFamily } from '../normalise/mail.ts'
import {
  type Evidence,
  type FoundRecord,
  type Person,
  type RecordKey,
  type ReportedVeto,
  type Resolution,
  type ResolveInput,
  reportedVetoes,
} from '../types.ts'
import { bears, type CandidateStanding, decide } from './outcome.ts'
import { crowded, groupPeople, type People } from './people.ts'
import { reasonsOf, uniqueBits } from './reasons.ts'
import { decisions, relate } from './relation.ts'

/** A value on more clearly different people than this, in one resolution, tells none of them. */
const crowd = 3
const shownAtMost = 8

/**
 * Pure, and independent of the order of records, hints and links. `chosen`: records a human already chose;
 * `query`: what was asked, where it is more than its hints say (a street, a town).
 */
export function resolve(
  input: ResolveInput & {
    chosen?: readonly RecordKey[] | undefined
    excluded?: ReadonlySet<RecordKey> | undefined
    country?: string | undefined
    query?: Profile | undefined
  },
  model: Model = hubModel,
): Resolution {
  const country = input.country ?? 'ES'
  const records = unlike(input.records)
  const plain = records.map((r) => profileOf(r, country, input.generic))
  const busy = crowded(plain, crowd)
  const generic = (id: Identifier) =>
    input.generic(id) || (busy.has(id.value) && (id.kind === 'mail' || id.kind === 'phone'))
  const profiles = busy.size === 0 ? plain : records.map((r) => profileOf(r, country, generic))
  const people = groupPeople(profiles, model, decisions(input.links), input.duplicatesAllowed)
  const hints = [...input.hints]
    .filter((h) => h.grade !== 'blocked' && !generic(h))
    .sort((a, b) => (identifierKey(a) < identifierKey(b) ? -1 : 1))
  const query =
    input.query ?? profileOf({ key: '?', connector: '?', identifiers: hints, record: {} }, country)
  const chosen = new Set(input.chosen ?? [])
  const isOut = (cluster: readonly number[]) =>
    cluster.some((i) => input.excluded?.has((records[i] as FoundRecord).key)) &&
    !cluster.some((i) => chosen.has((records[i] as FoundRecord).key))
  const shared = (h: Identifier) =>
    input.shared?.(h) ||
    isFamily(h.value) ||
    people.clusters.some((c) => isOut(c) && c.some((i) => bears(records[i] as FoundRecord, h)))
  const standings = people.clusters.flatMap((cluster, person) =>
    cluster.every((i) => (profiles[i] as Profile).nobody) || isOut(cluster)
      ? []
      : [standing(cluster, person, records, profiles, query, hints, model, chosen, shared)],
  )
  const verdict = decide(standings, { name: query.name !== null })
  const made = (s: CandidateStanding) => personOf(s, people, records, profiles, model)
  const related = verdict.order.filter(
    (s) =>
      s !== verdict.first &&
      (s.bits >= -6 ||
        s.best.nameAgrees ||
        s.unique.length + s.strong.length + s.weak.length > 0 ||
        (verdict.first && touches(people, verdict.first.person, s.person))),
  )
  const candidates = (
    verdict.outcome === 'identified'
      ? related.filter(
          (s) =>
            s.unique.length + s.strong.length > 0 ||
            (verdict.first && touches(people, verdict.first.person, s.person)),
        )
      : verdict.first
        ? [verdict.first, ...related]
        : related
  )
    .slice(0, shownAtMost)
    .map(made)
  const first = verdict.first ? made(verdict.first) : undefined
  return {
    outcome: verdict.outcome === 'several' && candidates.length === 0 ? 'nobody' : verdict.outcome,
    ...(first ? { person: first } : {}),
    candidates,
    conflicts: conflictsOf(people, records),
    expand: verdict.outcome === 'identified' && first ? toExpand(first, records, hints, generic) : [],
  }
}

/** Sorted by key, each key once: which copy of a record came first must not matter. */
function unlike(records: readonly FoundRecord[]): FoundRecord[] {
  const text = (r: FoundRecord) => JSON.stringify([r.record, r.identifiers])
  const sorted = [...records].sort((a, b) =>
    a.key !== b.key ? (a.key < b.key ? -1 : 1) : text(a) < text(b) ? 1 : -1,
  )
  return sorted.filter((r, i) => i === 0 || r.key !== (sorted[i - 1] as FoundRecord).key)
}

function standing(
  cluster: readonly number[],
  person: number,
  records: readonly FoundRecord[],
  profiles: readonly Profile[],
  query: Profile,
  hints: readonly Identifier[],
  model: Model,
  chosen: ReadonlySet<RecordKey>,
  shared: (h: Identifier) => unknown,
): CandidateStanding {
  const relations = cluster.map((i) =>
    relate({ ...query, kind: (profiles[i] as Profile).kind }, profiles[i] as Profile, model, null),
  )
  let best = 0
  relations.forEach((r, i) => {
    if (r.bits > (relations[best] as (typeof relations)[0]).bits) best = i
  })
  const relation = relations[best] as (typeof relations)[0]
  const own = cluster.flatMap((i) => ((profiles[i] as Profile).nobody ? [] : [records[i] as FoundRecord]))
  const borne = hints.flatMap((h) => {
    if (own.some((record) => bears(record, h))) return [h]
    const isBoxed = own.some((record) => record.identifiers.some((id) => isSameMailbox(id, h)))
    return isBoxed ? [{ ...h, grade: 'weak' as const }] : []
  })
  const of = (grade: Identifier['grade']) => borne.filter((h) => h.grade === grade)
  const unique = of('unique')
  return {
    person,
    bits: relation.bits + unique.filter((h) => h.kind !== 'nationalId').length * uniqueBits,
    unique,
    strong: of('strong'),
    weak: of('weak'),
    best: relation,
    bestRecord: cluster[best] as number,
    chosen: cluster.some((i) => chosen.has((records[i] as FoundRecord).key)),
    bare: cluster.every(
      (i) => (profiles[i] as Profile).name === null && (profiles[i] as Profile).birthDate === '',
    ),
    shared:
      unique.length === 0 &&
      (of('strong').every(shared) || cluster.some((i) => (profiles[i] as Profile).kind === 'household')),
    contradicts: relation.veto !== null && relation.veto !== 'kind' && relation.veto !== 'nobody',
  }
}

const strengths: readonly IdentifierKind[] = [
  'nationalId',
  'loyalty',
  'system',
  'order',
  'ticket',
  'visitor',
  'mail',
  'phone',
  'birthDate',
  'name',
  'postcode',
  'iban',
]

function personOf(
  s: CandidateStanding,
  people: People,
  records: readonly FoundRecord[],
  profiles: readonly Profile[],
  model: Model,
): Person {
  const cluster = people.clusters[s.person] as readonly number[]
  const keys = [...s.unique, ...s.strong, ...s.weak].sort(
    (a, b) => strengths.indexOf(a.kind) - strengths.indexOf(b.kind),
  )
  const kinds = new Set(cluster.map((i) => (records[i] as FoundRecord).record.kind ?? 'person'))
  const prior = model.prior
  const hints = reasonsOf(s.best, [(profiles[s.bestRecord] as Profile).system], prior)
  const numbers: Evidence[] = s.best.unique
    ? []
    : s.unique
        .filter((h) => h.kind !== 'nationalId')
        .map((h) => ({
          field: h.kind,
          reason: `hint.${h.kind}`,
          bits: uniqueBits,
          systems: systemsOf(cluster, profiles),
        }))
  const joins = cluster.slice(1).flatMap((i) => {
    const to = [...cluster]
      .filter((j) => j !== i && people.relation(i, j).join)
      .sort((x, y) => people.relation(i, y).bits - people.relation(i, x).bits || x - y)[0]
    if (to === undefined || (to > i && cluster.indexOf(to) === 0)) return []
    return reasonsOf(
      people.relation(i, to),
      [(profiles[to] as Profile).system, (profiles[i] as Profile).system],
      prior,
    ).filter((r) => r.field !== 'prior')
  })
  return {
    records: cluster.map((i) => (records[i] as FoundRecord).key).sort(),
    kind: kinds.has('company')
      ? 'company'
      : kinds.has('household')
        ? 'household'
        : kinds.size === 1 && kinds.has('prospect')
          ? 'prospect'
          : 'person',
    bits: Math.round(s.bits * 10) / 10,
    by: s.chosen
      ? 'agent'
      : s.unique.length + s.strong.length >= 2
        ? 'several-keys'
        : (keys[0]?.kind ?? 'name'),
    level:
      s.chosen || s.unique.length > 0 || (s.strong.length > 0 && (s.strong.length > 1 || s.best.nameAgrees))
        ? 'sure'
        : s.strong.length > 0 && !s.contradicts
          ? 'probable'
          : 'possible',
    reasons: [...numbers, ...hints, ...joins],
  }
}
const systemsOf = (cluster: readonly number[], profiles: readonly Profile[]): string[] =>
  [...new Set(cluster.map((i) => (profiles[i] as Profile).system))].sort()

/** Two people with something between them worth showing: a refused join, or weight above even odds. */
function touches(people: People, a: number, b: number): boolean {
  return (people.clusters[a] as readonly number[]).some((i) =>
    (people.clusters[b] as readonly number[]).some((j) => {
      const r = people.relation(i, j)
      return r.human !== 'different' && (r.unique !== null || r.strong.length > 0 || (r.bits >= 0 && !r.veto))
    }),
  )
}

function conflictsOf(people: People, records: readonly FoundRecord[]): Resolution['conflicts'] {
  const key = (i: number) => (records[i] as FoundRecord).key
  return people.refused
    .map((r) => ({
      code: r.why === 'system' ? ('duplicate-in-system' as const) : ('conflict' as const),
      records: [key(r.a), key(r.b)].sort(),
      why: r.why,
    }))
    .filter(isReported)
    .sort((a, b) => (a.records.join() < b.records.join() ? -1 : 1))
}

const isReported = <T extends { why: string }>(refused: T): refused is T & { why: ReportedVeto } =>
  (reportedVetoes as readonly string[]).includes(refused.why)

/** Only unique keys and the strong ones of joined records lead further; what was asked already does not. */
function toExpand(
  person: Person,
  records: readonly FoundRecord[],
  hints: readonly Identifier[],
  generic: (id: Identifier) => boolean,
): Identifier[] {
  const mine = new Set(person.records)
  const out = new Map<string, Identifier>()
  for (const r of records) {
    if (!mine.has(r.key)) continue
    for (const id of r.identifiers) {
      if (
        (id.grade !== 'unique' && id.grade !== 'strong') ||
        generic(id) ||
        hints.some((h) => sameIdentifier(h, id)) ||
        (id.kind === 'system' && (id.scope === r.connector || id.scope === undefined))
      )
        continue
      if (!out.has(identifierKey(id))) out.set(identifierKey(id), id)
    }
  }
  return [...out.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id)
}
