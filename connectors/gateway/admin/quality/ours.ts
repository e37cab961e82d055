import type { QualityRow, QualityTable } from '../../../contract/index.ts'
import type { CardNote } from '../../../hub/ports.ts'
import type { StoredOutcome } from '../../stores/ports.ts'
import { publishable } from './disclosure-control.ts'
import { type Range, within } from './period.ts'

type Reported = StoredOutcome & { day: string }
type Card = Extract<Reported, CardNote>
type Told = Exclude<Reported, CardNote>
/** What of a list lies in the period; undefined: too few to be told, alone or by difference. */
type Tell = <T extends { day: string }>(all: readonly T[]) => readonly T[] | undefined
/** Readable names for what a table's keys are. */
export interface Naming {
  system(id: string): string
  rule(id: string): string
  template(id: string): string
  question(id: string): string
  fact(path: string): string
}

/** Asked this often and never filled, or never opened: worth taking out. */
const enoughToJudge = 20
const share = (part: number, of: number): number | null =>
  of === 0 ? null : Math.round((part / of) * 1_000) / 1_000
const sum = (all: readonly (number | undefined)[]): number =>
  all.reduce<number>((n, one) => n + (one ?? 0), 0)

/**
 * Our own side, recounted from what cards and agents reported: each count asks for itself whether it may be
 * told, and no whole is told from which a hidden part could be had.
 */
export function ourTables(
  outcomes: readonly Reported[],
  naming: Naming,
  { now, mondays }: { now: Range; mondays: readonly string[] },
): QualityTable[] {
  const cards = outcomes.filter((o): o is Card => o.kind === 'card')
  const told = outcomes.filter((o): o is Told => o.kind !== 'card')
  const tell: Tell = (all) =>
    publishable(all, mondays)(now) ? all.filter((one) => within(one.day, now)) : undefined
  return [
    cardsTable(cards, told, tell),
    identifiedTable(told, tell),
    systemsTable(cards, told, naming, tell),
    adviceTable(told, naming, tell),
    reasonsTable(told, tell),
    panelsTable(cards, told, naming, tell),
    factsTable(cards, naming, tell),
    servedTable(told, tell),
  ]
}

const by = <T>(list: readonly T[], key: (one: T) => string | undefined): Map<string, T[]> => {
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
/** Groups that may be told and hold something, largest first. */
const standing = <T extends { day: string }>(
  groups: ReadonlyMap<string, readonly T[]>,
  tell: Tell,
): { key: string; list: readonly T[] }[] =>
  [...groups]
    .flatMap(([key, all]) => {
      const list = tell(all)
      return list?.length ? [{ key, list }] : []
    })
    .sort((a, b) => b.list.length - a.list.length || (a.key < b.key ? -1 : 1))

function cardsTable(cards: readonly Card[], told: readonly Told[], tell: Tell): QualityTable {
  const outcomes = ['identified', 'possible', 'several', 'nobody'] as const
  const shown = outcomes.map((o) => tell(cards.filter((c) => c.outcome === o))?.length)
  // The whole that shares are taken of is the sum of what is told: it tells nothing more.
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
    const list = tell(told.filter((o) => o.kind === kind))
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

function identifiedTable(told: readonly Told[], tell: Tell): QualityTable {
  const groups = standing(
    by(
      told.filter((o) => o.kind === 'identified' && o.milliseconds !== undefined),
      (o) => o.by ?? 'unknown',
    ),
    tell,
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
  told: readonly Told[],
  naming: Naming,
  tell: Tell,
): QualityTable {
  const slow = by(
    told.filter((o) => o.kind === 'late'),
    (o) => o.connector,
  )
  const groups = standing(
    by(
      cards.flatMap((c) => c.systems.map((s) => ({ ...s, day: c.day }))),
      (s) => s.connector,
    ),
    tell,
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
      const waited = tell(slow.get(key) ?? [])
      const ages = list.flatMap((s) => (s.age === undefined ? [] : [s.age]))
      return {
        key,
        label: naming.system(key),
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

/** Rows in parts: each part for itself, and their sum as the row's size. */
const inParts = <T extends { day: string }>(
  groups: ReadonlyMap<string, readonly T[]>,
  tell: Tell,
  ...are: ((one: T) => boolean)[]
): { key: string; n: number; parts: (number | null)[] }[] =>
  [...groups]
    .flatMap(([key, all]) => {
      const parts = are.map((is) => tell(all.filter(is))?.length ?? null)
      const n = sum(parts.map((p) => p ?? 0))
      return n > 0 ? [{ key, n, parts }] : []
    })
    .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))

function adviceTable(told: readonly Told[], naming: Naming, tell: Tell): QualityTable {
  const answers = ['advice-taken', 'advice-not-now', 'advice-other'] as const
  const groups = inParts(
    by(
      told.filter((o) => (answers as readonly string[]).includes(o.kind)),
      (o) => o.rule,
    ),
    tell,
    ...answers.map((a) => (o: Told) => o.kind === a),
  )
  return {
    id: 'advice',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'taken', type: 'count' },
      { id: 'not-now', type: 'count' },
      { id: 'other', type: 'count' },
    ],
    rows: groups.map(({ key, n, parts }) => ({ key, label: naming.rule(key), cells: [n, ...parts] })),
  }
}

/** The card's own reasons, never an agent's words. */
function reasonsTable(told: readonly Told[], tell: Tell): QualityTable {
  const groups = standing(
    by(
      told.filter((o) => o.kind === 'advice-not-now' && /^[a-z-]{2,20}$/.test(o.reason ?? '')),
      (o) => o.reason,
    ),
    tell,
  )
  return {
    id: 'reasons',
    columns: [{ id: 'n', type: 'count' }],
    rows: groups.map(({ key, list }) => ({ key, cells: [list.length] })),
  }
}

function panelsTable(
  cards: readonly Card[],
  told: readonly Told[],
  naming: Naming,
  tell: Tell,
): QualityTable {
  const opened = by(
    told.filter(
      (o) =>
        (o.kind === 'panel-opened' || o.kind === 'asked-more') &&
        o.template !== undefined &&
        o.question !== undefined,
    ),
    (o) => `${o.template}/${o.question}`,
  )
  const shown = by(cards, (c) => c.template)
  return {
    id: 'panels',
    columns: [
      { id: 'n', type: 'count' },
      { id: 'of-cards', type: 'share' },
    ],
    rows: standing(opened, tell).map(({ key, list: { length } }) => {
      const [template = '', question = ''] = key.split('/')
      const of = tell(shown.get(template) ?? [])?.length ?? 0
      return {
        key,
        label: `${naming.template(template)} · ${naming.question(question)}`,
        cells: [length, of > 0 ? Math.min(1, share(length, of) ?? 0) : null],
      }
    }),
  }
}

function factsTable(cards: readonly Card[], naming: Naming, tell: Tell): QualityTable {
  const asked = by(
    cards.flatMap((c) => {
      const held = new Set(c.held)
      return c.asked.map((path) => ({ path, held: held.has(path), day: c.day }))
    }),
    (f) => f.path,
  )
  // What few had is not told from what nobody had: a fact is a candidate to remove only where it is told that
  // nobody had it.
  const rows = inParts(
    asked,
    tell,
    (f) => f.held,
    (f) => !f.held,
  ).map(
    ({ key, n, parts }): QualityRow => ({
      key,
      label: naming.fact(key),
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

function servedTable(told: readonly Told[], tell: Tell): QualityTable {
  return {
    id: 'served',
    columns: [{ id: 'n', type: 'count' }],
    rows: (['yes', 'partly', 'no'] as const).map((key) => ({
      key,
      cells: [tell(told.filter((o) => o.kind === 'served' && o.by === key))?.length ?? null],
    })),
  }
}

/** Nearest rank: always a value that was measured. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0)
}
