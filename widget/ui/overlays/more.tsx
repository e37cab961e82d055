import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n/index.ts'
import { useView } from '../view.ts'
import { ReportMissing } from './rate-card.tsx'

/**
 * "Pedir más" (ask for more): questions that the role may ask and this ficha leaves out. Each is asked alone,
 * traced and counted.
 */
export default function More() {
  const { card, state: cardState, open } = useView()
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.querySelector('button')?.focus(), [])
  const left = (cardState.who.value?.ficha.mayAsk ?? []).filter(
    (m) => !cardState.panels.value.some((p) => p.view.question === m.question && p.is !== 'closed'),
  )
  return (
    <section class="over" aria-label={t('more.title')} ref={box}>
      <header>
        <h2>{t('more.title')}</h2>
        <button
          type="button"
          class="link"
          onClick={() => {
            open.value = undefined
          }}
        >
          {t('tool.close')}
        </button>
      </header>
      {left.length === 0 ? (
        <p class="soft">{t('more.none')}</p>
      ) : (
        <p class="chips">
          {left.map((m) => (
            <button
              type="button"
              key={m.question}
              onClick={() => {
                card.askMore(m.question)
                open.value = undefined
              }}
            >
              {m.title}
            </button>
          ))}
        </p>
      )}
      <ReportMissing />
    </section>
  )
}
