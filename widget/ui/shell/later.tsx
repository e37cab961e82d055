import { useEffect } from 'preact/hooks'
import { t } from '../../i18n/index.ts'
import { RateCard } from '../overlays/rate-card.tsx'
import { policyNotes } from '../panels/panel.tsx'
import { PolicyNotes } from '../values/policy-notes.tsx'
import { useView } from '../view.ts'
import { PriorStatements } from './prior-statements.tsx'

policyNotes.value = (of, row) => <PolicyNotes of={of} row={row} />

/**
 * What is loaded after the card has settled: prior statements, further questions and actions, notices.
 */
export default function Later() {
  const { state: cardState } = useView()
  // Loaded ahead, so that opening an overlay waits for one file and not for two in a row.
  useEffect(() => void import('../overlays/overlay.tsx').catch(() => {}), [])
  const faults = cardState.faults.value
  return (
    <>
      <PriorStatements />
      <Further />
      <RateCard />
      {faults.length > 0 && (
        <details class="faults">
          <summary>
            {t('faults')} ({faults.length})
          </summary>
          <ul>
            {faults.map((f) => (
              <li key={f.says}>
                <bdi>{f.says}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Further() {
  const { state: cardState, open } = useView()
  const ficha = cardState.who.value?.ficha
  if (!ficha || (ficha.actions.length === 0 && !ficha.timeline && ficha.mayAsk.length === 0)) return null
  return (
    <div class="further">
      {ficha.actions.map((a) => (
        <button
          type="button"
          key={`${a.connector} ${a.name}`}
          onClick={() => {
            open.value = { action: a }
          }}
        >
          {a.title}
        </button>
      ))}
      {ficha.timeline && (
        <button
          type="button"
          onClick={() => {
            open.value = 'timeline'
          }}
        >
          {t('tool.timeline')}
        </button>
      )}
      {ficha.timeline && (
        <button
          type="button"
          data-turn=""
          onClick={() => {
            open.value = 'journey'
          }}
        >
          {t('tool.journey')}
        </button>
      )}
      {ficha.mayAsk.length > 0 && (
        <button
          type="button"
          onClick={() => {
            open.value = 'more'
          }}
        >
          {t('tool.more')}
        </button>
      )}
    </div>
  )
}
