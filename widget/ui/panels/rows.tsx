import { computed, useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Asked, PanelView, ReleasedRow } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { datedBy } from '../../state/index.ts'
import { lazily } from '../lazily.tsx'
import { Out, Words } from '../values/safe.tsx'
import { Value } from '../values/value.tsx'
import { guessType, valueText } from '../values/value-text.ts'
import { titleOf, useView } from '../view.ts'

const Lines = lazily(() => import('./lines.tsx'))

export interface Column {
  name: string
  label: string
  type: string
}

/** The ficha's columns; for a question that it leaves out, all fields of the rows. */
export const columns = (view: PanelView, rows: readonly ReleasedRow[]): readonly Column[] =>
  view.fields.length > 0
    ? view.fields
    : [...new Set(rows.flatMap((row) => Object.keys(row.fields)))].map((name) => {
        const field = rows.map((row) => row.fields[name]).find((f) => f?.shown === 'clear')
        return {
          name,
          label: name.replace(/([A-Z])/g, ' $1').toLowerCase(),
          type: field?.shown === 'clear' ? guessType(field.value) : 'text',
        }
      })

/** Keys a row by its system's own identifier, so that the focus stays on it when the list is read again. */
export const rowKey = (row: ReleasedRow, cols: readonly Column[], index: number): string => {
  const id = cols.find((c) => c.type === 'id' && row.fields[c.name]?.shown === 'clear')
  const field = id && row.fields[id.name]
  return `${row.from.connector} ${field?.shown === 'clear' ? String(field.value) : index}`
}

const bare = new Set(['text', 'id', 'status', 'address', 'personName', 'phone', 'mail', 'url'])
/** Fields that serve as the title of a row, before its number. */
const titles = new Set(['subject', 'summary', 'what', 'title'])
const isNested = (value: unknown): value is readonly Record<string, unknown>[] =>
  Array.isArray(value) &&
  typeof value[0] === 'object' &&
  value[0] !== null &&
  !('code' in value[0]) &&
  !('amount' in value[0])

/** One row of a list: its title, its amount or status, then the rest in a small line. */
export function Row({
  row,
  cols,
  many,
  question,
}: {
  row: ReleasedRow
  cols: readonly Column[]
  many: boolean
  question: Asked
}) {
  const { state: cardState } = useView()
  const present = cols.filter((c) => row.fields[c.name] !== undefined)
  const clear = (c: Column) => {
    const f = row.fields[c.name]
    return f?.shown === 'clear' ? f.value : undefined
  }
  const nested = present.filter((c) => isNested(clear(c)))
  const flat = present.filter(
    (c) =>
      !nested.includes(c) &&
      !(row.fields[c.name]?.shown === 'clear' && valueText(c.type, clear(c), 0) === ''),
  )
  const head =
    flat.find((c) => titles.has(c.name)) ??
    flat.find((c) => c.type === 'text' || c.type === 'id' || c.type === 'personName') ??
    flat.find((c) => c.type !== 'status' && c.type !== 'money') ??
    flat[0]
  const rest = flat.filter((c) => c !== head)
  const weight = rest.find((c) => c.type === 'money') ?? rest.find((c) => c.name === 'score')
  const state =
    rest.find((c) => c.type === 'status' && c.name === 'status') ?? rest.find((c) => c.type === 'status')
  // Whether it is open is what its status says.
  const small = rest.filter((c) => c !== weight && c !== state && !(state && c.name === 'open'))
  // Word from a system moves no row, unless it names itself otherwise.
  const title = useMemo(
    () => computed(() => titleOf(cardState, row.from.connector)),
    [cardState, row.from.connector],
  ).value
  const cell = (c: Column) => {
    const field = row.fields[c.name]
    return field ? (
      <Value field={field} type={c.type} label={c.label} row={row.ref} name={c.name} brief />
    ) : null
  }
  return (
    <>
      <b class="h">
        {head && cell(head)}
        {row.from.url && (
          <>
            {'\u00a0'}
            <Out url={row.from.url} label={t('open.in', { title })}>
              <span aria-hidden="true" class="go">
                ↗
              </span>
            </Out>
          </>
        )}
      </b>
      <span class="n">{weight ? cell(weight) : state && cell(state)}</span>
      {(small.length > 0 || (weight && state)) && (
        <small>
          {small.map((c, i) => (
            <span key={c.name}>
              {i > 0 && '\u00a0· '}
              {!bare.has(c.type) && c.name !== datedBy(question) && <span class="lab">{c.label} </span>}
              {cell(c)}
            </span>
          ))}
          {many && (
            <span>
              {small.length > 0 && '\u00a0· '}
              <Words>{title}</Words>
            </span>
          )}
        </small>
      )}
      {weight && state && <span class="n">{cell(state)}</span>}
      {nested.map((c) => (
        <Nested key={c.name} label={c.label} lines={clear(c) as readonly Record<string, unknown>[]} />
      ))}
    </>
  )
}

/** What a row holds in turn, such as the articles of an order: how many, and which on opening. */
function Nested({ label, lines }: { label: string; lines: readonly Record<string, unknown>[] }) {
  const open = useSignal(false)
  return (
    <details
      class="lines"
      onToggle={(e) => {
        open.value = e.currentTarget.open
      }}
    >
      <summary>
        {label} ({lines.length})
      </summary>
      {open.value && <Lines lines={lines} />}
    </details>
  )
}
