import type { SignalEvent } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Words } from '../values/safe.tsx'
import { useView } from '../view.ts'
import { look, SignalText } from './glance.tsx'

export default function Chips() {
  return (
    <>
      <Margin />
      <Signals />
    </>
  )
}

const answerOf = (s: SignalEvent): string => (s.answer.shown === 'clear' ? s.answer.value.is : '')
/**
 * A promise of the company is shown whether kept or broken; any other signal only when it is true and needs
 * attention.
 */
const telling = (s: SignalEvent): boolean =>
  s.kind === 'promise' ? answerOf(s) !== 'unknown' : answerOf(s) === 'yes' && s.tone !== 'calm'

/** Signals beyond the glance: those that are true, and one line for those that could not be evaluated. */
function Signals() {
  const { state: cardState } = useView()
  const ficha = cardState.who.value?.ficha
  const beyond = [...cardState.signals.value.values()]
    .map((k) => k.value)
    .filter((s) => s.kind !== 'margin' && !ficha?.glance.some((g) => g.rule === s.rule) && answerOf(s) !== '')
  const shown = beyond.filter(telling)
  const unknown = beyond.filter((s) => answerOf(s) === 'unknown')
  return (
    <>
      {shown.length > 0 && (
        <ul class="chips pad" aria-label={t('signals')}>
          {shown.map((s) => (
            <li key={s.rule} class={`tag ${look(s)}`}>
              {s.kind === 'promise' && <span aria-hidden="true">{answerOf(s) === 'yes' ? '✓ ' : '✗ '}</span>}
              {s.title}
              {': '}
              <SignalText signal={s} />
            </li>
          ))}
        </ul>
      )}
      {unknown.length > 0 && (
        <details class="unsure">
          <summary>{t('unknown.because', { why: unknown.length })}</summary>
          <ul>
            {unknown.map((s) => (
              <li key={s.rule}>
                {s.title}
                {': '}
                <Words>
                  {s.answer.shown === 'clear' && s.answer.value.is === 'unknown'
                    ? s.answer.value.because
                        .map((b) => b.says)
                        .filter(Boolean)
                        .join('; ') || t('unknown')
                    : t('unknown')}
                </Words>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** What the company lets this agent give now. It is a limit, never a script. */
function Margin() {
  const { state: cardState, open } = useView()
  const margin = [...cardState.signals.value.values()]
    .map((k) => k.value)
    .filter((s) => s.kind === 'margin' && answerOf(s) === 'yes')
  const action = cardState.who.value?.ficha.actions.find((a) => a.name === 'gesture')
  if (margin.length === 0) return null
  return (
    <p class="margin pad">
      {t('margin')}:{' '}
      {margin.map((s) => (
        <SignalText key={s.rule} signal={s} />
      ))}{' '}
      {action && (
        <button
          type="button"
          class="link"
          onClick={() => {
            open.value = { action }
          }}
        >
          {t('margin.give')}
        </button>
      )}
    </p>
  )
}
