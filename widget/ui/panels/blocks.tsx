import type { Block, PanelView, ReleasedRow } from '../../../connectors/contract/index.ts'
import { language } from '../../i18n/index.ts'
import { Words } from '../values/safe.tsx'
import { Value } from '../values/value.tsx'
import Facts from './record.tsx'
import { columns } from './rows.tsx'

/**
 * A connector's own fields in the layout it declares: facts, one large figure, badges. Blocks refer to
 * fields; the values come from the row.
 */
export default function Blocks({ view, rows }: { view: PanelView; rows: readonly ReleasedRow[] }) {
  const cols = columns(view, rows)
  return (
    <>
      {rows.map((row, i) => {
        const blocks = (view.blocks?.find((b) => b.connector === row.from.connector)?.blocks ??
          []) as readonly Block[]
        if (blocks.length === 0) return <Facts key={i} rows={[row]} cols={cols} />
        const cell = (name: string) => {
          const field = row.fields[name]
          const col = cols.find((c) => c.name === name)
          return field ? (
            <Value field={field} type={col?.type} label={col?.label} row={row.ref} name={name} />
          ) : null
        }
        return (
          <div key={i}>
            {blocks.map((block, j) => {
              if (block.block === 'badges')
                return (
                  <p class="chips" key={j}>
                    {block.fields.map((f) => row.fields[f] && <span key={f}>{cell(f)}</span>)}
                  </p>
                )
              if (block.block === 'metric') {
                const spark = block.spark ? row.fields[block.spark] : undefined
                return (
                  <p class="metric" key={j}>
                    <span class="soft">{cols.find((c) => c.name === block.field)?.label}</span>{' '}
                    <b>{cell(block.field)}</b>
                    {spark?.shown === 'clear' && Array.isArray(spark.value) && (
                      <Line points={spark.value as number[]} />
                    )}
                  </p>
                )
              }
              const title =
                typeof block.title === 'object' ? (block.title[language()] ?? block.title.es) : block.title
              return (
                <div key={j}>
                  {title && (
                    <h3>
                      <Words>{title}</Words>
                    </h3>
                  )}
                  <Facts rows={[row]} cols={cols.filter((c) => block.fields.includes(c.name))} />
                </div>
              )
            })}
          </div>
        )
      })}
    </>
  )
}

function Line({ points }: { points: readonly number[] }) {
  if (points.length < 2) return null
  const low = Math.min(...points),
    span = Math.max(...points) - low || 1
  return (
    <svg
      width="90"
      height="20"
      viewBox="0 0 90 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <path
        d={`M${points.map((p, i) => `${(1 + (i * 88) / (points.length - 1)).toFixed(1)} ${(18 - ((p - low) / span) * 16).toFixed(1)}`).join(' L')}`}
      />
    </svg>
  )
}
