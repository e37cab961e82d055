import { useSignal } from '@preact/signals'
import type { Who } from '../../../connectors/contract/index.ts'
import { list } from '../../i18n/format-more.ts'
import { t } from '../../i18n/index.ts'
import { useView } from '../view.ts'
import { Keys } from './who.tsx'

/** No system knows these keys, or none of those that answered does: two cases with different texts. */
export default function Nobody({ who }: { who: Who }) {
  const { state: cardState, open } = useView()
  const greeted = useSignal(false)
  const systems = [...cardState.systems.value.values()]
  const silent = systems.filter((s) => s.state !== 'answered' && s.state !== 'not-asked').map((s) => s.title)
  // A key that several bear (a surname alone, a shared mail) is known, and yet says nobody. What nobody could
  // read, or is anybody's (info@, 600 00 00 00), was asked of nobody: that nobody knows it would be untrue.
  const unread = cardState.faults.value.filter((f) => f.code === 'bad-hint')
  const asked = systems.length === 0 ? unread.length === 0 : systems.some((s) => s.state !== 'not-asked')
  const keyless = who.keys.length === 0 && unread.length === 0
  return (
    <header class="top">
      <div class="who">
        <div class="avatar none" aria-hidden="true">
          ?
        </div>
        <div class="id">
          <h1 tabIndex={-1}>{t('nobody.title')}</h1>
          {unread.map((f) => (
            <p class="marks warn" key={f.says}>
              <bdi>{f.says}</bdi>
            </p>
          ))}
          <p class="marks">
            {keyless
              ? t('nobody.context')
              : !asked
                ? t(unread.length > 0 ? 'nobody.unread' : 'nobody.anybody')
                : who.keys.some((k) => k.found)
                  ? t('nobody.shared')
                  : silent.length > 0
                    ? t('nobody.partial', { who: list(silent) })
                    : t('nobody.text')}
          </p>
        </div>
      </div>
      {(asked || keyless) && <Keys who={who} />}
      <p class="pad acts">
        <button
          type="button"
          class="do"
          onClick={() => {
            open.value = 'search'
          }}
        >
          {t('tool.search')}
        </button>{' '}
        {!greeted.value && (
          <button
            type="button"
            onClick={() => {
              greeted.value = true
            }}
          >
            {t('nobody.greet')}
          </button>
        )}
      </p>
      {greeted.value && (
        <p class="pad good">{t(asked && silent.length === 0 ? 'nobody.greeting' : 'nobody.welcome')}</p>
      )}
    </header>
  )
}
