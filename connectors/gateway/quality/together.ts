import type { QualityAnswer, QualityFigure } from '../../contract/index.ts'

/** Fewer than this together say more about somebody than about a company. The one number of the whole query layer. */
export const least = 5

/** Something that happened to a pseudonymous customer (or to nobody in particular), and how it went: 0..1, or a quantity. */
export interface Happening { who: string; day: string; value: number }

/** `n` counts what happened; whether it may be shown is decided by how many different customers it happened to. */
export function figureOf(all: readonly Happening[]): QualityFigure {
  if (all.length === 0) return { is: 'none' }
  if (all.length < least || new Set(all.map((h) => h.who)).size < least) return { is: 'fewer' }
  return { is: 'value', n: all.length, value: all.reduce((sum, h) => sum + h.value, 0) / all.length }
}

/** Parts of a whole that is shown too: hiding one alone would hide nothing, so the next smallest goes with it until enough are hidden together. */
export function parts(figures: readonly { n: number; figure: QualityFigure }[]): QualityFigure[] {
  const out = figures.map((f) => f.figure)
  const hidden = () => out.reduce((sum, f, i) => sum + (f.is === 'fewer' ? (figures[i]?.n ?? 0) : 0), 0)
  while (hidden() > 0 && hidden() < least) {
    const next = out.flatMap((f, i) => (f.is === 'value' ? [{ i, n: f.n }] : [])).sort((a, b) => a.n - b.n)[0]
    if (!next) break
    out[next.i] = { is: 'fewer' }
  }
  return out
}

/** Counts that add up to something shown: the small ones empty, and never one alone. */
export function counts(all: readonly number[]): (number | null)[] {
  return parts(all.map((n) => ({ n, figure: n === 0 ? { is: 'none' } : n < least ? { is: 'fewer' } : { is: 'value', n, value: 0 } }))).map((f) => (f.is === 'value' ? f.n : f.is === 'none' ? 0 : null))
}

export interface Sized { key: string; label?: string | undefined; n: number }
/** Rows large enough to stand alone; the others as one, if together they are enough. */
export function standing<R extends Sized>(rows: readonly R[], together: (rest: readonly R[]) => R): R[] {
  const sorted = rows.filter((r) => r.n > 0).sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))
  const alone = sorted.filter((r) => r.n >= least)
  const rest = sorted.filter((r) => r.n < least)
  const size = () => rest.reduce((sum, r) => sum + r.n, 0)
  while (size() > 0 && size() < least && alone.length > 0) rest.unshift(alone.pop() as R)
  return size() >= least ? [...alone, together(rest)] : alone
}

/** The last gate before an answer leaves: every count it shows, as what it is. Throws with the places, never the numbers. */
export function checked(answer: QualityAnswer): QualityAnswer {
  const small = smallGroups(answer)
  if (small.length > 0) throw new Error(`quality: fewer than ${least} would have been shown in ${small.join(', ')}`)
  return answer
}

export function smallGroups(answer: QualityAnswer): string[] {
  const out: string[] = []
  const look = (place: string, n: number | null | undefined) => { if (typeof n === 'number' && n > 0 && n < least) out.push(place) }
  for (const m of answer.customer) {
    for (const [name, figure] of [['now', m.now], ['before', m.before]] as const) if (figure.is === 'value') look(`${m.id}.${name}`, figure.n)
    m.trend.forEach((t, i) => { if (t.figure.is === 'value') look(`${m.id}.trend.${i}`, t.figure.n) })
  }
  for (const t of answer.ours) for (const row of t.rows) row.cells.forEach((cell, i) => { if (t.columns[i]?.type === 'count') look(`${t.id}.${row.key}.${t.columns[i].id}`, cell) })
  return out
}
