import { t } from '../../i18n/index.ts'
import { lazily } from '../lazily.tsx'
import { Countdown } from '../values/value.tsx'
import { useView } from '../view.ts'

const Demo = lazily(() => import('./demo.tsx'))
const Undo = lazily(() => import('./undo.tsx'))

/**
 * Why the data on screen may not be fresh or real: no gateway, a refusal, or a demo.
 */
export function Banner() {
  const { card, state: cardState } = useView()
  const line = cardState.connection.value
  const notice = cardState.notice.value
  const known = cardState.who.value !== undefined
  return (
    <>
      {card.place === 'in-page' && <Demo />}
      {(line.line === 'lost' || line.line === 'offline') && (
        <p class="banner cut">
          <span>
            {t(!known && line.line === 'offline' ? 'offline.empty' : line.line)}{' '}
            <Countdown until={line.retryAt} words="again.in" />
          </span>{' '}
          <button type="button" class="link" onClick={() => card.retry()}>
            {t('again.now')}
          </button>
        </p>
      )}
      {line.line === 'refused' && (
        <p class="banner refused">
          <span>
            {t('refused')} {line.problem?.detail}
            {line.retryAt !== undefined && (
              <>
                {' '}
                <Countdown until={line.retryAt} words="again.in" />
              </>
            )}
          </span>{' '}
          <button type="button" class="link" onClick={() => card.retry()}>
            {t('retry')}
          </button>
        </p>
      )}
      {notice && (notice.says || notice.link) && <Undo notice={notice} />}
    </>
  )
}
