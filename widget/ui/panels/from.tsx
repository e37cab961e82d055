import { age, moment, seconds } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import type { PanelState, SourceState } from '../../state/index.ts'
import { useView } from '../view.ts'

/** The text and the mark of a source's state; every state has its own of both. */
export function standing(
  source: SourceState,
  now: number,
  live: boolean,
  unasked?: boolean,
): { words: string; mark: '' | 'old' | 'down' | 'wait' | 'off' } {
  const { title, asking, fetchedAt } = source
  if (asking.asking === 'late')
    return { words: t('from.late', { title, time: seconds(asking.after) }), mark: 'wait' }
  if (!fetchedAt) {
    if (unasked) return { words: `${title}: ${t('system.not-asked')}`, mark: 'off' }
    if (asking.asking === 'waiting') return { words: t('from.waiting', { title }), mark: 'wait' }
    return asking.asking === 'failed'
      ? { words: t('from.down', { title, why: t(`code.${asking.code}`) }), mark: 'down' }
      : { words: t('from.silent', { title }), mark: 'down' }
  }
  const when = moment(fetchedAt, now)
  if (asking.asking === 'failed')
    return { words: t('from.old', { title, when, why: t(`code.${asking.code}`) }), mark: 'old' }
  if (asking.asking === 'waiting') return { words: t('from.again', { title, when }), mark: 'wait' }
  if (!live || now - Date.parse(fetchedAt) > 3_600_000)
    return { words: t('from.stale', { title, when }), mark: 'old' }
  const old = age(fetchedAt, now)
  return { words: old ? t('from.age', { title, age: old }) : t('from.now', { title }), mark: '' }
}

/** Sources and ages of a panel: its accessible description. Ages change here, never in a live region. */
export function FromLine({ panel, id }: { panel: PanelState; id: string }) {
  const { now, state: cardState } = useView()
  const { line } = cardState.connection.value
  const live = line === 'asking' || line === 'ready'
  return (
    <span class="froms" id={id}>
      {panel.sources.map((source) => {
        const { words, mark } = standing(
          source,
          now.value,
          live,
          cardState.systems.value.get(source.connector)?.state === 'not-asked',
        )
        return (
          <span class={`from ${mark}`} key={source.connector}>
            <i aria-hidden="true" />
            {words}
            {!source.confirmed && source.askedBy
              ? ` (${t('from.unconfirmed', { key: source.askedBy })})`
              : ''}
          </span>
        )
      })}
    </span>
  )
}

/** Why a list with rows is incomplete; empty when it is complete. */
export const lacking = (panel: PanelState): string =>
  panel.sources
    .flatMap((s) => {
      if (s.missing) return [t(`from.${s.missing}`, { title: s.title })]
      if (s.known !== 'nothing') return []
      return [
        s.asking.asking === 'waiting' || s.asking.asking === 'late'
          ? t('from.waiting', { title: s.title })
          : s.asking.asking === 'failed'
            ? t('from.down', { title: s.title, why: t(`code.${s.asking.code}`) })
            : t('from.silent', { title: s.title }),
      ]
    })
    .join('; ')
