/** A series by name: what grows, and what it costs. */
export interface Series {
  name: string
  points: readonly { x: number; y: number }[]
}
export interface Limit {
  x: number
  y: number
  words: string
}

const width = 640,
  height = 360,
  left = 64,
  right = 150,
  top = 40,
  bottom = 48
const colours = ['#0b5d66', '#8a5200', '#a3231f', '#176b3a']
const escapeHtml = (s: string) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
const round = (n: number) => Number(n.toPrecision(2)).toLocaleString('en-GB')

/** Growth on two logarithmic axes: a straight line is a power, a flat one costs nothing more. */
export function chart(
  title: string,
  xTitle: string,
  yTitle: string,
  series: readonly Series[],
  limits: readonly Limit[] = [],
): string {
  const all = [...series.flatMap((s) => s.points), ...limits]
  const range = (values: readonly number[]): [number, number] => [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ]
  const [x0, x1] = range(all.map((p) => p.x)),
    [y0, y1] = range(all.map((p) => p.y))
  const x = (v: number) => left + ((Math.log10(v) - x0) / (x1 - x0 || 1)) * (width - left - right)
  const y = (v: number) => height - bottom - ((Math.log10(v) - y0) / (y1 - y0 || 1)) * (height - top - bottom)
  const decades = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i))
  const text = (at: number, up: number, words: string, more = '') =>
    `<text x="${at.toFixed(1)}" y="${up.toFixed(1)}" ${more}>${escapeHtml(words)}</text>`
  const line = (a: number, b: number, c: number, d: number, stroke: string) =>
    `<line x1="${a.toFixed(1)}" y1="${b.toFixed(1)}" x2="${c.toFixed(1)}" y2="${d.toFixed(1)}" stroke="${stroke}"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="${escapeHtml(title)}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(left, 22, title, 'font-size="14" font-weight="600"'),
    ...decades(x0, x1).flatMap((v) => [
      line(x(v), top, x(v), height - bottom, '#e4e2dc'),
      text(x(v), height - bottom + 16, round(v), 'text-anchor="middle"'),
    ]),
    ...decades(y0, y1).flatMap((v) => [
      line(left, y(v), width - right, y(v), '#e4e2dc'),
      text(left - 6, y(v) + 4, round(v), 'text-anchor="end"'),
    ]),
    text((left + width - right) / 2, height - 12, xTitle, 'text-anchor="middle"'),
    text(
      0,
      0,
      yTitle,
      `text-anchor="middle" transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)"`,
    ),
    ...series.flatMap(({ name, points }, i) => {
      const colour = colours[i % colours.length] as string
      const last = points.at(-1)
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map((p) => `${x(p.x).toFixed(1)},${y(p.y).toFixed(1)}`).join(' ')}"/>`,
        ...points.map(
          (p) => `<circle cx="${x(p.x).toFixed(1)}" cy="${y(p.y).toFixed(1)}" r="3" fill="${colour}"/>`,
        ),
        ...(last ? [text(x(last.x) + 8, y(last.y) + 4, `${name}: ${last.y} ms`, `fill="${colour}"`)] : []),
      ]
    }),
    ...limits.map(
      (l) =>
        `${line(x(l.x) - 14, y(l.y), x(l.x) + 14, y(l.y), '#5d6166')}${text(x(l.x), y(l.y) - 5, l.words, 'text-anchor="middle" fill="#5d6166"')}`,
    ),
    '</svg>\n',
  ].join('\n')
}
