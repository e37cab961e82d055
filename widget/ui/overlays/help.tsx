import { t } from '../../i18n/index.ts'
import { OverlayHead } from '../overlay-head.tsx'

/** The list of the card's keyboard shortcuts. */
export default function Help() {
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
    <section class="over" aria-labelledby="help-h">
      <OverlayHead id="help-h" title={t('help.title')} />
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
