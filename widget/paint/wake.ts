import type { Signal } from '@preact/signals-core'
import type { Open } from './view.ts'

/** Loads the keys of the card when somebody first uses one or moves into it; the key that woke them is not lost. */
export function wake(root: HTMLElement, open: () => Signal<Open>): () => void {
  let stop: (() => void) | undefined
  let over = false
  const asleep = (): void => { document.removeEventListener('keydown', first); root.removeEventListener('focusin', first) }
  const first = (event: Event): void => {
    asleep()
    if (event instanceof KeyboardEvent && (event.key === '/' || event.key === '?') && !(event.target instanceof Element && event.target.closest('input, textarea, select'))) event.preventDefault()
    import('./keyboard.ts').then((keys) => { if (!over) stop = keys.keyboard(root, open, event) }, again)
  }
  const again = (): void => { if (!over) { document.addEventListener('keydown', first); root.addEventListener('focusin', first) } }
  again()
  return () => { over = true; asleep(); stop?.() }
}
