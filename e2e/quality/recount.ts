import type { QualityAnswer } from '../../connectors/contract/index.ts'
import { isPublishable, type Range } from './disclosure.ts'

/**
 * The page's numbers counted again by other code, from what is stored. Nothing of the query layer is used
 * here.
 */
export interface Raw {
  kind: string
  by?: string
  milliseconds?: number
  outcome?: string
  systems?: { connector: string; state: string; complete: boolean; age?: number }[]
  asked?: string[]
  held?: string[]
  rule?: string
  reason?: string
  template?: string
  question?: string
  connector?: string
  amount?: number
}
export interface Row {
  person: string
  at: string
  what: {
    saw: string
    score?: { band: number; on: string }
    contacts?: { matter: string; on: string }[]
    promises?: { key: string; due: string; kept: boolean }[]
    bought?: string
    risk?: string
    left?: string
  }
}
/** What does not agree, with its place; and how many numbers were compared. */
export interface Recount {
  wrong: string[]
  compared: number
}

/** Madrid's calendar, by another road than the gateway's. */
const known = new Map<string, string>()
export const madrid = (at: string): string => {
  let day = known.get(at)
  if (day === undefined)
    known.set(at, (day = new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Madrid' })))
  return day
}
const plus = (day: string, n: number): string => {
  const d = new Date(`${day}T12:00:00Z`)
  d.setUTCDate(d.getUTCDate() + n)
  return d.toISOString().slice(0, 10)
}
const table = (a: QualityAnswer, id: string) => {
  const t = a.ours.find((x) => x.id === id)!
  return new Map(t.rows.map((r) => [r.key, Object.fromEntries(t.columns.map((c, i) => [c.id, r.cells[i]]))]))
}

export function ourSide(answer: QualityAnswer, outcomes: readonly { received: string; o: Raw }[]): Recount {
  const dated = outcomes.map(({ received, o }, who) => ({ day: madrid(received), who, o }))
  const mine = dated.filter(({ day }) => day >= answer.from && day < answer.to).map(({ o }) => o)
  const hides = (is: (o: Raw) => boolean): boolean =>
    !isPublishable(
      dated.filter(({ o }) => is(o)),
      answer,
    )([answer.from, answer.to])
  const cards = mine.filter((o) => o.kind === 'card')
  let compared = 0
  const wrong: string[] = []
  const same = (shown: unknown, counted: number, place: string) => {
    if (shown === null || shown === undefined) return
    compared++
    if (shown !== counted) wrong.push(`${place}: shown ${String(shown)}, counted ${counted}`)
  }

  for (const [key, row] of table(answer, 'cards')) {
    const n = ['identified', 'possible', 'several', 'nobody'].includes(key)
      ? cards.filter((c) => c.outcome === key).length
      : mine.filter((o) => o.kind === key).length
    same(row.n, n, key)
    const hidden = hides((o) =>
      ['identified', 'possible', 'several', 'nobody'].includes(key)
        ? o.kind === 'card' && o.outcome === key
        : o.kind === key,
    )
    if ((row.n === null) !== hidden) wrong.push(`${key}: ${n} ${hidden ? 'shown' : 'hidden'}`)
    compared++
    if (key === 'gesture')
      same(
        row.amount,
        Math.round(mine.filter((o) => o.kind === 'gesture').reduce((s, o) => s + (o.amount ?? 0), 0) * 100) /
          100,
        'gesture amount',
      )
  }
  const identified = mine.filter((o) => o.kind === 'identified' && o.milliseconds !== undefined)
  for (const [key, row] of table(answer, 'identified')) {
    const ms = identified
      .filter((o) => o.by === key)
      .map((o) => o.milliseconds!)
      .sort((a, b) => a - b)
    same(row.n, ms.length, `by ${key}`)
    same(row.median, Math.round(ms[Math.ceil(ms.length * 0.5) - 1]!), `median ${key}`)
    same(row.p95, Math.round(ms[Math.ceil(ms.length * 0.95) - 1]!), `p95 ${key}`)
  }
  for (const [key, row] of table(answer, 'systems')) {
    const all = cards.flatMap((c) => c.systems ?? []).filter((s) => s.connector === key)
    const part = (n: number) => Math.round((n / all.length) * 1_000) / 1_000
    same(row.n, all.length, key)
    for (const state of ['answered', 'late', 'down'])
      same(row[state], part(all.filter((s) => s.state === state).length), `${key} ${state}`)
    same(row.complete, part(all.filter((s) => s.complete).length), `${key} complete`)
    same(
      row.slow,
      part(Math.min(all.length, mine.filter((o) => o.kind === 'late' && o.connector === key).length)),
      `${key} slow`,
    )
    const ages = all.flatMap((s) => (s.age === undefined ? [] : [s.age])).sort((a, b) => a - b)
    same(row.age, ages[Math.ceil(ages.length / 2) - 1]!, `${key} age`)
  }
  for (const [key, row] of table(answer, 'advice')) {
    const of = (kind: string) => mine.filter((o) => o.kind === kind && o.rule === key).length
    const kinds = ['taken', 'not-now', 'other']
    same(
      row.n,
      kinds.reduce((n, kind) => n + (typeof row[kind] === 'number' ? of(`advice-${kind}`) : 0), 0),
      key,
    )
    for (const kind of kinds) {
      same(row[kind], of(`advice-${kind}`), `${key} ${kind}`)
      if ((row[kind] === null) !== hides((o) => o.kind === `advice-${kind}` && o.rule === key))
        wrong.push(`${key} ${kind}: ${row[kind] === null ? 'hidden' : 'shown'}`)
    }
  }
  for (const [key, row] of table(answer, 'panels'))
    same(
      row.n,
      mine.filter(
        (o) => ['panel-opened', 'asked-more'].includes(o.kind) && `${o.template}/${o.question}` === key,
      ).length,
      key,
    )
  for (const [key, row] of table(answer, 'facts')) {
    const [held, empty] = [true, false].map(
      (has) => cards.filter((c) => c.asked?.includes(key) && (c.held?.includes(key) ?? false) === has).length,
    ) as [number, number]
    same(row.n, (typeof row.held === 'number' ? held : 0) + (typeof row.empty === 'number' ? empty : 0), key)
    same(row.held, held, `${key} held`)
    same(row.empty, empty, `${key} empty`)
  }
  return { wrong, compared }
}

/** `today`: the day in Madrid when the answer was given. What is not over yet is not counted. */
export function customerSide(answer: QualityAnswer, seen: readonly Row[], today: string): Recount {
  const people = [...new Set(seen.map((s) => s.person))].map((p) =>
    seen.filter((s) => s.person === p).map((s) => ({ day: madrid(s.at), ...s.what })),
  )
  const within = (day: string, [from, to]: Range) => day >= from && day < to
  /** Monday of that day's week: those of the page are some of them. */
  const weekOf = (day: string) => plus(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7))
  const happened = (id: string): { day: string; who: number; value: number }[] => {
    const list: { day: string; who: number; value: number }[] = []
    people.forEach((story, who) => {
      const cards = story.filter((s) => s.saw === 'contact')
      const note = (day: string, is: boolean) => list.push({ day, who, value: is ? 1 : 0 })
      if (id === 'satisfied-after')
        for (const on of new Set(cards.map((c) => c.score?.on).filter((d) => d !== undefined))) {
          const { band } = cards.filter((c) => c.score?.on === on).at(-1)!.score!
          if (cards.some((c) => c.day <= on && on <= plus(c.day, 30))) note(on, band > 3)
        }
      if (id === 'again')
        for (const day of new Set(cards.map((c) => c.day))) {
          if (plus(day, 7) >= today) continue
          const all = cards.flatMap((c) => c.contacts ?? [])
          const then = new Set(all.filter((c) => c.on === day).map((c) => c.matter))
          if (then.size > 0)
            note(
              day,
              all.some((c) => then.has(c.matter) && c.on > day && c.on <= plus(day, 7)),
            )
        }
      if (id === 'promises-kept')
        for (const key of new Set(cards.flatMap((c) => c.promises ?? []).map((p) => p.key))) {
          const last = cards
            .flatMap((c) => c.promises ?? [])
            .filter((p) => p.key === key)
            .at(-1)!
          note(last.due, last.kept)
        }
      if (id === 'stayed')
        for (const week of new Set(cards.map((c) => weekOf(c.day)))) {
          const first = cards.find((c) => c.risk === 'yes' && within(c.day, [week, plus(week, 7)]))
          const later = first && cards.filter((c) => c.day > first.day && c.day <= plus(first.day, 30)).at(-1)
          if (first && later)
            note(first.day, (later.bought ?? '') > first.day || (later.risk === 'no' && later.left !== 'yes'))
        }
      if (id === 'came-back')
        for (const g of story.filter((s) => s.saw === 'gesture')) {
          const later = cards.filter((c) => c.day > g.day && c.day <= plus(g.day, 30)).at(-1)
          if (later) note(g.day, (later.bought ?? '') > g.day)
        }
    })
    return list
  }
  let compared = 0
  const wrong: string[] = []
  for (const m of answer.customer) {
    const all = happened(m.id)
    const may = isPublishable(all, answer)
    const parts = m.trend.map((part, i): [typeof m.now, Range] => [
      part.figure,
      [part.from, m.trend[i + 1]?.from ?? answer.to],
    ])
    for (const [figure, range] of [
      [m.now, [answer.from, answer.to]],
      [m.before, [answer.before.from, answer.before.to]],
      ...parts,
    ] as [typeof m.now, Range][]) {
      const list = all.filter((h) => within(h.day, range))
      const value = list.reduce((sum, h) => sum + h.value, 0) / Math.max(1, list.length)
      // Hidden where it must be, and nowhere else.
      const is = !may(range) ? 'fewer' : list.length === 0 ? 'none' : 'value'
      const agrees =
        figure.is === is &&
        (figure.is !== 'value' || (figure.n === list.length && Math.abs(figure.value - value) < 1e-9))
      compared++
      if (!agrees)
        wrong.push(
          `${m.id} ${range[0]}: shown ${JSON.stringify(figure)}, counted ${is}, ${list.length} at ${value}`,
        )
    }
  }
  return { wrong, compared }
}
