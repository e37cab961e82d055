import type { Signal } from '@preact/signals'
import type { Open } from '../view.ts'

/**
 * Loads the keys of the card when somebody first uses one or moves into it. What is pressed until they are
 * here is kept, and done then in its order.
 */
export function keyboardOnUse(root: HTMLElement, open: () => Signal<Open>): () => void {
  let pressed: Event[] = []
  let stop: (() => void) | undefined
  const hear = (event: Event): void => {
    const { key, target } = event as KeyboardEvent
    // Firefox opens a search of its own with a slash.
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
