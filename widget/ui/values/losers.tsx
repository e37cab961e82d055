import type { From } from '../../../connectors/contract/index.ts'
import { moment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { titleOf, useView } from '../view.ts'
import { Clear } from './clear.tsx'

/** Where two systems disagree the winner shows; the others are here, one click away. */
export default function Losers({
  losers,
  type,
}: {
  losers: readonly { value: unknown; from: From }[]
  type: string
}) {
  const { state: cardState, now } = useView()
  return (
    <details class="losers">
      <summary>{t('other.values', { n: losers.length })}</summary>
      <ul>
        {losers.map((l, i) => (
          <li key={i}>
            <Clear value={l.value} type={type} />{' '}
            <small>
              {t('from.stale', {
                title: titleOf(cardState, l.from.connector),
                when: moment(l.from.fetchedAt, now.peek()),
              })}
            </small>
          </li>
        ))}
      </ul>
    </details>
  )
}
