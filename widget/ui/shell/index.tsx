import { computed, effect, signal, untracked } from '@preact/signals'
import { render } from 'preact'
import { language, setLanguage } from '../../i18n/index.ts'
import type { Card } from '../../state/index.ts'
import '../card.css'
import { loadStylesheet } from '../style.ts'
import touch from '../touch.css?url'
import { freshOpen, type View } from '../view.ts'
import { createAnnouncer } from './announcer.ts'
import { keyboardOnUse } from './keyboard-on-use.ts'
import { Screen } from './screen.tsx'

/** Paints a card into an element until the returned function is called. */
export function mount(root: HTMLElement, card: Card): () => void {
  const now = signal(card.clock.now())
  const announcer = createAnnouncer(card)
  let open = freshOpen()
  // Written without Preact: the texts about the former customer go in the task of the change itself, not at
  // the next render.
  const status = { current: null as HTMLParagraphElement | null }

  const tick = setInterval(() => {
    if (document.visibilityState !== 'hidden') now.value = card.clock.now()
  }, 1_000)
  const layout = computed(
    () => card.settings.value.layout ?? card.state.value.who.value?.ficha.layout ?? 'compact',
  )

  const stops = [
    announcer.stop,
    effect(() => {
      void setLanguage(card.settings.value.language).catch(() => {})
    }),
    effect(() => {
      const { theme } = card.settings.value
      document.documentElement.lang = language()
      if (theme === 'auto') delete document.documentElement.dataset.theme
      else document.documentElement.dataset.theme = theme
    }),
    // Synchronous on purpose: the former customer's elements leave the page in the same task that changes the
    // subject.
    effect(() => {
      const state = card.state.value
      const compact = layout.value
      untracked(() => {
        const hadFocus = root.contains(document.activeElement)
        if (root.dataset.epoch !== String(state.epoch)) {
          open = freshOpen()
          root.dataset.epoch = String(state.epoch)
        }
        now.value = card.clock.now()
        const view: View = { card, state: state, now, open, toast: toastFor(state), layout: compact }
        render(
          <>
            <p role="status" class="quiet" ref={status} />
            <main key={state.epoch} class={`card ${compact}`} tabIndex={-1}>
              <Screen view={view} />
            </main>
          </>,
          root,
        )
        if (hadFocus && !root.contains(document.activeElement)) root.querySelector<HTMLElement>('h1')?.focus()
      })
    }),
    effect(() => {
      const words = announcer.words.value
      if (status.current) status.current.textContent = words
    }),
    keyboardOnUse(root, () => open),
    effect(() => {
      if (layout.value === 'touch') void loadStylesheet(touch)
    }),
    () => clearInterval(tick),
    resizing(root, card),
  ]
  return () => {
    for (const stop of stops) stop()
    render(null, root)
  }
}

const toasts = new WeakMap<object, View['toast']>()
/** The toast of one card state, which disappears by itself. */
function toastFor(state: object): View['toast'] {
  const known = toasts.get(state)
  if (known) return known
  const toast = signal('')
  let timer: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    if (toast.value) {
      clearTimeout(timer)
      timer = setTimeout(() => {
        toast.value = ''
      }, 4_000)
    }
  })
  toasts.set(state, toast)
  return toast
}

function resizing(root: HTMLElement, card: Card): () => void {
  if (typeof ResizeObserver === 'undefined') return () => {}
  let last = 0
  const observer = new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height)
    if (height !== last) {
      last = height
      card.resize(height)
    }
  })
  observer.observe(root)
  return () => observer.disconnect()
}
