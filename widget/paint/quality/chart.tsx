/** A line over equal parts of time, from 0 to 1; a part that is not shown is a gap, never a zero. */
export function Trend({ values, label }: { values: readonly (number | undefined)[]; label: string }) {
  const [w, h, pad] = [220, 56, 5]
  const x = (i: number) => pad + (i * (w - 2 * pad)) / Math.max(1, values.length - 1)
  const y = (v: number) => h - pad - v * (h - 2 * pad)
  const runs: string[] = []
  let run = ''
  values.forEach((v, i) => {
    if (v === undefined) { if (run) runs.push(run); run = '' } else run += `${run ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`
  })
  if (run) runs.push(run)
  return <svg class="trend" viewBox={`0 0 ${w} ${h}`} role="img" aria-label={label}>
    <path class="axis" d={`M${pad} ${h - pad}H${w - pad}M${pad} ${pad}H${w - pad}`} />
    {runs.map((d) => <path key={d} class="line" d={d} />)}
    {values.map((v, i) => (v === undefined ? <circle key={i} class="gap" cx={x(i)} cy={h - pad} r={2} /> : <circle key={i} class="dot" cx={x(i)} cy={y(v)} r={2.6} />))}
  </svg>
}

/** One bar a row, as long as its share of the longest. */
export function Bars({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const most = Math.max(1, ...values.map((v) => v ?? 0))
  const row = 12
  return <svg class="bars" viewBox={`0 0 220 ${values.length * row}`} role="img" aria-label={label}>
    {values.map((v, i) => <g key={i}><rect class="rest" x={0} y={i * row + 2} width={220} height={row - 4} rx={2} />{v !== null && v > 0 && <rect class="bar-fill" x={0} y={i * row + 2} width={Math.max(2, (v / most) * 220)} height={row - 4} rx={2} />}</g>)}
  </svg>
}
