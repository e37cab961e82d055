import type { QualityAnswer } from '../../connectors/contract/index.ts'

/** The page's numbers counted again by other code, from what is stored. Nothing of the query layer is used here. */
export interface Raw { kind: string; by?: string; milliseconds?: number; outcome?: string; systems?: { connector: string; state: string; complete: boolean; age?: number }[]; asked?: string[]; held?: string[]; rule?: string; reason?: string; template?: string; question?: string; connector?: string; amount?: number }
export interface Row { person: string; at: string; what: { saw: string; score?: { band: number; on: string }; contacts?: { matter: string; on: string }[]; promises?: { key: string; due: string; kept: boolean }[]; bought?: string; risk?: string; left?: string } }
/** What does not agree, with its place; and how many numbers were compared. */
export interface Recount { wrong: string[]; compared: number }

/** Madrid's calendar, by another road than the gateway's. */
const known = new Map<string, string>()
const madrid = (at: string): string => {
  let day = known.get(at)
  if (day === undefined) known.set(at, (day = new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Madrid' })))
  return day
}
const plus = (day: string, n: number): string => { const d = new Date(`${day}T12:00:00Z`); d.setUTCDate(d.getUTCDate() + n); return d.toISOString().slice(0, 10) }
const table = (a: QualityAnswer, id: string) => { const t = a.ours.find((x) => x.id === id)!; return new Map(t.rows.map((r) => [r.key, Object.fromEntries(t.columns.map((c, i) => [c.id, r.cells[i]]))])) }

export function ourSide(answer: QualityAnswer, outcomes: readonly { received: string; o: Raw }[]): Recount {
  const mine = outcomes.filter(({ received }) => madrid(received) >= answer.from && madrid(received) < answer.to).map(({ o }) => o)
  const cards = mine.filter((o) => o.kind === 'card')
  let compared = 0
  const wrong: string[] = []
  const same = (shown: unknown, counted: number, place: string) => { if (shown === null || shown === undefined) return; compared++; if (shown !== counted) wrong.push(`${place}: shown ${String(shown)}, counted ${counted}`) }

  for (const [key, row] of table(answer, 'cards')) {
    const n = ['identified', 'possible', 'several', 'nobody'].includes(key) ? cards.filter((c) => c.outcome === key).length : mine.filter((o) => o.kind === key).length
    same(row['n'], n, key)
    if (row['n'] === null && n >= 5 && key === 'identified') wrong.push(`${key}: ${n} hidden`)
    if (key === 'gesture') same(row['amount'], Math.round(mine.filter((o) => o.kind === 'gesture').reduce((s, o) => s + (o.amount ?? 0), 0) * 100) / 100, 'gesture amount')
  }
  const identified = mine.filter((o) => o.kind === 'identified' && o.milliseconds !== undefined)
  for (const [key, row] of table(answer, 'identified')) {
    const ms = identified.filter((o) => o.by === key).map((o) => o.milliseconds!).sort((a, b) => a - b)
    same(row['n'], ms.length, `by ${key}`)
    same(row['median'], Math.round(ms[Math.ceil(ms.length * 0.5) - 1]!), `median ${key}`)
    same(row['p95'], Math.round(ms[Math.ceil(ms.length * 0.95) - 1]!), `p95 ${key}`)
  }
  for (const [key, row] of table(answer, 'systems')) {
    const all = cards.flatMap((c) => c.systems ?? []).filter((s) => s.connector === key)
    const part = (n: number) => Math.round((n / all.length) * 1_000) / 1_000
    same(row['n'], all.length, key)
    for (const state of ['answered', 'late', 'down']) same(row[state], part(all.filter((s) => s.state === state).length), `${key} ${state}`)
    same(row['complete'], part(all.filter((s) => s.complete).length), `${key} complete`)
    same(row['slow'], part(Math.min(all.length, mine.filter((o) => o.kind === 'late' && o.connector === key).length)), `${key} slow`)
    const ages = all.flatMap((s) => (s.age === undefined ? [] : [s.age])).sort((a, b) => a - b)
    same(row['age'], ages[Math.ceil(ages.length / 2) - 1]!, `${key} age`)
  }
  for (const [key, row] of table(answer, 'advice')) {
    const of = (kind: string) => mine.filter((o) => o.kind === kind && o.rule === key).length
    const kinds = ['taken', 'not-now', 'other']
    same(row['n'], kinds.reduce((n, kind) => n + (typeof row[kind] === 'number' ? of(`advice-${kind}`) : 0), 0), key)
    for (const kind of kinds) same(row[kind], of(`advice-${kind}`), `${key} ${kind}`)
  }
  for (const [key, row] of table(answer, 'panels')) same(row['n'], mine.filter((o) => ['panel-opened', 'asked-more'].includes(o.kind) && `${o.template}/${o.question}` === key).length, key)
  for (const [key, row] of table(answer, 'facts')) {
    const [held, empty] = [true, false].map((has) => cards.filter((c) => c.asked?.includes(key) && (c.held?.includes(key) ?? false) === has).length) as [number, number]
    same(row['n'], (typeof row['held'] === 'number' ? held : 0) + (typeof row['empty'] === 'number' ? empty : 0), key)
    same(row['held'], held, `${key} held`)
    same(row['empty'], empty, `${key} empty`)
  }
  return { wrong, compared }
}

/** A number may be hidden because another would give a small one away; never one as large as this. */
const hiddenByDifference = 150

export function customerSide(answer: QualityAnswer, seen: readonly Row[]): Recount {
  const today = madrid(new Date().toISOString())
  const people = [...new Set(seen.map((s) => s.person))].map((p) => seen.filter((s) => s.person === p).map((s) => ({ day: madrid(s.at), ...s.what })))
  const within = (day: string, [from, to]: readonly [string, string]) => day >= from && day < to
  const recount = (id: string, range: readonly [string, string]): [n: number, value: number, people: number] => {
    const list: [number, number][] = []
    people.forEach((story, who) => {
      const cards = story.filter((s) => s.saw === 'contact')
      if (id === 'satisfied-after') for (const on of new Set(cards.map((c) => c.score?.on).filter((d) => d !== undefined))) {
        const { band } = cards.filter((c) => c.score?.on === on).at(-1)!.score!
        if (within(on, range) && cards.some((c) => c.day <= on && on <= plus(c.day, 30))) list.push([who, band > 3 ? 1 : 0])
      }
      if (id === 'again') for (const day of new Set(cards.map((c) => c.day))) {
        if (!within(day, range) || plus(day, 7) >= today) continue
        const all = cards.flatMap((c) => c.contacts ?? [])
        const then = new Set(all.filter((c) => c.on === day).map((c) => c.matter))
        if (then.size > 0) list.push([who, all.some((c) => then.has(c.matter) && c.on > day && c.on <= plus(day, 7)) ? 1 : 0])
      }
      if (id === 'promises-kept') for (const key of new Set(cards.flatMap((c) => c.promises ?? []).map((p) => p.key))) {
        const last = cards.flatMap((c) => c.promises ?? []).filter((p) => p.key === key).at(-1)!
        if (within(last.due, range)) list.push([who, last.kept ? 1 : 0])
      }
      if (id === 'stayed') {
        for (let week = range[0]; week < range[1]; week = plus(week, 7)) {
          const first = cards.find((c) => c.risk === 'yes' && within(c.day, [week, plus(week, 7)]))
          const later = first && cards.filter((c) => c.day > first.day && c.day <= plus(first.day, 30)).at(-1)
          if (first && later) list.push([who, (later.bought ?? '') > first.day || (later.risk === 'no' && later.left !== 'yes') ? 1 : 0])
        }
      }
      if (id === 'came-back') for (const g of story.filter((s) => s.saw === 'gesture' && within(s.day, range))) {
        const later = cards.filter((c) => c.day > g.day && c.day <= plus(g.day, 30)).at(-1)
        if (later) list.push([who, (later.bought ?? '') > g.day ? 1 : 0])
      }
    })
    return [list.length, list.reduce((s, [, v]) => s + v, 0) / Math.max(1, list.length), new Set(list.map(([w]) => w)).size]
  }
  let compared = 0
  const wrong: string[] = []
  for (const m of answer.customer) for (const [figure, range] of [[m.now, [answer.from, answer.to]], [m.before, [answer.before.from, answer.before.to]]] as const) {
    const [n, value, who] = recount(m.id, range)
    const agrees = figure.is === 'none' ? n === 0 : figure.is === 'fewer' ? n > 0 && (who < 5 || n < hiddenByDifference) : figure.n === n && who >= 5 && Math.abs(figure.value - value) < 1e-9
    if (figure.is === 'value') compared++
    if (!agrees) wrong.push(`${m.id} ${range[0]}: shown ${JSON.stringify(figure)}, counted ${n} of ${who} at ${value}`)
  }
  return { wrong, compared }
}
