import { useSignal } from '@preact/signals'
import { useEffect, useId } from 'preact/hooks'
import { t } from '../../i18n/index.ts'
import { useView } from '../view.ts'

/**
 * Asks the agent one question about the card, now and then and only where the company wants it. It may be
 * left unanswered.
 */
export function RateCard() {
  const { card } = useView()
  const step = useSignal<'' | 'asked' | 'missing' | 'thanks'>('')
  useEffect(() => {
    void card.shouldSurveyAgent().then(
      (yes) => {
        if (yes) step.value = 'asked'
      },
      () => {},
    )
  }, [])
  const say = (answer: 'yes' | 'partly' | 'no') => {
    card.rateCard(answer)
    step.value = answer === 'yes' ? 'thanks' : 'missing'
  }
  const thank = () => {
    step.value = 'thanks'
  }
  if (step.value === '') return null
  if (step.value === 'thanks')
    return (
      <p class="soft pad" role="status">
        {t('rate-card.thanks')}
      </p>
    )
  if (step.value === 'missing')
    return (
      <div class="pad">
        <ReportMissing focus done={thank} />
      </div>
    )
  return (
    <div class="inline pad" role="group" aria-label={t('rate-card')}>
      <span>{t('rate-card')}</span>
      {(['yes', 'partly', 'no'] as const).map((answer) => (
        <button type="button" key={answer} onClick={() => say(answer)}>
          {t(`rate-card.${answer}`)}
        </button>
      ))}
      <button type="button" class="link" onClick={thank}>
        {t('question.skip')}
      </button>
    </div>
  )
}

/** Reports what this ficha should show and does not, to the authors of fichas and without any name. */
export function ReportMissing({ focus = false, done }: { focus?: boolean; done?: () => void }) {
  const { card } = useView()
  const words = useSignal('')
  const sent = useSignal(false)
  const id = useId()
  useEffect(() => {
    if (focus) document.getElementById(id)?.focus()
  }, [])
  if (sent.value)
    return (
      <p class="soft" role="status">
        {t('rate-card.thanks')}
      </p>
    )
  return (
    <form
      class="inline"
      onSubmit={(e) => {
        e.preventDefault()
        const missing = words.value.trim()
        if (!missing) return
        card.reportMissing(missing)
        sent.value = true
        done?.()
      }}
    >
      <label for={id}>{t('report-missing.label')}</label>
      <input
        id={id}
        maxLength={200}
        autocomplete="off"
        value={words.value}
        onInput={(e) => {
          words.value = e.currentTarget.value
        }}
      />
      <button type="submit">{t('send')}</button>
    </form>
  )
}
