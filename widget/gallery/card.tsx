import { setLanguage } from '../i18n/index.ts'
import { createCard } from '../state/index.ts'
import { mount } from '../ui/shell/index.tsx'
import { isCaseName, scripted } from './cases/index.ts'
import { galleryHost } from './host.ts'
import { scriptedSource } from './source.ts'
import { takeSteps } from './steps.ts'

/**
 * One card in the state, layout, theme and language that the address asks for:
 * `card.html?state=late&layout=touch&theme=dark&lang=pt`. `<html data-ready>` says that it stands as it
 * should.
 */
const query = new URLSearchParams(location.search)
const one = <T extends string>(name: string, first: T, ...others: readonly T[]): T =>
  [first, ...others].find((value) => value === query.get(name)) ?? first
const dress = {
  language: one('lang', 'es', 'en', 'pt'),
  theme: one('theme', 'light', 'dark'),
  layout: one('layout', 'compact', 'touch'),
} as const
const state = query.get('state') ?? 'sure'
if (!isCaseName(state)) throw new Error(`The gallery has no state "${state}".`)
const script = scripted(state, dress.language, dress.layout)

// Within the gallery a card is looked at: it takes neither the focus nor the scroll from the page around it.
const frame = window.frameElement as HTMLElement | null
if (frame) {
  const { focus } = HTMLElement.prototype
  let touched = false
  for (const event of ['pointerdown', 'keydown'])
    addEventListener(event, (e) => {
      touched ||= e.isTrusted
    })
  HTMLElement.prototype.focus = function (options) {
    if (touched) focus.call(this, { ...options, preventScroll: true })
  }
}
const grow = (height: number) => {
  if (frame) frame.style.height = `${height}px`
}
await setLanguage(dress.language)
/** Nothing on a card of the gallery moves by itself: it tries no gateway again, and grows no older. */
const openedAt = Date.now()
const stands = script.end !== 'settled' && script.end !== 'hangs'
mount(
  document.getElementById('root') as HTMLElement,
  createCard({
    source: scriptedSource(script, dress.language),
    host: galleryHost(script, dress, grow),
    now: () => openedAt,
    random: () => 0.5,
    ...(stands ? { schedule: () => () => {} } : {}),
  }),
)
await takeSteps(script.steps ?? [], document)
document.documentElement.dataset.ready = ''
