import { useId } from 'preact/hooks'
import { date } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { priorStatements } from '../../state/prior-statements.ts'
import { Out, Words } from '../values/safe.tsx'
import { guessType, valueText } from '../values/value-text.ts'
import { titleOf, useView } from '../view.ts'

/** What the customer already told us or was offered, and where, so that nobody asks again. */
export function PriorStatements() {
  const { state: cardState, now } = useView()
  const id = useId()
  const statements = priorStatements([...cardState.readings.value.values()].map((kept) => kept.value))
  if (statements.length === 0) return null
  const title = (connector: string) => titleOf(cardState, connector)
  return (
    <section aria-labelledby={`${id}h`} aria-describedby={`${id}f`} class="panel told">
      <header>
        <h2 id={`${id}h`} tabIndex={-1}>
          {t('prior-statements')}
        </h2>
        <span class="from" id={`${id}f`}>
          <i aria-hidden="true" />
          {[...new Set(statements.map((x) => title(x.connector)))].join(', ')}
        </span>
      </header>
      <ul class="rows" data-rove="">
        {statements.map((x) => (
          <li key={`${x.kind} ${x.words}`}>
            <b class="h">
              <Words>{x.words}</Words>
              {x.url && (
                <>
                  {' '}
                  <Out url={x.url} label={t('open.in', { title: title(x.connector) })}>
                    <span aria-hidden="true" class="go">
                      ↗
                    </span>
                  </Out>
                </>
              )}
            </b>
            <small>
              {[
                t(`prior-statements.${x.kind}`),
                x.at && date(x.at, now.peek()),
                x.where ? valueText(guessType(x.where), x.where, 0) : '',
                title(x.connector),
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
