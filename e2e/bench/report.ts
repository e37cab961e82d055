import type { Line, Unit } from './figures.ts'

export interface Goal {
  name: string
  goal: string
  is: number
  unit: Unit
  met: boolean
}
/** One thing measured: its lines in a table, and which of its promises were kept. */
export interface Subject {
  title: string
  lines: readonly Line[]
  goals: readonly Goal[]
  notes?: readonly string[]
}

const figure = (value: number, unit: Unit): string =>
  `${value.toFixed(unit === '×' ? 3 : unit === 'trees' ? 0 : Math.abs(value) < 1 ? 4 : 2)} ${unit}`

export function table({ title, lines, goals, notes = [] }: Subject): string {
  const rows = lines.map((l) => [
    l.name,
    String(l.n),
    figure(l.median, l.unit),
    figure(l.p95, l.unit),
    l.interval ? `${figure(l.interval[0], l.unit)} … ${figure(l.interval[1], l.unit)}` : '',
  ])
  const all = [['', 'n', 'median', 'p95', '95 % of the median'], ...rows]
  const widths = all[0]?.map((_, c) => Math.max(...all.map((row) => (row[c] as string).length))) ?? []
  const text = all.map(
    (row) =>
      `  ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] as number) : cell.padStart(widths[c] as number))).join('  ')}`,
  )
  return [
    `\n━━ ${title}`,
    ...(lines.length ? text : []),
    ...goals.map(
      (g) => `  ${g.met ? 'met   ' : 'MISSED'}  ${g.name}: ${figure(g.is, g.unit)}, goal ${g.goal}`,
    ),
    ...notes.map((n) => `  ${n}`),
  ].join('\n')
}
