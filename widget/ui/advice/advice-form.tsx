import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../../i18n/index.ts'

const quick = ['busy', 'known', 'refused', 'wrong'] as const

/** "Ahora no" (not now) asks why, with one touch; "otra cosa" (something else) takes one line of text. */
export default function AdviceForm({
  kind,
  say,
  close,
}: {
  kind: 'not-now' | 'other'
  say(reason: string): void
  close(): void
}) {
  const words = useSignal('')
  const first = useRef<HTMLElement>(null)
  const id = useId()
  useEffect(() => {
    first.current?.focus()
  }, [])
  const back = () => {
    const advice = first.current?.closest('.advice')
    close()
    setTimeout(
      () =>
        advice
          ?.querySelectorAll<HTMLElement>('footer button:not(.do, .link)')
          [kind === 'not-now' ? 1 : 2]?.focus(),
      20,
    )
  }
  const onEscape = (e: KeyboardEvent) => {
    if (e.key === 'Escape') {
      e.stopPropagation()
      back()
    }
  }
  if (kind === 'not-now')
    return (
      <div class="inline" role="group" aria-label={t('reason.label')} onKeyDown={onEscape}>
        <span>{t('reason.label')}</span>
        {quick.map((reason, i) => (
          <button
            type="button"
            key={reason}
            ref={i === 0 ? (first as { current: HTMLButtonElement | null }) : null}
            onClick={() => say(reason)}
          >
            {t(`reason.${reason}`)}
          </button>
        ))}
        <button type="button" class="link" onClick={back}>
          {t('cancel')}
        </button>
      </div>
    )
  return (
    <form
      class="inline"
      onKeyDown={onEscape}
      onSubmit={(e) => {
        e.preventDefault()
        if (words.value.trim()) say(words.value.trim())
      }}
    >
      <label for={id}>{t('other.label')}</label>
      <input
        id={id}
        ref={first as { current: HTMLInputElement | null }}
        maxLength={300}
        autocomplete="off"
        value={words.value}
        onInput={(e) => {
          words.value = e.currentTarget.value
        }}
      />
      <button type="submit">{t('send')}</button>{' '}
      <button type="button" class="link" onClick={back}>
        {t('cancel')}
      </button>
    </form>
  )
}
