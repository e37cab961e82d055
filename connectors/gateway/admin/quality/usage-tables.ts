import type { QualityRow, QualityTable } from '../../../contract/index.ts'
import type { CardNote } from '../../../hub/ports.ts'
import type { StoredOutcome } from '../../stores/ports.ts'
import { publishable } from './disclosure-control.ts'
import { type Range, within } from './period.ts'

type Reported = StoredOutcome & { day: string }
type Card = Extract<Reported, CardNote>
type AgentReport = Exclude<Reported, CardNote>
/**
 * What of a list lies in the period; undefined when it is suppressed: too few to be published, alone or as the
 * difference of two published counts.
 */
type Disclose = <T extends { day: string }>(all: readonly T[]) => readonly T[] | undefined
/** Readable names for the keys of a table's rows. */
export interface KeyLabels {
  system(id: string): string
  rule(id: string): string
  template(id: string): string
  question(id: string): string
  fact(path: string): string
}

/** A fact asked this often and never filled is worth removing from the template. */
const enoughToJudge = 20
const share = (part: number, of: number): number | null =>
  of === 0 ? null : Math.round((part / of) * 1_000) / 1_000
const sum = (all: readonly (number | undefined)[]): number =>
  all.reduce<number>((n, one) => n + (one ?? 0), 0)

/**
 * How the card itself is used, counted from what cards and agents reported. Each count is checked by itself
 * before it is published, and no total is published from which a suppressed part could be derived.
 */
export function usageTables(
  outcomes: readonly Reported[],
  labels: KeyLabels,
  { now, mondays }: { now: Range; mondays: readonly string[] },
): QualityTable[] {
  const cards = outcomes.filter((o): o is Card => o.kind === 'card')
  const reports = outcomes.filter((o): o is AgentReport => o.kind !== 'card')
  const disclose: Disclose = (all) =>
    publishable(all, mondays)(now) ? all.filter((one) => within(one.day, now)) : undefined
  return [
    cardsTable(cards, reports, disclose),
    identifiedTable(reports, disclose),
    systemsTable(cards, reports, labels, disclose),
    adviceTable(reports, labels, disclose),
    reasonsTable(reports, disclose),
    panelsTable(cards, reports, labels, disclose),
    factsTable(cards, labels, disclose),
    servedTable(reports, disclose),
  ]
}

const groupBy = <T>(list: readonly T[], key: (one: T) => string | undefined): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const k = key(one)
    if (k === undefined) continue
    const group = groups.get(k)
    if (group) group.push(one)
    else groups.set(k, [one])
  }
  return groups
}
/** Groups that may be published and hold something, largest first. */
const disclosedGroups = <T extends { day: string }>(
  groups: ReadonlyMap<string, readonly T[]>,
  disclose: Disclose,
): { key: string; list: readonly T[] }[] =>
  [...groups]
    .flatMap(([key, all]) => {
      const list = disclose(all)
      return list?.length ? [{ key, list }] : []
    })
    .sort((a, b) => b.list.length - a.list.length || (a.key < b.key ? -1 : 1))

function cardsTable(
  cards: readonly Card[],
  reports: readonly AgentReport[],
  disclose: Disclose,
): QualityTable {
  const outcomes = ['identified', 'possible', 'several', 'nobody'] as const
  const shown = outcomes.map((o) => disclose(cards.filter((c) => c.outcome === o))?.length)
  // The whole that shares are taken of is the sum of what is published: it reveals nothing more.
  const whole = sum(shown)
  const rows: QualityRow[] = outcomes.map((key, i) => ({
    key,
    cells: [shown[i] ?? null, shown[i] === undefined ? null : share(shown[i], whole), null],
  }))
  for (const kind of [
    'wrong-person',
    'panel-opened',
    'asked-more',
    'question-asked',
    'gesture',
    'missed',
  ] as const) {
    const list = disclose(reports.filter((o) => o.kind === kind))
    rows.push({
      key: kind,
      cells: [
        list?.length ?? null,
        list ? share(list.length, whole) : null,
        kind === 'gesture' && list?.length ? Math.round(sum(list.map((o) => o.amount)) * 100) / 100 : null,
      ],
    })
  }
  return {
    id: 'cards',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'of-cards', type: 'share' },
      { id: 'amount', type: 'amount' },
    ],
    rows,
  }
}

function identifiedTable(reports: readonly AgentReport[], disclose: Disclose): QualityTable {
  const groups = disclosedGroups(
    groupBy(
      reports.filter((o) => o.kind === 'identified' && o.milliseconds !== undefined),
      (o) => o.by ?? 'unknown',
    ),
    disclose,
  )
  return {
    id: 'identified',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'median', type: 'milliseconds' },
      { id: 'p95', type: 'milliseconds' },
    ],
    rows: groups.map(({ key, list }) => {
      const ms = list.map((o) => o.milliseconds ?? 0)
      return { key, cells: [list.length, quantile(ms, 0.5), quantile(ms, 0.95)] }
    }),
  }
}

function systemsTable(
  cards: readonly Card[],
  reports: readonly AgentReport[],
  labels: KeyLabels,
  disclose: Disclose,
): QualityTable {
  const slow = groupBy(
    reports.filter((o) => o.kind === 'late'),
    (o) => o.connector,
  )
  const groups = disclosedGroups(
    groupBy(
      cards.flatMap((c) => c.systems.map((s) => ({ ...s, day: c.day }))),
      (s) => s.connector,
    ),
    disclose,
  )
  return {
    id: 'systems',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'answered', type: 'share' },
      { id: 'slow', type: 'share' },
      { id: 'late', type: 'share' },
      { id: 'down', type: 'share' },
      { id: 'complete', type: 'share' },
      { id: 'age', type: 'seconds' },
    ],
    rows: groups.map(({ key, list }) => {
      const of = (state: string) => share(list.filter((s) => s.state === state).length, list.length)
      const waited = disclose(slow.get(key) ?? [])
      const ages = list.flatMap((s) => (s.age === undefined ? [] : [s.age]))
      return {
        key,
        label: labels.system(key),
        cells: [
          list.length,
          of('answered'),
          waited ? share(Math.min(list.length, waited.length), list.length) : null,
          of('late'),
          of('down'),
          share(list.filter((s) => s.complete).length, list.length),
          ages.length > 0 ? quantile(ages, 0.5) : null,
        ],
      }
    }),
  }
}

/** Groups split in parts: each part is checked by itself, and the row's size is the sum of those published. */
const splitGroups = <T extends { day: string }>(
  groups: ReadonlyMap<string, readonly T[]>,
  disclose: Disclose,
  ...predicates: ((one: T) => boolean)[]
): { key: string; n: number; parts: (number | null)[] }[] =>
  [...groups]
    .flatMap(([key, all]) => {
      const parts = predicates.map((is) => disclose(all.filter(is))?.length ?? null)
      const n = sum(parts.map((p) => p ?? 0))
      return n > 0 ? [{ key, n, parts }] : []
    })
    .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))

function adviceTable(reports: readonly AgentReport[], labels: KeyLabels, disclose: Disclose): QualityTable {
  const answers = ['advice-taken', 'advice-not-now', 'advice-other'] as const
  const groups = splitGroups(
    groupBy(
      reports.filter((o) => (answers as readonly string[]).includes(o.kind)),
      (o) => o.rule,
    ),
    disclose,
    ...answers.map((a) => (o: AgentReport) => o.kind === a),
  )
  return {
    id: 'advice',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'taken', type: 'count' },
      { id: 'not-now', type: 'count' },
      { id: 'other', type: 'count' },
    ],
    rows: groups.map(({ key, n, parts }) => ({ key, label: labels.rule(key), cells: [n, ...parts] })),
  }
}

/** The reasons a card offers for "not now"; an agent's own words are never counted. */
function reasonsTable(reports: readonly AgentReport[], disclose: Disclose): QualityTable {
  const groups = disclosedGroups(
    groupBy(
      reports.filter((o) => o.kind === 'advice-not-now' && /^[a-z-]{2,20}$/.test(o.reason ?? '')),
      (o) => o.reason,
    ),
    disclose,
  )
  return {
    id: 'reasons',
    columns: [{ id: 'n', type: 'count' }],
    rows: groups.map(({ key, list }) => ({ key, cells: [list.length] })),
  }
}

function panelsTable(
  cards: readonly Card[],
  reports: readonly AgentReport[],
  labels: KeyLabels,
  disclose: Disclose,
): QualityTable {
  const opened = groupBy(
    reports.filter(
      (o) =>
        (o.kind === 'panel-opened' || o.kind === 'asked-more') &&
        o.template !== undefined &&
        o.question !== undefined,
    ),
    (o) => `${o.template}/${o.question}`,
  )
  const shown = groupBy(cards, (c) => c.template)
  return {
    id: 'panels',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'of-cards', type: 'share' },
    ],
    rows: disclosedGroups(opened, disclose).map(({ key, list: { length } }) => {
      const [template = '', question = ''] = key.split('/')
      const of = disclose(shown.get(template) ?? [])?.length ?? 0
      return {
        key,
        label: `${labels.template(template)} · ${labels.question(question)}`,
        cells: [length, of > 0 ? Math.min(1, share(length, of) ?? 0) : null],
      }
    }),
  }
}

function factsTable(cards: readonly Card[], labels: KeyLabels, disclose: Disclose): QualityTable {
  const asked = groupBy(
    cards.flatMap((c) => {
      const held = new Set(c.held)
      return c.asked.map((path) => ({ path, held: held.has(path), day: c.day }))
    }),
    (f) => f.path,
  )
  // "Few had it" and "nobody had it" look alike when suppressed: a fact is a candidate for removal only where
  // the published count is zero.
  const rows = splitGroups(
    asked,
    disclose,
    (f) => f.held,
    (f) => !f.held,
  ).map(
    ({ key, n, parts }): QualityRow => ({
      key,
      label: labels.fact(key),
      cells: [n, ...parts],
      ...(parts[0] === 0 && n >= enoughToJudge ? { remove: true as const } : {}),
    }),
  )
  return {
    id: 'facts',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'held', type: 'count' },
      { id: 'empty', type: 'count' },
    ],
    rows: rows.sort(
      (a, b) =>
        (a.cells[1] ?? 0) / (a.cells[0] ?? 1) - (b.cells[1] ?? 0) / (b.cells[0] ?? 1) ||
        (a.key < b.key ? -1 : 1),
    ),
  }
}

function servedTable(reports: readonly AgentReport[], disclose: Disclose): QualityTable {
  return {
    id: 'served',
    columns: [{ id: 'n', type: 'count' }],
    rows: (['yes', 'partly', 'no'] as const).map((key) => ({
      key,
      cells: [disclose(reports.filter((o) => o.kind === 'served' && o.by === key))?.length ?? null],
    })),
  }
}

/** Nearest rank: always a value that was measured. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0)
}
