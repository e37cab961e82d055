import type { ReleasedRow } from '../../../connectors/contract/index.ts'
import { Clear } from '../values/clear.tsx'
import { Value } from '../values/value.tsx'
import { valueText } from '../values/value-text.ts'
import type { Column } from './rows.tsx'

/**
 * A single record as labels and values. Where systems disagree, each field shows the value of the first
 * system that answered it.
 */
export default function Facts({ rows, cols }: { rows: readonly ReleasedRow[]; cols: readonly Column[] }) {
  return (
    <dl class="facts">
      {cols.flatMap((c) => {
        const having = rows.filter((row) => row.fields[c.name] !== undefined)
        const row = having.find((r) => r.fields[c.name]?.shown === 'clear') ?? having[0]
        const field = row?.fields[c.name]
        if (!row || !field || (field.shown === 'clear' && valueText(c.type, field.value, 0) === '')) return []
        const seen = field.shown === 'clear' ? JSON.stringify(field.value) : ''
        const others =
          field.shown !== 'clear' || field.losers
            ? []
            : having.flatMap((r) => {
                const f = r.fields[c.name]
                return f?.shown === 'clear' && JSON.stringify(f.value) !== seen
                  ? [{ value: f.value, from: r.from }]
                  : []
              })
        const shown = field.shown === 'clear' && others.length > 0 ? { ...field, losers: others } : field
        return [
          <div key={c.name}>
            <dt>{c.label}</dt>
            <dd>
              {field.shown === 'clear' && Array.isArray(field.value) && c.type === 'status' ? (
                field.value.map((v, i) => <Clear key={i} value={v} type="status" />)
              ) : (
                <Value field={shown} type={c.type} label={c.label} row={row.ref} name={c.name} />
              )}
            </dd>
          </div>,
        ]
      })}
    </dl>
  )
}
