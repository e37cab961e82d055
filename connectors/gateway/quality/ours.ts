import type { QualityRow, QualityTable } from '../../contract/index.ts'
import type { CardNote } from '../../hub/ports.ts'
import type { StoredOutcome } from '../stores/ports.ts'
import { counts, standing, type Sized } from './together.ts'

type Card = Extract<StoredOutcome, CardNote>
type Told = Exclude<StoredOutcome, CardNote>
/** Readable names for what a table's keys are. */
export interface Naming { system(id: string): string; rule(id: string): string; template(id: string): string; question(id: string): string; fact(path: string): string }

/** Asked this often and never filled, or never opened: worth taking out. */
const enoughToJudge = 20
const others = '…'
const share = (part: number, of: number): number | null => (of === 0 ? null : Math.round((part / of) * 1_000) / 1_000)

/** Our own side, recounted from what cards and agents reported in these days. */
export function ourTables(outcomes: readonly StoredOutcome[], naming: Naming): QualityTable[] {
  const cards = outcomes.filter((o): o is Card => o.kind === 'card')
  const told = outcomes.filter((o): o is Told => o.kind !== 'card')
  return [cardsTable(cards, told), identifiedTable(told), systemsTable(cards, told, naming), adviceTable(told, naming), reasonsTable(told), panelsTable(cards, told, naming), factsTable(cards, naming), servedTable(told)]
}

const by = <T>(list: readonly T[], key: (one: T) => string | undefined): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const one of list) { const k = key(one); if (k !== undefined) groups.set(k, [...(groups.get(k) ?? []), one]) }
  return groups
}

interface Group<T> extends Sized { list: readonly T[] }
/** One row a group; small ones together as «…», measured like any other. */
const grouped = <T>(groups: ReadonlyMap<string, readonly T[]>, label?: (key: string) => string): Group<T>[] =>
  standing<Group<T>>([...groups].map(([key, list]) => ({ key, n: list.length, list, ...(label ? { label: label(key) } : {}) })), (rest) => {
    const list = rest.flatMap((r) => r.list)
    return { key: others, n: list.length, list }
  })

function cardsTable(cards: readonly Card[], told: readonly Told[]): QualityTable {
  const outcomes = ['identified', 'possible', 'several', 'nobody'] as const
  const shown = counts(outcomes.map((o) => cards.filter((c) => c.outcome === o).length))
  const rows: QualityRow[] = outcomes.map((key, i) => ({ key, cells: [shown[i] ?? null, shown[i] === null ? null : share(shown[i] ?? 0, cards.length), null] }))
  for (const kind of ['wrong-person', 'panel-opened', 'asked-more', 'question-asked', 'gesture', 'missed'] as const) {
    const list = told.filter((o) => o.kind === kind)
    const [n = null] = counts([list.length])
    rows.push({ key: kind, cells: [n, n === null ? null : share(n, cards.length), kind === 'gesture' && n ? Math.round(list.reduce((sum, o) => sum + (o.amount ?? 0), 0) * 100) / 100 : null] })
  }
  return { id: 'cards', columns: [{ id: 'n', type: 'count' }, { id: 'of-cards', type: 'share' }, { id: 'amount', type: 'amount' }], rows }
}

function identifiedTable(told: readonly Told[]): QualityTable {
  const groups = grouped(by(told.filter((o) => o.kind === 'identified' && o.milliseconds !== undefined), (o) => o.by ?? 'unknown'))
  return {
    id: 'identified', columns: [{ id: 'n', type: 'count' }, { id: 'median', type: 'milliseconds' }, { id: 'p95', type: 'milliseconds' }],
    rows: groups.map(({ key, n, list }) => { const ms = list.map((o) => o.milliseconds ?? 0); return { key, cells: [n, quantile(ms, 0.5), quantile(ms, 0.95)] } }),
  }
}

function systemsTable(cards: readonly Card[], told: readonly Told[], naming: Naming): QualityTable {
  const slow = by(told.filter((o) => o.kind === 'late'), (o) => o.connector)
  const groups = grouped(by(cards.flatMap((c) => c.systems), (s) => s.connector), (id) => (id === others ? others : naming.system(id)))
  return {
    id: 'systems',
    columns: [{ id: 'n', type: 'count' }, { id: 'answered', type: 'share' }, { id: 'slow', type: 'share' }, { id: 'late', type: 'share' }, { id: 'down', type: 'share' }, { id: 'complete', type: 'share' }, { id: 'age', type: 'seconds' }],
    rows: groups.map(({ key, label, n, list }) => {
      const of = (state: string) => share(list.filter((s) => s.state === state).length, n)
      const waited = Math.min(n, [...new Set(list.map((s) => s.connector))].reduce((sum, id) => sum + (slow.get(id)?.length ?? 0), 0))
      const ages = list.flatMap((s) => (s.age === undefined ? [] : [s.age]))
      return { key, ...(label === undefined ? {} : { label }), cells: [n, of('answered'), share(waited, n), of('late'), of('down'), share(list.filter((s) => s.complete).length, n), ages.length > 0 ? quantile(ages, 0.5) : null] }
    }),
  }
}

function adviceTable(told: readonly Told[], naming: Naming): QualityTable {
  const answers = ['advice-taken', 'advice-not-now', 'advice-other'] as const
  const groups = grouped(by(told.filter((o) => (answers as readonly string[]).includes(o.kind)), (o) => o.rule), naming.rule)
  return {
    id: 'advice', columns: [{ id: 'n', type: 'count' }, { id: 'taken', type: 'count' }, { id: 'not-now', type: 'count' }, { id: 'other', type: 'count' }],
    rows: groups.map(({ key, label, n, list }) => ({ key, ...(label === undefined ? {} : { label }), cells: [n, ...counts(answers.map((a) => list.filter((o) => o.kind === a).length))] })),
  }
}

/** The card's own reasons, never an agent's words. */
function reasonsTable(told: readonly Told[]): QualityTable {
  const groups = grouped(by(told.filter((o) => o.kind === 'advice-not-now' && /^[a-z-]{2,20}$/.test(o.reason ?? '')), (o) => o.reason))
  return { id: 'reasons', columns: [{ id: 'n', type: 'count' }], rows: groups.map(({ key, n }) => ({ key, cells: [n] })) }
}

function panelsTable(cards: readonly Card[], told: readonly Told[], naming: Naming): QualityTable {
  const opened = by(told.filter((o) => (o.kind === 'panel-opened' || o.kind === 'asked-more') && o.template !== undefined && o.question !== undefined), (o) => `${o.template}/${o.question}`)
  const shown = by(cards, (c) => c.template)
  const groups = grouped(opened, (key) => { const [template = '', question = ''] = key.split('/'); return `${naming.template(template)} · ${naming.question(question)}` })
  return {
    id: 'panels', columns: [{ id: 'n', type: 'count' }, { id: 'of-cards', type: 'share' }],
    rows: groups.map(({ key, label, n }) => { const of = shown.get(key.split('/')[0] ?? '')?.length ?? 0; return { key, ...(label === undefined ? {} : { label }), cells: [n, of > 0 ? Math.min(1, share(n, of) ?? 0) : null] } }),
  }
}

function factsTable(cards: readonly Card[], naming: Naming): QualityTable {
  const asked = by(cards.flatMap((c) => { const held = new Set(c.held); return c.asked.map((path) => ({ path, held: held.has(path) })) }), (f) => f.path)
  const rows = [...asked].flatMap(([key, list]): QualityRow[] => {
    // What few had is not told from what nobody had.
    const [n = null] = counts([list.length])
    if (n === null) return []
    const [held = null, missing = null] = counts([list.filter((f) => f.held).length, list.filter((f) => !f.held).length])
    return [{ key, label: naming.fact(key), cells: [n, held, missing], ...(held === 0 && n >= enoughToJudge ? { remove: true as const } : {}) }]
  })
  return { id: 'facts', columns: [{ id: 'n', type: 'count' }, { id: 'held', type: 'count' }, { id: 'empty', type: 'count' }], rows: rows.sort((a, b) => (a.cells[1] ?? 0) / (a.cells[0] ?? 1) - (b.cells[1] ?? 0) / (b.cells[0] ?? 1) || (a.key < b.key ? -1 : 1)) }
}

function servedTable(told: readonly Told[]): QualityTable {
  const answers = ['yes', 'partly', 'no'] as const
  const shown = counts(answers.map((a) => told.filter((o) => o.kind === 'served' && o.by === a).length))
  return { id: 'served', columns: [{ id: 'n', type: 'count' }], rows: answers.map((key, i) => ({ key, cells: [shown[i] ?? null] })) }
}

/** Nearest rank: always a value that was measured. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0)
}
