import type { ActionView } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'

export type Input = ActionView['input'][number]

/** Parses the input as the type that the action expects, or says what is wrong with it. */
export function parseInput(field: Input, text: string): { value: unknown } | { wrong: string } {
  const words = text.trim()
  if (words === '')
    return field.required && field.type !== 'boolean'
      ? { wrong: t('form.required') }
      : { value: field.type === 'boolean' ? false : undefined }
  if (field.maxLength !== undefined && words.length > field.maxLength)
    return { wrong: t('form.long', { n: field.maxLength }) }
  const bad = (what: string) => ({ wrong: t('form.bad', { what }) })
  switch (field.type) {
    case 'number':
    case 'percent': {
      const n = Number(words.replace(',', '.'))
      return Number.isFinite(n) ? { value: n } : bad(t('form.number'))
    }
    case 'money': {
      const amount = words.replace(/[\s€]/g, '').replace(',', '.')
      return /^-?\d{1,15}(\.\d{1,2})?$/.test(amount)
        ? { value: { amount, currency: 'EUR' } }
        : bad(t('form.money'))
    }
    case 'boolean':
      return { value: words === 'true' }
    case 'mail':
      return /^[^\s@]+@[^\s@]+$/.test(words) ? { value: words } : bad(t('form.mail'))
    case 'phone': {
      const e164 = words.replace(/[\s().-]/g, '')
      return /^\+[1-9]\d{4,14}$/.test(e164) ? { value: e164 } : bad(t('form.phone'))
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(words) ? { value: words } : bad(t('form.date'))
    case 'datetime': {
      const at = Date.parse(words)
      return Number.isNaN(at) ? bad(t('form.date')) : { value: new Date(at).toISOString() }
    }
    case 'status':
      return { value: { code: words } }
    default:
      return { value: words }
  }
}

const kinds: Record<string, 'text' | 'email' | 'tel' | 'date' | 'datetime-local' | 'url'> = {
  number: 'text',
  percent: 'text',
  money: 'text',
  mail: 'email',
  phone: 'tel',
  date: 'date',
  datetime: 'datetime-local',
  url: 'url',
}

/** One labelled input, with its error beside it and tied to it. */
export function Field({
  id,
  field,
  value,
  wrong,
  set,
}: {
  id: string
  field: Input
  value: string
  wrong: string
  set(text: string): void
}) {
  const tied = {
    id,
    name: field.name,
    'aria-invalid': wrong !== '',
    'aria-describedby': `${id}e`,
    'aria-required': field.required,
  }
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {!field.required && <span class="soft"> ({t('form.optional')})</span>}
      </label>
      {field.options ? (
        <select {...tied} value={value} onChange={(e) => set(e.currentTarget.value)}>
          <option value="">{t('form.choose')}</option>
          {field.options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label}
            </option>
          ))}
        </select>
      ) : field.type === 'boolean' ? (
        <input
          {...tied}
          type="checkbox"
          checked={value === 'true'}
          onChange={(e) => set(String(e.currentTarget.checked))}
        />
      ) : field.type === 'text' && (field.maxLength ?? 1_000) > 100 ? (
        <textarea {...tied} rows={3} value={value} onInput={(e) => set(e.currentTarget.value)} />
      ) : (
        <input
          {...tied}
          type={(kinds[field.type] ?? 'text') as 'text'}
          {...(field.type === 'money' || field.type === 'number' ? { inputMode: 'decimal' as const } : {})}
          autocomplete="off"
          value={value}
          onInput={(e) => set(e.currentTarget.value)}
        />
      )}
      <span class="bad" id={`${id}e`}>
        {wrong}
      </span>
    </div>
  )
}
