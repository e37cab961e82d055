import { effect } from '@preact/signals-core'
import type { Language } from '../connectors/contract/index.ts'
import { openHost, readConfig } from './host/index.ts'
import { setLanguage } from './i18n/index.ts'
import { createGatewaySource } from './source/gateway.ts'
import { type Card, createCard } from './state/index.ts'
import { lateStore } from './storage/late.ts'
import { mount } from './ui/shell/index.tsx'

const root = document.getElementById('ficha') as HTMLElement

/**
 * The document is served in the language its frame was asked for, with those words on their way. Without
 * words there is no card: they are asked for until they come.
 */
const language = document.documentElement.lang as Language
const words = (): Promise<void> =>
  setLanguage(language).catch(() => new Promise((later) => setTimeout(later, 500)).then(words))

/** Host hint → source → card → paint. What the agent keeps is loaded once the first card has been filled. */
async function card(): Promise<void> {
  const spoken = words()
  const config = readConfig(document)
  const host = await openHost(config)
  let settled!: () => void
  const filled = new Promise<void>((resolve) => {
    settled = resolve
  })
  const source = createGatewaySource({
    token: () => host.token(),
    settled,
    unsent: (outcomes) => void store.queue(outcomes),
    queued: () => store.unqueue(),
  })
  const store = lateStore(filled, async () => (await source.agent()).cacheKey)
  const heard = config.debug ? (await import('./ui/debug/index.tsx')).debugList(source) : source
  const card = createCard({ host, source: heard, store, settings: { language } })
  await Promise.all([spoken, named(card)])
  mount(root, card)
}

/** Longer than this nobody looks at an empty page. Milliseconds. */
const patience = 120
/**
 * A name that comes at once is painted at once: a waiting card before it would only flicker, and hold it up.
 */
const named = (card: Card) =>
  new Promise<void>((go) => {
    const stop = effect(() => {
      if (card.state.value.who.value) go()
    })
    setTimeout(() => {
      stop()
      go()
    }, patience)
  })

/**
 * The same build serves the pages of whoever is in charge, each a chunk of its own. Not awaited: such a chunk
 * imports from this one.
 */
if (location.pathname === '/editor')
  void import('./admin/editor/index.tsx').then((editor) => editor.mountEditor(root))
else if (location.pathname === '/quality')
  void import('./admin/quality/index.tsx').then((quality) => quality.mountQuality(root))
else void card()
