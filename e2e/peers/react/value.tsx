/** @jsxImportSource react */
import { memo, useState } from 'react'
import type { Field, Status } from '../../../connectors/contract/index.ts'
import { t } from '../../../widget/i18n/index.ts'
import { valueText } from '../../../widget/ui/values/value-text.ts'
import { copied } from '../shown.ts'

export const now = Date.now()
let clock = now
const listening = new Set<() => void>()
setInterval(() => {
  clock = Date.now()
  for (const run of listening) run()
}, 1_000)
export const ticking = (run: () => void) => {
  listening.add(run)
  return () => void listening.delete(run)
}
export const read = () => clock

export const Value = memo(function Value({
  field,
  type,
  copy = copied.has(type),
}: {
  field: Field
  type: string
  copy?: boolean
}) {
  const [, reveal] = useState(false)
  if (field.shown === 'withheld')
    return (
      <span className="hatch" title={t('withheld')}>
        {t('withheld.short')}
      </span>
    )
  if (field.shown === 'masked')
    return (
      <span className="masked">
        <span className="mask">
          <bdi>{field.hint}</bdi>
        </span>{' '}
        {field.revealable && (
          <button type="button" className="link" onClick={() => reveal(true)}>
            {t('reveal')}
          </button>
        )}
      </span>
    )
  const words = valueText(type, field.value, now)
  if (type === 'status' && typeof field.value === 'object' && !Array.isArray(field.value))
    return (
      <span className={`tag ${(field.value as Status).tone ?? ''}`}>
        <bdi>{words}</bdi>
      </span>
    )
  if (type === 'datetime' || type === 'date') return <time dateTime={String(field.value)}>{words}</time>
  return copy ? (
    <button
      type="button"
      className="v"
      title={t('copy', { value: words })}
      onClick={() => void navigator.clipboard?.writeText(words)}
    >
      <bdi>{words}</bdi>
    </button>
  ) : (
    <bdi>{words}</bdi>
  )
})
