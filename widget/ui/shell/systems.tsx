import type { SystemEvent } from '../../../connectors/contract/index.ts'
import { moment } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { useView } from '../view.ts'

const mark = { answered: '', asking: 'wait', late: 'wait', down: 'down', 'not-asked': '' } as const

/** Which systems answered, are late or are down; each can be asked again alone. */
export function Systems() {
  const { state: cardState, card, now } = useView()
  const all = [...cardState.systems.value.values()]
  if (all.length === 0) return null
  const cut = cardState.connection.value.line !== 'asking'
  const words = (s: SystemEvent): string => {
    if (s.state === 'down')
      return `: ${tOr(`code.${s.code ?? 'unavailable'}`, '')}${s.since ? ` ${t('system.since', { when: moment(s.since, now.value) })}` : ''}`
    if (cut && (s.state === 'asking' || s.state === 'late'))
      return `: ${t('from.silent', { title: '' }).replace(/^: /, '')}`
    return s.state === 'answered' ? '' : `: ${t(`system.${s.state}`)}`
  }
  const idle = all.filter((s) => s.state === 'not-asked')
  return (
    <ul class="systems" aria-label={t('systems')}>
      {all
        .filter((s) => s.state !== 'not-asked')
        .map((s) => (
          <li
            class={`from ${cut && (s.state === 'asking' || s.state === 'late') ? 'down' : mark[s.state]}`}
            key={s.connector}
          >
            <i aria-hidden="true" />
            <span>
              {s.title}
              {words(s)}
              {s.state === 'answered' && <span class="quiet"> {t('system.answered')}</span>}
            </span>
            {(s.state === 'down' || s.state === 'late' || (cut && s.state === 'asking')) && (
              <>
                {' '}
                ·{' '}
                <button
                  type="button"
                  class="link"
                  aria-label={t('retry.of', { title: s.title })}
                  onClick={() => card.retry({ connector: s.connector })}
                >
                  {t('retry.one')}
                </button>
              </>
            )}
          </li>
        ))}
      {idle.length > 0 && (
        <li class="from off">
          <i aria-hidden="true" />
          {t('system.not-asked')}: {idle.map((s) => s.title).join(', ')}
        </li>
      )}
    </ul>
  )
}
