import type { Reason } from '../../contract/index.ts'
import type { Score } from '../linkage/score.ts'

export interface ReportData {
  title: string
  facts: readonly (readonly [string, string])[]
  /** Pairs by weight; the first bar is `from` bits. */
  histogram: readonly number[]
  from: number
  threshold: number
  waterfall: { a: string; b: string; bits: number; reasons: readonly Reason[] } | null
  generic: readonly { field: string; value: string; count: number }[]
  big: readonly { size: number; ids: readonly string[]; weakest: number }[]
  score: Score | null
}
const safe = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

/** One file, no script, nothing fetched: it can be sent by mail and opened years later. */
export function reportHtml(d: ReportData): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${safe(d.title)}</title><style>
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}
table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
svg{width:100%;height:auto}.for{fill:#1b7f4b}.against{fill:#b3392f}.rest{fill:#7a8699}text{font:11px system-ui,sans-serif;fill:currentColor}.cut{stroke:currentColor;stroke-dasharray:4 3}p.note{opacity:.75}
</style><h1>${safe(d.title)}</h1><table>${d.facts.map(([k, v]) => `<tr><th scope="row">${safe(k)}</th><td>${safe(v)}</td></tr>`).join('')}</table>
${d.score ? `<h2>Against the labels</h2><table><tr><th class="n">precision</th><th class="n">recall</th><th class="n">F1</th><th class="n">found</th><th class="n">right</th><th class="n">wanted</th></tr><tr>${[d.score.precision, d.score.recall, d.score.f1].map((x) => `<td class="n">${x.toFixed(4)}</td>`).join('')}${[d.score.found, d.score.right, d.score.wanted].map((x) => `<td class="n">${x}</td>`).join('')}</tr></table>` : ''}
<h2>Pairs by weight</h2>${histogram(d)}<p class="note">Height on a logarithmic scale. Pairs that share no key were never compared and lie far to the left.</p>
${d.waterfall ? `<h2>Why ${safe(d.waterfall.a)} and ${safe(d.waterfall.b)} are one</h2>${waterfall(d.waterfall)}` : ''}
<h2>Most generic values</h2>${d.generic.length === 0 ? '<p>None is seen on more than a few people.</p>' : `<table><tr><th>field</th><th>value</th><th class="n">people</th></tr>${d.generic.map((g) => `<tr><td>${safe(g.field)}</td><td>${safe(g.value)}</td><td class="n">${g.count}</td></tr>`).join('')}</table>`}
<h2>Clusters too big to be true</h2>${d.big.length === 0 ? '<p>None.</p>' : `<table><tr><th class="n">records</th><th class="n">weakest pair, bits</th><th>ids</th></tr>${d.big.map((b) => `<tr><td class="n">${b.size}</td><td class="n">${b.weakest.toFixed(1)}</td><td>${safe(b.ids.slice(0, 30).join(', '))}${b.ids.length > 30 ? ' …' : ''}</td></tr>`).join('')}</table>`}
</html>`
}

function histogram({ histogram: bars, from, threshold }: ReportData): string {
  const top = Math.max(1, ...bars.map((n) => Math.log10(n + 1)))
  const width = 900 / bars.length
  const at = (bits: number) => (bits - from) * width
  const rects = bars
    .map((n, i) => {
      const h = (Math.log10(n + 1) / top) * 180
      return n === 0
        ? ''
        : `<rect class="${i + from >= threshold ? 'for' : 'rest'}" x="${(i * width).toFixed(1)}" y="${(190 - h).toFixed(1)}" width="${(width - 1).toFixed(1)}" height="${h.toFixed(1)}"><title>${i + from} bits: ${n}</title></rect>`
    })
    .join('')
  const ticks = Array.from({ length: 11 }, (_, i) => from + i * 10)
    .map((b) => `<text x="${at(b).toFixed(0)}" y="206">${b}</text>`)
    .join('')
  return `<svg viewBox="0 0 900 212" role="img" aria-label="Number of pairs by weight in bits">${rects}<line class="cut" x1="${at(threshold)}" x2="${at(threshold)}" y1="0" y2="192"/>${ticks}</svg>`
}

function waterfall(w: NonNullable<ReportData['waterfall']>): string {
  const steps = [...w.reasons].sort((a, b) => Number(b.field === 'prior') - Number(a.field === 'prior'))
  let sum = 0
  const ranges = steps.map((s) => {
    const before = sum
    sum += s.bits
    return [before, sum] as const
  })
  const low = Math.min(0, ...ranges.flat())
  const high = Math.max(1, ...ranges.flat())
  const x = (bits: number) => 330 + ((bits - low) / (high - low)) * 500
  const rows = steps
    .map((s, i) => {
      const [a, b] = ranges[i] as readonly [number, number]
      const y = i * 22 + 4
      return `<text x="0" y="${y + 12}">${safe(s.says)}</text><rect class="${s.bits >= 0 ? 'for' : 'against'}" x="${x(Math.min(a, b)).toFixed(1)}" y="${y}" width="${Math.max(1, x(Math.max(a, b)) - x(Math.min(a, b))).toFixed(1)}" height="15"/><text x="${(x(Math.max(a, b)) + 5).toFixed(1)}" y="${y + 12}">${s.bits > 0 ? '+' : ''}${s.bits}</text>`
    })
    .join('')
  return `<svg viewBox="0 0 900 ${steps.length * 22 + 28}" role="img" aria-label="Weight of each field of one pair">${rows}<text x="0" y="${steps.length * 22 + 20}">Sum: ${w.bits.toFixed(1)} bits</text></svg>`
}
