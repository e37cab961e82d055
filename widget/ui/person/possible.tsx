import { useSignal } from '@preact/signals'
import type { Candidate } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Words } from '../values/safe.tsx'
import { Value } from '../values/value.tsx'
import { useView } from '../view.ts'
import { nameOf } from './who.tsx'

/** A possible match: why it may be the same person, and three answers for the agent. */
export default function Possible({ candidate, revision }: { candidate: Candidate; revision?: boolean }) {
  const { card } = useView()
  const gone = useSignal(false)
  const says = useSignal('')
  if (gone.value) return null
  const decide = async (decision: 'same' | 'different') => {
    const done = await card.decide(decision, { candidate })
    if (done.is === 'failed') says.value = t('act.failed', { says: done.says })
  }
  return (
    <div class="possible pad" role="group" aria-label={t('possible.title')}>
      <p>
        <b>{t(revision ? 'possible.revision' : 'possible.title')}</b>
      </p>
      <p>
        <Words>{candidate.says}</Words>{' '}
        <b>
          <Words>{nameOf(candidate.name)}</Words>
        </b>
      </p>
      <CandidateFacts candidate={candidate} />
      <footer>
        <button type="button" onClick={() => void decide('same')}>
          {t('possible.yes')}
        </button>
        <button type="button" onClick={() => void decide('different')}>
          {t('possible.no')}
        </button>
        <button
          type="button"
          onClick={() => {
            gone.value = true
          }}
        >
          {t('possible.unsure')}
        </button>
      </footer>
      {says.value && (
        <p class="bad" aria-live="polite">
          {says.value}
        </p>
      )}
    </div>
  )
}

/** Just enough data to ask the customer the right question. */
export const CandidateFacts = ({ candidate }: { candidate: Candidate }) =>
  candidate.facts.length === 0 ? null : (
    <span class="cfacts">
      {candidate.facts.map((f) => (
        <span key={f.label}>
          <span class="soft">{f.label}</span> <Value field={f.field} name={f.kind} copy={false} />
        </span>
      ))}
    </span>
  )
