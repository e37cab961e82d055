import { t } from '../../i18n/index.ts'
import { OverlayHead } from '../overlay-head.tsx'
import { useView } from '../view.ts'
import { ReportMissing } from './rate-card.tsx'

/**
 * "Pedir más" (ask for more): questions that the role may ask and this ficha leaves out. Each is asked alone,
 * traced and counted.
 */
export default function More() {
  const { card, state: cardState, open } = useView()
  const left = (cardState.who.value?.ficha.mayAsk ?? []).filter(
    (m) => !cardState.panels.value.some((p) => p.view.question === m.question && p.is !== 'closed'),
  )
  return (
    <section class="over" aria-labelledby="more-h">
      <OverlayHead id="more-h" title={t('more.title')} />
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
