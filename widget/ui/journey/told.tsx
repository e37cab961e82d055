import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type {
  JourneyAnswer,
  JourneyFigure,
  JourneyPromise,
  JourneyStep,
} from '../../../connectors/contract/index.ts'
import { money } from '../../i18n/format.ts'
import { sheetOf } from '../style.ts'
import { Words } from '../values/safe.tsx'
import looks from './journey.css?url'
import { Satisfaction } from './satisfaction.tsx'
import { ago, list, span } from './spoken.ts'
import { type LivedKey, w } from './words.ts'

/** The last days as a customer lived them. The same for one who has a name on screen and for one who has none; `brand` stands among the promises. */
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
    void sheetOf(looks)
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
          {w('missing', { who: list(missing) })}
        </p>
      )}
      {params && (
        <p class={`says ${params.score / params.outOf >= 0.7 && params.n > 1 ? 'split' : ''}`}>
          {params.n < 2 ? w('said.once', params) : w(said?.name ? 'said.matter' : 'said', params)}
        </p>
      )}
      {empty && missing.length === 0 && <p>{w('none')}</p>}
      <dl class="figures">
        <Fact
          title={w('waits')}
          figure={journey.waits}
          say={(f) =>
            f.times === 0
              ? w('waits.none')
              : w('waits.value', { n: f.times, total: span(f.seconds), longest: span(f.longest) })
          }
        />
        <Fact
          title={w('again')}
          figure={journey.matters}
          say={(all) => {
            const most = all[0]
            return !most
              ? w('again.none')
              : most.name
                ? w('again.value', { n: most.contacts, what: most.name })
                : w('again.bare', { n: most.contacts })
          }}
        />
        <Fact
          title={w('hops')}
          figure={journey.hops}
          say={(n) => {
            const sent =
              journey.matters.is === 'known'
                ? journey.matters.value.reduce((sum, m) => sum + m.transfers, 0)
                : 0
            return [
              n === 0 ? w('hops.none') : w('hops.value', { n }),
              ...(sent > 0 ? [w('transfers', { n: sent })] : []),
            ].join(', ')
          }}
        />
        <Fact
          title={w('answers')}
          figure={journey.answers}
          say={(a) =>
            a.times === 0 ? w('answers.none') : w('answers.value', { longest: span(a.longestSeconds) })
          }
        />
      </dl>
      <section>
        <H>{w('promises')}</H>
        {journey.promises.is !== 'known' ? (
          <p class="unknown">{w(journey.promises.is === 'withheld' ? 'hidden' : 'unknown')}</p>
        ) : journey.promises.value.length === 0 ? (
          <p>{w('promises.none')}</p>
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
        <H>{w('scores')}</H>
        {journey.scores.is !== 'known' ? (
          <p class="unknown">{w(journey.scores.is === 'withheld' ? 'hidden' : 'unknown')}</p>
        ) : (
          <Satisfaction scores={journey.scores.value} />
        )}
      </section>
      {!empty && (
        <section>
          <H>{w('steps')}</H>
          {journey.cut > 0 && <p class="soft">{w('cut', { n: journey.cut })}</p>}
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
            {figure.partial && `${w('atleast')} `}
            <Words>{say(figure.value)}</Words>
          </>
        ) : (
          w(figure.is === 'withheld' ? 'hidden' : 'unknown')
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
        {w(`p.${promise.kind}`)}
        {promise.what && (
          <>
            {' '}
            · <Words>{promise.what}</Words>
          </>
        )}
      </b>{' '}
      <span>
        {w('p.due', { when: ago(promise.dueDaysAgo) })}: {w(`p.${promise.is}`, { n: promise.lateDays ?? 0 })}
      </span>
    </li>
  )
}

/** Their own words for each moment: theirs, not the systems'. */
function Step({ step, before }: { step: JourneyStep; before: JourneyStep | undefined }) {
  const contact: LivedKey =
    step.channel === 'call' || step.channel === 'phone'
      ? 's.call'
      : step.channel === 'chat'
        ? 's.chat'
        : step.channel === 'visit' || step.channel === 'store'
          ? 's.visit'
          : step.channel === 'mail'
            ? 's.mail'
            : 's.contact'
  const what =
    step.is === 'contact'
      ? w(contact)
      : step.is === 'delivered' && step.late
        ? w('s.delivered.late')
        : w(`s.${step.is}`, { score: step.score ?? '', outOf: step.outOf ?? '' })
  const more = [
    step.again ? w('s.again', { n: step.again }) : '',
    step.waited ? w('s.waited', { time: span(step.waited) }) : '',
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
