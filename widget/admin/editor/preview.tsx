import { effect, signal, untracked } from '@preact/signals'
import { render } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n/index.ts'
import { Screen } from '../../ui/shell/screen.tsx'
import { freshOpen, type View } from '../../ui/view.ts'
import type { EditorStore } from './editor-store.ts'
import { previewCard } from './preview-card.ts'

const pixels = { 280: 280, 340: 340, 420: 420, touch: 600 } as const

/**
 * The card itself, rendered by its own components in a frame, so that its width is that of the real card. The
 * frame is an empty page of this origin, under this page's policy, with the card's style sheets.
 */
export function Preview({ store }: { store: EditorStore }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const width = pixels[store.width.value]
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let stop = (): void => {}
    // Some browsers put a new document into an empty frame a moment later.
    const begin = (): void => {
      stop()
      if (element.contentDocument) stop = paint(element.contentDocument, store)
    }
    begin()
    element.addEventListener('load', begin)
    return () => {
      element.removeEventListener('load', begin)
      stop()
    }
  }, [])
  return (
    <div class="preview-area">
      <iframe ref={frame} title={t('editor.preview')} width={width} height={640} class="preview-frame" />
    </div>
  )
}

function paint(page: Document, store: EditorStore): () => void {
  const { card, again, settings } = previewCard(store)
  const now = signal(card.clock.now())
  const copyStyles = (): void => {
    for (const link of document.head.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
      if (
        [...page.head.querySelectorAll('link')].some((l) => l.href === link.href) ||
        link.dataset.editor !== undefined
      )
        continue
      const copy = page.createElement('link')
      copy.rel = 'stylesheet'
      copy.href = link.href
      page.head.append(copy)
    }
  }
  copyStyles()
  page.title = t('editor.preview')
  const watch = new MutationObserver(copyStyles)
  watch.observe(document.head, { childList: true })
  const root = page.createElement('div')
  page.body.append(root)
  let open = freshOpen()
  let epoch = -1
  const toast = signal('')
  const stops = [
    effect(() => {
      const touch = store.width.value === 'touch'
      settings({ language: store.language.value, theme: 'auto', layout: touch ? 'touch' : 'compact' })
      page.documentElement.lang = store.language.value
    }),
    effect(() => {
      page.documentElement.dataset.theme = theme.value
    }),
    // The whole answer is painted at once over what is on screen, so nothing flickers while somebody types.
    effect(() => {
      void store.events.value
      untracked(() => {
        now.value = card.clock.now()
        again()
      })
    }),
    effect(() => {
      const cardState = card.state.value
      const layout = card.settings.value.layout ?? 'compact'
      untracked(() => {
        if (cardState.epoch !== epoch) {
          epoch = cardState.epoch
          open = freshOpen()
          toast.value = ''
        }
        const view: View = { card, state: cardState, now, open, toast, layout }
        render(
          <main key={cardState.epoch} class={`card ${layout}`} tabIndex={-1}>
            <Screen view={view} />
          </main>,
          root,
        )
      })
    }),
  ]
  return () => {
    watch.disconnect()
    for (const stop of stops) stop()
    card.dispose()
    render(null, root)
    root.remove()
  }
}
/** The theme on screen; the frame uses the same. */
export const theme = signal<'light' | 'dark' | 'auto'>('auto')
