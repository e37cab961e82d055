import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../../i18n/index.ts'
import { useView } from '../view.ts'

/** Asks for the reason, which is written to the audit before the value is sent. */
export default function RevealForm({
  handle,
  field,
  close,
}: {
  handle: string
  field: string
  close(): void
}) {
  const { card } = useView()
  const reason = useSignal('')
  const says = useSignal('')
  const busy = useSignal(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => input.current?.focus(), [])
  /** Where the value, or the button that asks for it, appears in place of the form. */
  const place = () => input.current?.closest('.masked')?.parentElement
  const back = (at = place()) => {
    close()
    setTimeout(() => at?.querySelector<HTMLElement>('.seen button, .masked button')?.focus(), 20)
  }
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy.value) return
    if (reason.value.trim().length < 3) {
      says.value = t('reveal.short')
      input.current?.focus()
      return
    }
    busy.value = true
    const at = place()
    const done = await card.reveal({ ref: handle, field, reason: reason.value.trim() })
    busy.value = false
    if (done.is === 'failed') says.value = t('reveal.failed', { says: done.says })
    else back(at)
  }
  return (
    <form
      class="inline"
      onSubmit={(e) => void submit(e)}
      onKeyDown={(e) => {
        if (e.key === 'Escape') {
          e.stopPropagation()
          back()
        }
      }}
    >
      <label for={id}>{t('reveal.reason')}</label>
      <input
        id={id}
        ref={input}
        maxLength={300}
        autocomplete="off"
        value={reason.value}
        aria-invalid={says.value !== ''}
        aria-describedby={`${id}s`}
        onInput={(e) => {
          reason.value = e.currentTarget.value
        }}
      />
      <button type="submit" disabled={busy.value}>
        {t('reveal.show')}
      </button>{' '}
      <button type="button" class="link" onClick={() => back()}>
        {t('cancel')}
      </button>
      <span id={`${id}s`} class="bad" aria-live="assertive">
        {says.value}
      </span>
    </form>
  )
}
