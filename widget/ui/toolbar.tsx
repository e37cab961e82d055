import { t } from '../i18n/index.ts'
import { useView } from './view.ts'

/** What the agent may do with the card itself, under the name. */
export function Tools() {
  const { card, state: cardState, open } = useView()
  const ficha = cardState.who.value?.ficha
  const toggle = (what: 'search' | 'help' | 'timeline' | 'more') => () => {
    open.value = open.value === what ? undefined : what
  }
  return (
    <div class="tools" role="group" aria-label={t('tools')}>
      <button
        type="button"
        class="link"
        aria-keyshortcuts="/"
        aria-expanded={open.value === 'search'}
        onClick={toggle('search')}
      >
        {t('tool.search')}
      </button>
      {cardState.who.value &&
        cardState.who.value.outcome !== 'nobody' &&
        cardState.who.value.outcome !== 'several' && (
          <button type="button" class="link" onClick={() => void card.decide('not-them')}>
            {t('tool.wrong')}
          </button>
        )}
      {ficha && ficha.others.length > 0 && (
        <select
          aria-label={t('tool.ficha')}
          value={ficha.id}
          onChange={(e) => card.chooseFicha(e.currentTarget.value)}
        >
          <option value={ficha.id}>{ficha.title}</option>
          {ficha.others
            .filter((o) => o.id !== ficha.id)
            .map((o) => (
              <option key={o.id} value={o.id}>
                {o.title}
              </option>
            ))}
        </select>
      )}
      <button
        type="button"
        class="link end"
        aria-keyshortcuts="?"
        aria-label={t('tool.help')}
        onClick={toggle('help')}
      >
        ?
      </button>
    </div>
  )
}
