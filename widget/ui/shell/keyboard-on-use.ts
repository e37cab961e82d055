import type { Signal } from '@preact/signals'
import type { Open } from '../view.ts'

/**
 * Loads the card's keyboard at its first use or focus. Keys pressed before it is loaded are kept and run
 * then, in order.
 */
export function keyboardOnUse(root: HTMLElement, open: () => Signal<Open>): () => void {
  let pressed: Event[] = []
  let stop: (() => void) | undefined
  const hear = (event: Event): void => {
    const { key, target } = event as KeyboardEvent
    // In Firefox a slash opens the browser's own search.
    if ((key === '/' || key === '?') && !(target as Element).closest('input, textarea, select'))
      event.preventDefault()
    if (pressed.push(event) === 1)
      import('../keyboard/keyboard.ts').then(
        (keys) => {
          asleep()
          stop ??= keys.keyboard(root, open, pressed)
        },
        () => {
          pressed = []
        },
      )
  }
  const asleep = listen(document, 'keydown', hear, listen(root, 'focusin', hear))
  return () => {
    asleep()
    stop?.()
    stop = () => {}
  }
}

function listen(on: EventTarget, name: string, run: (event: Event) => void, and = () => {}): () => void {
  on.addEventListener(name, run)
  return () => {
    on.removeEventListener(name, run)
    and()
  }
}
