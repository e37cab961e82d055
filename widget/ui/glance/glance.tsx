import type { Signal } from '@preact/signals'
import { useSignal } from '@preact/signals'
import type { Because, SignalEvent } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { CardState } from '../../state/index.ts'
import { lazily } from '../lazily.tsx'
import { Words } from '../values/safe.tsx'
import { Hatch } from '../values/value.tsx'
import { titleOf, useView } from '../view.ts'

export const FactList = lazily(() => import('../values/facts.tsx'))

/** The eight answers. "Unknown" is an answer of its own and names the system that causes it. */
export function Glance() {
  const { state: cardState } = useView()
  const why = useSignal('')
  const ficha = cardState.who.value?.ficha
  if (!ficha || ficha.glance.length === 0) return null
  const asking = cardState.connection.value.line === 'asking'
  const chosen = cardState.signals.value.get(why.value)?.value
  return (
    <>
      <dl class="glance" aria-label={t('glance')} data-rove="">
        {ficha.glance.map(({ rule, title }) => {
          const signal = cardState.signals.value.get(rule)?.value
          return (
            <Cell key={rule} rule={rule} title={title} signal={signal} asking={!signal && asking} why={why} />
          )
        })}
      </dl>
      {chosen && (
        <div class="pad why">
          <FactList reasons={chosen.reasons} answer={chosen.answer} />
        </div>
      )}
    </>
  )
}

/** Renders again only when its own answer changes, because the eight arrive one by one. */
function Cell({
  rule,
  title,
  signal,
  asking,
  why,
}: {
  rule: string
  title: string
  signal: SignalEvent | undefined
  asking: boolean
  why: Signal<string>
}) {
  const on = why.value === rule
  return (
    <div class={on ? 'on' : ''}>
      <dt>{title}</dt>
      <dd>
        {signal ? (
          <button
            type="button"
            class={`v ${look(signal)}`}
            data-v=""
            aria-expanded={on}
            onClick={() => {
              why.value = on ? '' : rule
            }}
          >
            <SignalText signal={signal} />
            {signal.spark && signal.spark.length > 1 && <Spark points={signal.spark} />}
          </button>
        ) : asking ? (
          <span class="wait">{t('waiting')}</span>
        ) : (
          <span class="unknown">{t('unknown')}</span>
        )}
      </dd>
    </div>
  )
}

export const look = ({ answer, tone }: SignalEvent): string =>
  answer.shown !== 'clear' ? '' : answer.value.is === 'unknown' ? 'unknown' : tone

/** The system or the unset norm that causes it, in a word or two; the whole sentence is one click away. */
const shortly = (because: readonly Because[], state: CardState): string => {
  const by = because.find((b) => b.connector || b.code === 'no-norm')
  const title = by?.connector && titleOf(state, by.connector)
  return by ? t('unknown.because', { why: title !== by.connector ? (title ?? '') : by.says }) : t('unknown')
}

/** The text of a signal; its meaning is never in a colour alone. */
export function SignalText({ signal }: { signal: SignalEvent }) {
  const { state: cardState } = useView()
  const { answer, text } = signal
  if (answer.shown === 'withheld') return <Hatch brief />
  if (answer.shown === 'masked')
    return (
      <span class="mask">
        <Words>{answer.hint}</Words>
      </span>
    )
  if (answer.value.is === 'unknown') {
    return <span>{shortly(answer.value.because, cardState)}</span>
  }
  if (text.shown === 'withheld') return <Hatch brief />
  const words = text.shown === 'clear' ? text.value : text.hint
  return (
    <span>
      <Words>{words || t(answer.value.is)}</Words>
    </span>
  )
}

/** A sparkline; the text beside it says what it means. */
function Spark({ points }: { points: readonly number[] }) {
  const low = Math.min(...points),
    high = Math.max(...points)
  const at = points.map(
    (p, i) =>
      `${(1 + (i * 44) / (points.length - 1)).toFixed(1)} ${(12 - ((p - low) / (high - low || 1)) * 10).toFixed(1)}`,
  )
  return (
    <svg
      width="46"
      height="14"
      viewBox="0 0 46 14"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <path d={`M${at.join(' L')}`} />
    </svg>
  )
}
