/** A line chart of values from 0 to 1 over equal periods. A suppressed value is a gap, never a zero. */
export function Trend({ values, label }: { values: readonly (number | undefined)[]; label: string }) {
  const [w, h, pad] = [220, 60, 6]
  const left = 34
  const x = (i: number) => left + (i * (w - left - pad)) / Math.max(1, values.length - 1)
  const y = (v: number) => h - pad - v * (h - 2 * pad)
  const runs: string[] = []
  let run = ''
  values.forEach((v, i) => {
    if (v === undefined) {
      if (run) runs.push(run)
      run = ''
    } else run += `${run ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`
  })
  if (run) runs.push(run)
  return (
    <svg class="trend" viewBox={`0 0 ${w} ${h}`} role="img" aria-label={label}>
      <path
        class="axis"
        d={`M${left} ${h - pad}H${w - pad}M${left} ${h / 2}H${w - pad}M${left} ${pad}H${w - pad}`}
      />
      <text x={left - 5} y={pad + 4}>
        100
      </text>
      <text x={left - 5} y={h - pad + 2}>
        0
      </text>
      {runs.map((d) => (
        <path key={d} class="line" d={d} />
      ))}
      {values.map((v, i) =>
        v === undefined ? (
          <circle key={i} class="gap" cx={x(i)} cy={h - pad} r={2} />
        ) : (
          <circle key={i} class="dot" cx={x(i)} cy={y(v)} r={2.6} />
        ),
      )}
    </svg>
  )
}

/** A bar in a row of a table. Hidden from screen readers, because the figure is beside it. */
export const Bar = ({ share }: { share: number | null }) => (
  <svg class="bars" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="rest" width={100} height={10} rx={2} />
    {share !== null && share > 0 && (
      <rect class="bar-fill" width={Math.max(1.5, share * 100)} height={10} rx={2} />
    )}
  </svg>
)
