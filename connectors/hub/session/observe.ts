import type { AnyRow, Question } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { isWhole } from '../fetch/validate.ts'
import { pathOf } from '../policy/viewer.ts'
import type { CardNote, Contact } from '../ports.ts'
import type { RuleResult } from '../rules/types.ts'
import type { QueryRun } from './query-run.ts'

const most = 10
const contactDays = 14
const dayMs = 86_400_000
/** Each survey's scale, worst to best; one that is not named counts to its own `outOf`, or ten. */
const scales: Readonly<Record<string, readonly [number, number]>> = {
  nps: [0, 10],
  csat: [1, 5],
  ces: [1, 7],
  review: [1, 5],
}

/**
 * What this card learnt anyway, as bands, days and keyed hashes. A later card of the same customer is
 * compared with it, to measure what became of them. Nothing is asked for its sake.
 */
export async function contactSeen(
  hub: HubContext,
  tenant: string,
  queryRun: QueryRun,
  results: readonly RuleResult[],
): Promise<Contact> {
  const { clock, settings } = hub.ports
  const now = clock.now().getTime()
  const rows = (q: Question): AnyRow[] => queryRun.rowsOf(q).map((h) => h.row)
  const day = (at: unknown): string | undefined => dayOf(at, settings.timeZone)
  const key = (what: string) => hub.hash(`observed\n${tenant}\n${what}`)

  const scored = rows('feedback')
    .filter((r) => typeof r.score === 'number' && day(r.dateCreated))
    .sort(newest('dateCreated'))[0]
  const came = [
    ...rows('interactions')
      .filter((r) => !code(r.direction) || code(r.direction) === 'in')
      .map((r) => ({ matter: r.matter, at: r.startDate })),
    ...rows('requests').map((r) => ({ matter: r.matter ?? r.order, at: r.dateCreated })),
  ].filter(
    (c) =>
      typeof c.matter === 'string' &&
      now - Date.parse(String(c.at)) < contactDays * dayMs &&
      Date.parse(String(c.at)) <= now,
  )
  const contacts = new Map<string, { matter: string; on: string }>()
  for (const c of came) {
    const one = {
      matter: await key(`matter\n${String(c.matter).trim().toLowerCase()}`),
      on: day(c.at) as string,
    }
    contacts.set(`${one.on} ${one.matter}`, one)
  }
  const promises = rows('promises')
    .flatMap((r) => {
      const due = Date.parse(String(r.due))
      const kept = Date.parse(String(r.kept))
      // Not due yet and not kept: nothing to say.
      return Number.isNaN(due) || (Number.isNaN(kept) && due > now)
        ? []
        : [{ id: String(r.id), due, kept: kept <= due }]
    })
    .sort((a, b) => b.due - a.due)
    .slice(0, most)
  const bought = rows('orders')
    .filter((r) => code(r.status) !== 'cancelled')
    .sort(newest('orderDate'))
    .map((r) => day(r.orderDate))[0]
  const { risk, left } = settings.observe ?? { risk: 'at-risk', left: 'lapsed' }
  const answer = (rule: string) => {
    const is = results.find((r) => r.rule === rule)?.answer.is
    return is === 'yes' || is === 'no' ? is : undefined
  }
  const [atRisk, gone] = [answer(risk), answer(left)]
  return {
    saw: 'contact',
    contacts: [...contacts.values()].sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0)).slice(0, most),
    promises: await Promise.all(
      promises.map(async (p) => ({
        key: await key(`promise\n${p.id}`),
        due: day(new Date(p.due).toISOString()) as string,
        kept: p.kept,
      })),
    ),
    ...(scored ? { score: { band: band(scored), on: day(scored.dateCreated) as string } } : {}),
    ...(bought ? { bought } : {}),
    ...(atRisk ? { risk: atRisk } : {}),
    ...(gone ? { left: gone } : {}),
  }
}

/** How the systems answered, and which of the facts asked at once had a value; nothing about the customer. */
export function cardNote(
  hub: HubContext,
  template: string,
  outcome: CardNote['outcome'],
  queryRun: QueryRun,
  down: ReadonlySet<string>,
): CardNote {
  const now = hub.ports.clock.now()
  const systems = new Map<string, CardNote['systems'][number]>()
  for (const id of down) systems.set(id, { connector: id, state: 'down', complete: false })
  const asked = new Set<string>()
  const held = new Set<string>()
  for (const { query, sources } of queryRun.entries) {
    if (sources.size === 0) continue
    const id = query.connector.id
    for (const source of sources.values()) {
      const failed = source.asking.now === 'failed' ? source.asking.code : undefined
      const state = failed === 'late' ? 'late' : failed ? 'down' : 'answered'
      const age = source.answer
        ? Math.max(0, Math.round((now.getTime() - Date.parse(source.answer.fetchedAt)) / 1_000))
        : undefined
      const before = systems.get(id)
      const worse = before && rank.indexOf(before.state) > rank.indexOf(state) ? before.state : state
      const oldest = Math.max(before?.age ?? -1, age ?? -1)
      systems.set(id, {
        connector: id,
        state: worse,
        complete:
          (before?.complete ?? true) && !failed && (source.answer === undefined || isWhole(source.answer)),
        ...(oldest >= 0 ? { age: oldest } : {}),
      })
      if (failed) continue
      for (const field of query.fields) {
        if (field === '*') continue
        const path = pathOf(query.question, id, field)
        asked.add(path)
        if (source.rows.some((h) => present(h.row[field]))) held.add(path)
      }
    }
  }
  return {
    kind: 'card',
    at: now.toISOString(),
    template,
    outcome,
    systems: [...systems.values()],
    asked: [...asked].sort(),
    held: [...held].sort(),
  }
}

const rank = ['answered', 'late', 'down']
const present = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
const code = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? (value as { code?: string }).code : undefined
const newest = (field: string) => (a: AnyRow, b: AnyRow) =>
  Date.parse(String(b[field])) - Date.parse(String(a[field]))
function band(row: AnyRow): number {
  const [worst, best] = scales[code(row.kind) ?? ''] ?? [0, typeof row.outOf === 'number' ? row.outOf : 10]
  return Math.min(5, Math.max(1, Math.ceil((((row.score as number) - worst) / (best - worst)) * 5)))
}

/** The calendar day in the company's time zone. */
export function dayOf(at: unknown, timeZone: string): string | undefined {
  const time = Date.parse(String(at))
  return Number.isNaN(time)
    ? undefined
    : new Intl.DateTimeFormat('en-CA', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      }).format(time)
}
