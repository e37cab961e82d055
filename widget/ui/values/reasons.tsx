import type { FactUsed, Reason, SignalEvent, Sureness } from '../../../connectors/contract/index.ts'
import { moment, number } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { titleOf, useView } from '../view.ts'
import { PolicyNotes } from './policy-notes.tsx'
import { Out, Words } from './safe.tsx'
import { Value } from './value.tsx'

/**
 * One line for each reason, however many pairs of systems it holds between: the strongest first, where we
 * started from last.
 */
export function distinct(reasons: readonly Reason[]): readonly Reason[] {
  const by = new Map<string, Reason>()
  for (const r of reasons) {
    const known = by.get(r.says)
    by.set(
      r.says,
      known
        ? {
            ...known,
            bits: Math.abs(r.bits) > Math.abs(known.bits) ? r.bits : known.bits,
            systems: [...new Set([...known.systems, ...r.systems])],
          }
        : r,
    )
  }
  return [...by.values()].sort(
    (a, b) => Number(a.field === 'prior') - Number(b.field === 'prior') || b.bits - a.bits,
  )
}

/** Why these records are one person: each reason with its weight. */
export default function Reasons({ sure }: { sure: Sureness }) {
  const { state: cardState } = useView()
  const title = (connector: string) => titleOf(cardState, connector)
  return (
    <div class="reasons">
      <p>
        <Words>{sure.says}</Words>
      </p>
      {sure.reasons.length === 0 ? (
        <p class="soft">{t('reasons.none')}</p>
      ) : (
        <ul aria-label={t('reasons')}>
          {distinct(sure.reasons).map((r, i) => (
            <li key={i}>
              <span>
                <Words>{r.says}</Words>
                {r.systems.length > 0 && (
                  <small> {t('reasons.systems', { systems: r.systems.map(title).join(', ') })}</small>
                )}
              </span>
              <span class={`n ${r.bits < 0 && r.field !== 'prior' ? 'bad' : ''}`}>
                {r.bits !== 0 && t('reasons.bits', { n: `${r.bits > 0 ? '+' : ''}${number(r.bits, 1)}` })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The facts that a rule read. Of one that this role may not see, it says only that it exists. */
export function FactList({
  reasons,
  answer,
}: {
  reasons: readonly FactUsed[]
  answer?: SignalEvent['answer'] | undefined
}) {
  const { state: cardState, now } = useView()
  const because =
    answer?.shown === 'clear' && answer.value.is === 'unknown'
      ? answer.value.because.map((b) => b.says).filter(Boolean)
      : []
  if (because.length > 0) return <p class="soft">{t('unknown.because', { why: because.join('; ') })}</p>
  if (reasons.length === 0) return <p class="soft">{t('reasons.no-facts')}</p>
  // Whose reasons these are tells which words stand beside them; those of an advice stand under it already.
  const policies = [...cardState.signals.value.values()].find((kept) => kept.value.reasons === reasons)?.value
    .policies
  return (
    <>
      <PolicyNotes of={policies} />
      <ul class="reasons" aria-label={t('reasons.facts')} data-rove="">
        {reasons.map((r, i) => (
          <li key={i}>
            {r.field.shown === 'withheld' ? (
              <span class="hatch">{t('reasons.hidden')}</span>
            ) : (
              <>
                <span>
                  {r.label}: <Value field={r.field} name={r.fact} label={r.label} />
                </span>
                {r.from && (
                  <small>
                    <Out url={r.from.url}>
                      {t('from.stale', {
                        title: titleOf(cardState, r.from.connector),
                        when: moment(r.from.fetchedAt, now.peek()),
                      })}
                    </Out>
                  </small>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
