import type { JourneyScore } from '../../../connectors/contract/index.ts'
import { number } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Words } from '../values/safe.tsx'
import { ago } from './relative-time.ts'

const [wide, tall, edge] = [300, 72, 8]
const tone = (s: JourneyScore): string =>
  s.score / s.outOf >= 0.7 ? 'good' : s.score / s.outOf < 0.5 ? 'bad' : 'calm'

/** Survey scores over time, each relative to its own scale; also as text and as a table. */
export function Satisfaction({ scores }: { scores: readonly JourneyScore[] }) {
  const [first, last] = [scores[0], scores.at(-1)]
  if (!first || !last) return <p>{t('journey.scores.none')}</p>
  const span = Math.max(1, first.daysAgo - last.daysAgo)
  const x = (s: JourneyScore) =>
    scores.length === 1 ? wide / 2 : edge + ((first.daysAgo - s.daysAgo) / span) * (wide - 2 * edge)
  const y = (s: JourneyScore) => edge + (1 - Math.min(1, Math.max(0, s.score / s.outOf))) * (tall - 2 * edge)
  const at = { to: number(last.score), toOf: last.outOf, toWhen: ago(last.daysAgo) }
  const says =
    scores.length === 1
      ? t('journey.scores.one', at)
      : t('journey.scores.line', {
          ...at,
          n: scores.length,
          from: number(first.score),
          fromOf: first.outOf,
          fromWhen: ago(first.daysAgo),
        })
  const comment = [...scores].reverse().find((s) => s.comment)
  return (
    <figure class="satisfaction">
      <svg
        role="img"
        aria-label={says}
        viewBox={`0 0 ${wide} ${tall}`}
        width="100%"
        height={tall}
        preserveAspectRatio="none"
        fill="none"
      >
        <path
          class="grid"
          d={`M0 ${edge}H${wide}M0 ${tall / 2}H${wide}M0 ${tall - edge}H${wide}`}
          vector-effect="non-scaling-stroke"
        />
        {scores.length > 1 && (
          <path
            class="line"
            d={`M${scores.map((s) => `${x(s).toFixed(1)} ${y(s).toFixed(1)}`).join('L')}`}
            vector-effect="non-scaling-stroke"
          />
        )}
        {scores.map((s) => (
          <path
            key={`${s.daysAgo} ${s.kind} ${s.score}`}
            class={`dot ${tone(s)}`}
            d={`M${x(s).toFixed(1)} ${y(s).toFixed(1)}h.01`}
            vector-effect="non-scaling-stroke"
          />
        ))}
      </svg>
      <figcaption>
        <span>{says}</span>
        {comment?.comment && (
          <blockquote class="soft">
            «<Words>{comment.comment}</Words>»{' '}
            <small>
              {number(comment.score)}/{comment.outOf}, {ago(comment.daysAgo)}
            </small>
          </blockquote>
        )}
      </figcaption>
      <details>
        <summary>{t('journey.scores.table')}</summary>
        <div class="scroll-x" tabIndex={0} role="region" aria-label={t('journey.scores')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('journey.scores.when')}</th>
                <th scope="col">{t('journey.scores.score')}</th>
                <th scope="col">{t('journey.scores.kind')}</th>
                <th scope="col">{t('journey.scores.comment')}</th>
              </tr>
            </thead>
            <tbody>
              {[...scores].reverse().map((s, i) => (
                <tr key={i}>
                  <td>{ago(s.daysAgo)}</td>
                  <td>
                    {number(s.score)}/{s.outOf}
                  </td>
                  <td>{s.kind.toUpperCase()}</td>
                  <td>
                    <Words>{s.comment ?? ''}</Words>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}
