import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { type Language, languages, type Text } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { languageNames } from '../../i18n/languages.ts'

type Change<T> = (value: T) => void

export function Line({
  label,
  value,
  onChange,
  hint,
  type = 'text',
  bad,
  list,
  ...more
}: {
  label: string
  value: string | number | undefined
  onChange: Change<string>
  hint?: string | undefined
  type?: 'text' | 'number'
  bad?: string | undefined
  list?: string
  min?: number
  step?: number | 'any'
  wide?: boolean
  placeholder?: string | undefined
}) {
  const id = useId()
  return (
    <p class={`field ${more.wide ? 'wide' : ''}`}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value ?? ''}
        list={list}
        min={more.min}
        step={more.step}
        placeholder={more.placeholder}
        aria-invalid={bad ? true : undefined}
        aria-describedby={hint || bad ? `${id}h` : undefined}
        autocomplete="off"
        spellcheck={type === 'text'}
        onInput={(e) => onChange(e.currentTarget.value)}
      />
      {(hint || bad) && (
        <small id={`${id}h`} class={bad ? 'bad' : 'soft'}>
          {bad ?? hint}
        </small>
      )}
    </p>
  )
}
export function Choose<T extends string>({
  label,
  value,
  options,
  onChange,
  quiet,
}: {
  label: string
  value: T | ''
  options: readonly (readonly [T | '', string])[]
  onChange: Change<T>
  quiet?: boolean
}) {
  const id = useId()
  return (
    <p class="field">
      <label for={id} class={quiet ? 'quiet' : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={(e) => onChange(e.currentTarget.value as T)}>
        {options.map(([v, words]) => (
          <option key={v} value={v} selected={v === value}>
            {words}
          </option>
        ))}
      </select>
    </p>
  )
}
export function Tick({ label, on, onChange }: { label: string; on: boolean; onChange: Change<boolean> }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={on} onChange={(e) => onChange(e.currentTarget.checked)} />{' '}
      <span>{label}</span>
    </label>
  )
}
/** Several choices of a list, kept in the order of the list. */
export function Ticks({
  label,
  all,
  on,
  onChange,
  hint,
}: {
  label: string
  all: readonly (readonly [string, string])[]
  on: readonly string[]
  onChange: Change<string[]>
  hint?: string
}) {
  return (
    <fieldset class="ticks">
      <legend>{label}</legend>
      {hint && <p class="soft">{hint}</p>}
      <div>
        {all.map(([id, words]) => (
          <Tick
            key={id}
            label={words}
            on={on.includes(id)}
            onChange={(yes) =>
              onChange(
                yes
                  ? [
                      ...all.map(([a]) => a).filter((a) => a === id || on.includes(a)),
                      ...on.filter((a) => !all.some(([b]) => b === a)),
                    ]
                  : on.filter((a) => a !== id),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
/** A text in each language of the product; a plain string counts for all of them. */
export function Texts({
  label,
  value,
  onChange,
  hint,
  bad,
}: {
  label: string
  value: Text | undefined
  onChange: Change<Text | undefined>
  hint?: string
  bad?: string | undefined
}) {
  const all = typeof value === 'string' ? { es: value } : (value ?? { es: '' })
  const set = (language: Language, text: string): void => {
    const next = Object.fromEntries(
      Object.entries({ ...all, [language]: text }).filter(([l, words]) => l === 'es' || words !== ''),
    ) as { es: string }
    onChange(Object.values(next).every((words) => words === '') ? undefined : next)
  }
  return (
    <fieldset class="texts">
      <legend>{label}</legend>
      {hint && <p class="soft">{hint}</p>}
      {bad && (
        <p class="bad" role="alert">
          {bad}
        </p>
      )}
      {languages.map((l) => (
        <Line
          key={l}
          label={languageNames[l]}
          value={(all as Record<string, string>)[l] ?? ''}
          onChange={(text) => set(l, text)}
        />
      ))}
    </fieldset>
  )
}
/** A collapsible part of a form. */
export const Fold = ({
  title,
  open,
  children,
  note,
}: {
  title: string
  open?: boolean
  children: ComponentChildren
  note?: string | undefined
}) => (
  <details class="fold" open={open}>
    <summary>
      <h3>{title}</h3>
      {note && <span class="soft"> {note}</span>}
    </summary>
    <div>{children}</div>
  </details>
)
export const Faults = ({ faults }: { faults: readonly { place: string; says: string }[] }) =>
  faults.length === 0 ? null : (
    <div class="faults-list" role="alert" aria-label={t('editor.faults')}>
      <ul>
        {faults.map((f) => (
          <li key={f.place + f.says}>
            {f.place && <code>{f.place}</code>} {f.says}
          </li>
        ))}
      </ul>
    </div>
  )
