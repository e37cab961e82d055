import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n/index.ts'
import { useView } from '../view.ts'

/** The list of the card's keyboard shortcuts. */
export default function Help() {
  const { open } = useView()
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [])
  const keys = [
    ['/', t('help.search')],
    ['?', t('help.help')],
    ['Esc', t('help.close')],
    ['Alt + 1…9', t('help.panel')],
    ['↑ ↓ ← →', t('help.rows')],
    ['c', t('help.copy')],
    ['o', t('help.open')],
    ['1…9', t('help.pick')],
  ]
  return (
    <section class="over" aria-label={t('help.title')}>
      <header>
        <h2>{t('help.title')}</h2>
        <button
          type="button"
          class="link"
          ref={close}
          onClick={() => {
            open.value = undefined
          }}
        >
          {t('tool.close')}
        </button>
      </header>
      <dl class="facts">
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
