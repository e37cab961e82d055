import type { Connector, Identifier } from '../../contract/index.ts'
import { phoneAlternatives } from '../../contract/phone.ts'
import { learntModel } from './compare/bits.ts'
import { identifierKey, isShortNumber, sameIdentifier } from './identifiers.ts'
import { fold } from './normalise/fold.ts'
import { isMojibake, parseName } from './normalise/names.ts'
import { formsOf } from './normalise/nicknames.ts'
import { numberAsWritten } from './normalise/numbers.ts'
import { bearsKey, foundRecord, readHints } from './resolve/found.ts'
import { resolve } from './resolve/resolve.ts'
import type {
  FindOutcome,
  FoundRecord,
  Identification,
  IdentifyInput,
  LinkDecisions,
  Person,
  RecordKey,
  Resolution,
} from './types.ts'

/**
 * What a system is asked by: a line that its country writes in two ways, in both; a number bare, and with the
 * dashes that count in some systems; a mail as mail servers write its domain, and as people do.
 */
const spellingsOf = ({ kind, value, raw }: Identifier): readonly string[] => [
  value,
  ...(kind === 'phone' ? phoneAlternatives(value) : []),
  ...(value.includes('xn--') ? (raw.match(/[^\s<]+@[^>]+/) ?? []) : []),
  ...(/^(order|ticket|loyalty)$/.test(kind) ? [numberAsWritten(raw)] : []),
]

interface Arrival {
  connector: Connector
  key: Identifier
  depth: number
  outcome: FindOutcome
}

/**
 * Hints → every connector that can find by them, side by side → records → one person, several or nobody; then
 * further through unique and joined strong keys. Yields at each change; the last one is `done`. Ends early,
 * without it, when the signal aborts.
 */
export async function* identify(input: IdentifyInput): AsyncGenerator<Identification, void, undefined> {
  const { settings, signal } = input
  const { read, bad } = readHints(input.hints, settings)
  // 1001 is an order of each shop: where several systems could know it, it proves nothing by itself
  const hints = read.map((hint) =>
    isShortNumber(hint) && input.connectors.filter((c) => c.find?.by.includes(hint.kind)).length > 1
      ? { ...hint, grade: hint.grade === 'unique' ? ('weak' as const) : hint.grade }
      : hint,
  )
  const records = new Map<RecordKey, FoundRecord>()
  const depths = new Map<RecordKey, number>()
  const dropped: { connector: string }[] = []
  const counts = new Map<string, number>()
  const asked = new Set<string>()
  const arrivals: Arrival[] = []
  let wake: () => void = () => {}
  let pending = 0
  let state: ShownState = { anchor: null, person: null, signature: '', revision: -1 }

  /** Side by side; each (connector, key) once; never more than the tenant's limit. */
  const ask = (key: Identifier, depth: number): void => {
    if (key.grade === 'blocked' || isGeneric(key)) return
    for (const connector of input.connectors) {
      if (
        !connector.find?.by.includes(key.kind) ||
        (key.kind === 'system' && key.scope !== undefined && key.scope !== connector.id)
      )
        continue
      for (const value of spellingsOf(key)) {
        const spelling = { ...key, value }
        const mark = `${connector.id}\n${identifierKey(spelling)}`
        if (asked.has(mark) || asked.size >= settings.maxFinds) continue
        asked.add(mark)
        pending++
        void input
          .find(connector, spelling)
          .then(
            (outcome) => arrivals.push({ connector, key, depth, outcome }),
            () => arrivals.push({ connector, key, depth, outcome: { ok: false, code: 'unavailable' } }),
          )
          .finally(() => {
            pending--
            wake()
          })
      }
    }
  }
  const seenOn = (id: Identifier): number => counts.get(identifierKey(id)) ?? 0
  const isGeneric = (id: Identifier): boolean => seenOn(id) > settings.genericAbove
  /**
   * Counts are read once per value and then frozen: a value does not change its grade in the middle of a
   * resolution.
   */
  const count = async (ids: readonly Identifier[]): Promise<void> => {
    const fresh = [
      ...new Map(
        ids
          .filter((id) => countable(id) && !counts.has(identifierKey(id)))
          .map((id) => [identifierKey(id), id]),
      ).values(),
    ]
    if (fresh.length === 0) return
    const seen = await input.generics.count(
      input.tenant,
      fresh.map(({ kind, value }) => ({ kind, value })),
    )
    fresh.forEach((id, i) => counts.set(identifierKey(id), seen[i] ?? 0))
  }
  const take = ({ connector, key, depth, outcome }: Arrival): void => {
    if (!outcome.ok || outcome.match.match === 'none') return
    for (const record of outcome.match.match === 'one' ? [outcome.match.record] : outcome.match.records) {
      const found = foundRecord(connector, record, [key], settings)
      if (!bearsKey(found, key)) {
        dropped.push({ connector: connector.id })
        input.dropped?.(connector.id, key.kind)
        continue
      }
      const known = records.get(found.key)
      if (!known && records.size >= settings.maxRecords) continue
      records.set(
        found.key,
        known
          ? {
              ...known,
              foundBy: known.foundBy.some((k) => sameIdentifier(k, key))
                ? known.foundBy
                : [...known.foundBy, key],
            }
          : found,
      )
      depths.set(found.key, Math.min(depth, depths.get(found.key) ?? depth))
    }
  }
  const model = learntModel(settings.weights)
  let decisions: LinkDecisions = noDecisions
  const resolved = async (): Promise<Resolution> => {
    if (records.size > 0) decisions = await input.readDecisions([...records.values()])
    return resolve(
      {
        ...decisions,
        hints,
        records: [...records.values()],
        generic: isGeneric,
        chosen: input.chosen,
        country: settings.country,
        shared: (id) => decisions.shared.has(`${id.kind}|${id.value}`) || seenOn(given(id)) > 1,
        duplicatesAllowed: (id) => input.connectors.some((c) => c.id === id && c.mayHoldDuplicates === true),
      },
      model,
    )
  }

  // One listener for the whole run: Node reports one for each answer as a leak.
  signal.addEventListener('abort', () => wake(), { once: true })
  await count([...hints, ...hints.map(given)])
  for (const hint of hints) ask(hint, 0)
  for (const key of input.chosen ?? []) {
    const at = key.indexOf('/')
    ask({ kind: 'system', scope: key.slice(0, at), value: key.slice(at + 1), raw: key, grade: 'unique' }, 0)
  }
  for (;;) {
    if (signal.aborted) return
    if (arrivals.length === 0 && pending > 0)
      await new Promise<void>((r) => {
        wake = r
      })
    if (signal.aborted) return
    for (const arrival of arrivals.splice(0)) take(arrival)
    await count([...records.values()].flatMap((r) => r.identifiers))
    const resolution = await resolved()
    if (resolution.outcome === 'identified' && resolution.person) {
      const depth = Math.max(...resolution.person.records.map((k) => depths.get(k) ?? 0)) + 1
      if (depth <= settings.expandDepth) for (const key of resolution.expand) ask(key, depth)
    }
    const done = pending === 0 && arrivals.length === 0
    // A system that has not answered yet may know somebody whom a cannot-link excludes: nothing is shown until
    // all have answered, so that an excluded person does not appear for a moment.
    if (!done && decisions.excluded.size > 0) continue
    const next = keepIdentified(state, resolution, (key) => bareRecord(records.get(key)))
    if (done || (next.signature !== state.signature && records.size > 0)) {
      const revision = next.signature === state.signature ? Math.max(0, state.revision) : state.revision + 1
      const retracted = (state.person?.records ?? []).filter(
        (k) => !next.resolution.person?.records.includes(k),
      )
      state = {
        anchor: next.anchor,
        person: next.resolution.person ?? null,
        signature: next.signature,
        revision,
      }
      if (done) await learn(input, records, next.resolution)
      yield {
        revision,
        resolution: next.resolution,
        records: new Map(records),
        hints,
        bad,
        retracted,
        dropped: [...dropped],
        pending,
        done,
        ...(next.question ? { question: next.question } : {}),
      }
    }
    if (done) return
  }
}

/** What the last published revision showed. */
interface ShownState {
  anchor: RecordKey | null
  person: Person | null
  signature: string
  revision: number
}

/** Whether a record has neither name nor birth date, as that of a browser where a mail was typed. */
const bareRecord = (found: FoundRecord | undefined): boolean =>
  !found?.record.name?.full.trim() && !found?.record.birthDate

/**
 * The person already identified stays; another one becomes a question to the agent. Doubt that appears
 * (`several`) is shown as doubt. A person of bare records only is replaced without a question by a named
 * person who has the same keys.
 */
function keepIdentified(
  previous: ShownState,
  resolution: Resolution,
  bare: (key: RecordKey) => boolean,
): { resolution: Resolution; question?: Person; anchor: RecordKey | null; signature: string } {
  const now = resolution.person
  const other =
    resolution.outcome === 'identified' &&
    now &&
    previous.anchor !== null &&
    !now.records.includes(previous.anchor) &&
    !(previous.person?.records.every(bare) ?? true)
  const current = other
    ? (resolution.candidates.find((c) => c.records.includes(previous.anchor as string)) ?? previous.person)
    : null
  const shown: Resolution =
    other && current
      ? {
          ...resolution,
          person: current,
          candidates: [now, ...resolution.candidates.filter((c) => c !== current)],
          expand: [],
        }
      : resolution
  const stays =
    previous.anchor !== null && (other || shown.person?.records.includes(previous.anchor) === true)
  const anchor =
    shown.outcome === 'identified' ? (stays ? previous.anchor : (shown.person?.records[0] ?? null)) : null
  const signature = JSON.stringify([
    shown.outcome,
    shown.person?.records,
    shown.person?.by,
    shown.candidates.map((c) => c.records),
    shown.conflicts.map((c) => c.records),
    other ? now.records : null,
  ])
  return { resolution: shown, anchor, signature, ...(other ? { question: now } : {}) }
}

export const noDecisions: LinkDecisions = { links: [], excluded: new Set(), shared: new Set() }
/** Beside how many people bear a value, how many first names: two of them are a household. */
const given = (id: Identifier): Identifier => ({ ...id, kind: `given ${id.kind}` as 'mail' })
const countable = (id: Identifier): boolean =>
  id.grade !== 'blocked' && /mail|phone|loy|vis|nat/.test(id.kind)

/**
 * Says on which people each value was seen, for the counts of later resolutions. A person counts by the name
 * of the first record, else by that record; a first name by its first form.
 */
async function learn(
  input: IdentifyInput,
  records: ReadonlyMap<RecordKey, FoundRecord>,
  resolution: Resolution,
): Promise<void> {
  const people = [...(resolution.person ? [resolution.person] : []), ...resolution.candidates]
  const seen = [...records.values()].flatMap((r) => {
    const first = people.find((p) => p.records.includes(r.key))?.records[0] ?? r.key
    const { name } = (records.get(first) ?? r).record
    // an answer that was decoded wrongly is not what the record says
    if (
      [r.record.name?.full, name?.full, ...r.identifiers.map((id) => id.raw)].some((t) => t && isMojibake(t))
    )
      return []
    const called = name && parseName(name)?.cuts[0]?.given[0]
    const of = ({ kind, value }: Identifier, person = name ? fold(name.full).trim() : first) => ({
      kind,
      value,
      person,
    })
    const values = r.identifiers
      .filter(countable)
      .flatMap((id) => [of(id), ...(called?.[1] ? [of(given(id), formsOf(called)[0])] : [])])
    return [{ record: r.key, values }]
  })
  if (seen.length > 0) await input.generics.seen(input.tenant, seen)
}
