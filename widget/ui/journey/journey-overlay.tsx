import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { JourneyAnswer, SignalEvent } from '../../../connectors/contract/index.ts'
import { language, t } from '../../i18n/index.ts'
import { SourceError } from '../../source/port.ts'
import { SignalText } from '../glance/glance.tsx'
import { OverlayHead } from '../overlay-head.tsx'
import { useView } from '../view.ts'
import { Journey } from './journey.tsx'

/** The journey: the same customer's contacts from the customer's point of view. */
export default function JourneyOverlay() {
  const { card, state: cardState } = useView()
  const answer = useSignal<JourneyAnswer | { trouble: string } | undefined>(undefined)
  const tries = useSignal(0)
  useEffect(() => {
    const stop = new AbortController()
    const handle = cardState.who.peek()?.card
    answer.value = undefined
    void (async () => {
      try {
        if (!card.source.journey || !handle) throw new Error('nobody to ask')
        const journey = await card.source.journey({ card: handle, locale: language() }, stop.signal)
        if (!stop.signal.aborted) answer.value = journey
      } catch (error) {
        if (!stop.signal.aborted)
          answer.value = { trouble: error instanceof SourceError ? (error.problem?.detail ?? '') : '' }
      }
    })()
    return () => stop.abort()
  }, [tries.value, language()])
  const shown = answer.value
  return (
    <section class="over back" aria-labelledby="journey-h" aria-busy={shown === undefined}>
      <OverlayHead id="journey-h" title={t('journey.title')} back={t('journey.back')} />
      {shown === undefined ? (
        <p role="status">{t('journey.waiting')}</p>
      ) : 'trouble' in shown ? (
        <p class="warn" role="alert">
          {t('journey.trouble')} <bdi>{shown.trouble}</bdi>{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              tries.value += 1
            }}
          >
            {t('retry')}
          </button>
        </p>
      ) : (
        <>
          <p class="soft">{t('journey.lead', { n: shown.days })}</p>
          <Journey
            journey={shown}
            brand={
              <Brand
                signals={[...cardState.signals.value.values()]
                  .map((k) => k.value)
                  .filter((s) => s.kind === 'promise')}
              />
            }
          />
        </>
      )}
    </section>
  )
}

/** The company's promises to every customer, for this one: kept, broken, or unknown and why. */
function Brand({ signals }: { signals: readonly SignalEvent[] }) {
  const shown = signals.filter((s) => s.answer.shown === 'clear')
  if (shown.length === 0) return null
  return (
    <>
      <h4>{t('journey.promise.brand')}</h4>
      <ul class="kept">
        {shown.map((s) => {
          const is = s.answer.shown === 'clear' ? s.answer.value.is : 'unknown'
          return (
            <li key={s.rule} class={is === 'yes' ? 'good' : is === 'no' ? 'bad' : 'unknown'}>
              <i aria-hidden="true">{is === 'yes' ? '✓' : is === 'no' ? '✗' : '?'}</i>
              <b>{s.title}</b>{' '}
              <span>
                {is === 'unknown' ? '' : `${t(`journey.brand.${is}`)}: `}
                <SignalText signal={s} />
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}
