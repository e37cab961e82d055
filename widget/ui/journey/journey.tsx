import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type {
  JourneyAnswer,
  JourneyFigure,
  JourneyPromise,
  JourneyStep,
} from '../../../connectors/contract/index.ts'
import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { loadStylesheet } from '../style.ts'
import { Words } from '../values/safe.tsx'
import looks from './journey.css?url'
import { ago, list, span } from './relative-time.ts'
import { Satisfaction } from './satisfaction.tsx'

/**
 * The last days as the customer experienced them, whether or not their name is on screen. `brand` is shown
 * among the promises.
 */
export function Journey({
  journey,
  brand,
  level = 3,
}: {
  journey: JourneyAnswer
  brand?: ComponentChildren
  level?: 2 | 3
}) {
  useEffect(() => {
    void loadStylesheet(looks)
  }, [])
  const H = level === 2 ? ('h2' as const) : ('h3' as const)
  const { saidAndDone: said } = journey
  const params = said && { score: said.score, outOf: said.outOf, n: said.contacts, what: said.name ?? '' }
  const missing = [...new Set(journey.missing.map((m) => m.title))]
  const empty = journey.steps.length === 0
  return (
    <div class="journey">
      {missing.length > 0 && (
        <p class="warn" role="status">
          {t('journey.missing', { who: list(missing) })}
        </p>
      )}
      {params && (
        <p class={`says ${params.score / params.outOf >= 0.7 && params.n > 1 ? 'split' : ''}`}>
          {params.n < 2
            ? t('journey.said.once', params)
            : t(said?.name ? 'journey.said.matter' : 'journey.said', params)}
        </p>
      )}
      {empty && missing.length === 0 && <p>{t('journey.none')}</p>}
      <dl class="figures">
        <Fact
          title={t('journey.waits')}
          figure={journey.waits}
          say={(f) =>
            f.times === 0
              ? t('journey.waits.none')
              : t('journey.waits.value', { n: f.times, total: span(f.seconds), longest: span(f.longest) })
          }
        />
        <Fact
          title={t('journey.again')}
          figure={journey.matters}
          say={(all) => {
            const most = all[0]
            return !most
              ? t('journey.again.none')
              : most.name
                ? t('journey.again.value', { n: most.contacts, what: most.name })
                : t('journey.again.bare', { n: most.contacts })
          }}
        />
        <Fact
          title={t('journey.hops')}
          figure={journey.hops}
          say={(n) => {
            const sent =
              journey.matters.is === 'known'
                ? journey.matters.value.reduce((sum, m) => sum + m.transfers, 0)
                : 0
            return [
              n === 0 ? t('journey.hops.none') : t('journey.hops.value', { n }),
              ...(sent > 0 ? [t('journey.transfers', { n: sent })] : []),
            ].join(', ')
          }}
        />
        <Fact
          title={t('journey.answers')}
          figure={journey.answers}
          say={(a) =>
            a.times === 0
              ? t('journey.answers.none')
              : t('journey.answers.value', { longest: span(a.longestSeconds) })
          }
        />
      </dl>
      <section>
        <H>{t('journey.promises')}</H>
        {journey.promises.is !== 'known' ? (
          <p class="unknown">
            {t(journey.promises.is === 'withheld' ? 'journey.hidden' : 'journey.unknown')}
          </p>
        ) : journey.promises.value.length === 0 ? (
          <p>{t('journey.promises.none')}</p>
        ) : (
          <ul class="kept">
            {journey.promises.value.map((p, i) => (
              <Promised key={i} promise={p} />
            ))}
          </ul>
        )}
        {brand}
      </section>
      <section>
        <H>{t('journey.scores')}</H>
        {journey.scores.is !== 'known' ? (
          <p class="unknown">{t(journey.scores.is === 'withheld' ? 'journey.hidden' : 'journey.unknown')}</p>
        ) : (
          <Satisfaction scores={journey.scores.value} />
        )}
      </section>
      {!empty && (
        <section>
          <H>{t('journey.steps')}</H>
          {journey.cut > 0 && <p class="soft">{t('journey.cut', { n: journey.cut })}</p>}
          <ol class="steps">
            {journey.steps.map((s, i) => (
              <Step key={i} step={s} before={journey.steps[i - 1]} />
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

function Fact<T>({
  title,
  figure,
  say,
}: {
  title: string
  figure: JourneyFigure<T>
  say: (value: T) => string
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd class={figure.is === 'known' ? '' : 'unknown'}>
        {figure.is === 'known' ? (
          <>
            {figure.partial && `${t('journey.atleast')} `}
            <Words>{say(figure.value)}</Words>
          </>
        ) : (
          t(figure.is === 'withheld' ? 'journey.hidden' : 'journey.unknown')
        )}
      </dd>
    </div>
  )
}

const marks: Record<JourneyPromise['is'], readonly [string, string]> = {
  kept: ['✓', 'good'],
  late: ['✗', 'bad'],
  broken: ['✗', 'bad'],
  open: ['…', 'calm'],
  unknown: ['?', 'unknown'],
}
export function Promised({ promise }: { promise: JourneyPromise }) {
  const [mark, look] = marks[promise.is]
  return (
    <li class={look}>
      <i aria-hidden="true">{mark}</i>
      <b>
        {t(`journey.promise.${promise.kind}`)}
        {promise.what && (
          <>
            {' '}
            · <Words>{promise.what}</Words>
          </>
        )}
      </b>{' '}
      <span>
        {t('journey.promise.due', { when: ago(promise.dueDaysAgo) })}:{' '}
        {t(`journey.promise.${promise.is}`, { n: promise.lateDays ?? 0 })}
      </span>
    </li>
  )
}

/** The text of each step, in a customer's words and not in the systems'. */
function Step({ step, before }: { step: JourneyStep; before: JourneyStep | undefined }) {
  const contact =
    step.channel === 'call' || step.channel === 'phone'
      ? 'journey.step.call'
      : step.channel === 'chat'
        ? 'journey.step.chat'
        : step.channel === 'visit' || step.channel === 'store'
          ? 'journey.step.visit'
          : step.channel === 'mail'
            ? 'journey.step.mail'
            : 'journey.step.contact'
  const what =
    step.is === 'contact'
      ? t(contact)
      : step.is === 'delivered' && step.late
        ? t('journey.step.delivered.late')
        : t(`journey.step.${step.is}`, { score: step.score ?? '', outOf: step.outOf ?? '' })
  const more = [
    step.again ? t('journey.step.again', { n: step.again }) : '',
    step.waited ? t('journey.step.waited', { time: span(step.waited) }) : '',
  ].filter(Boolean)
  return (
    <li class={step.tone ?? 'calm'}>
      {step.daysAgo !== before?.daysAgo && <time dateTime={step.at}>{ago(step.daysAgo)}</time>}
      <span>
        <b>{what}</b>
        {step.words && (
          <>
            {' '}
            · <Words>{step.words}</Words>
          </>
        )}
        {step.amount && <> · {money(step.amount)}</>}
        {more.length > 0 && <small>{more.join(' · ')}</small>}
      </span>
    </li>
  )
}
