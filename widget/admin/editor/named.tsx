import { useSignal } from '@preact/signals'
import type { FichaFault } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Expression } from './expression.tsx'
import { Line } from './field.tsx'

type Value = number | string | boolean | null
interface Props {
  label: string
  values: Readonly<Record<string, Value>>
  onChange(values: Record<string, Value>): void
  faults?: readonly FichaFault[]
  /** One-line figures and texts; otherwise expressions. */
  number?: boolean
}

/** One figure or text of a norm. One that is not set is an empty box for a figure. */
function Figure({ name, value, onChange }: { name: string; value: Value; onChange(value: Value): void }) {
  const isFigure = typeof value === 'number' || value === null
  return (
    <Line
      label={name}
      type={isFigure ? 'number' : 'text'}
      step="any"
      value={value === null ? '' : String(value)}
      placeholder={value === null ? t('editor.named.unset') : undefined}
      hint={value === null ? t('editor.named.unset.hint') : undefined}
      onChange={(text) => {
        if (!isFigure) onChange(text)
        else if (text.trim() !== '' && Number.isFinite(Number(text))) onChange(Number(text))
      }}
    />
  )
}

/** Named figures of a norm, one line each; or named expressions for the placeholders of a text. */
export function Named({ label, values, onChange, faults = [], number = false }: Props) {
  const fresh = useSignal('')
  const put = (name: string, value: Value): void => onChange({ ...values, [name]: value })
  const drop = (name: string): void =>
    onChange(Object.fromEntries(Object.entries(values).filter(([n]) => n !== name)))
  const good = /^[a-zA-Z][a-zA-Z0-9]{0,40}$/.test(fresh.value) && !Object.hasOwn(values, fresh.value)
  return (
    <div class="named" role="group" aria-label={label}>
      {Object.entries(values).map(([name, value]) => (
        <div class="named-line" key={name}>
          {number ? (
            <Figure name={name} value={value} onChange={(next) => put(name, next)} />
          ) : (
            <Expression
              label={name}
              rows={1}
              value={String(value)}
              faults={faults.filter((f) => f.place === `values.${name}`)}
              onChange={(text) => put(name, text)}
            />
          )}
          <button type="button" aria-label={t('editor.order.remove', { name })} onClick={() => drop(name)}>
            ✕
          </button>
        </div>
      ))}
      <p class="field add">
        <label>
          <span>{t('editor.named.new')}</span>{' '}
          <input
            value={fresh.value}
            autocomplete="off"
            spellcheck={false}
            onInput={(e) => {
              fresh.value = e.currentTarget.value
            }}
          />
        </label>
        <button
          type="button"
          disabled={!good}
          onClick={() => {
            put(fresh.value, number ? 0 : "''")
            fresh.value = ''
          }}
        >
          {t('editor.named.add')}
        </button>
      </p>
    </div>
  )
}
