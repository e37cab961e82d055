import type { Signal } from '@preact/signals'
import type { Open } from '../view.ts'
import { keepFocus } from './keep-focus.ts'

const typing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
const stops = (group: Element): HTMLElement[] =>
  [...group.querySelectorAll<HTMLElement>('[data-v]')].filter((el) => el.closest('[data-rove]') === group)
const forward: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

/**
 * Text typed for a search that was opened by its key and is not loaded yet. It is dropped with the customer
 * on whose card it was typed.
 */
let typed: { of: Signal<Open>; text: string } | undefined
export function typedAhead(open: Signal<Open>): string {
  const text = typed?.of === open ? typed.text : ''
  typed = undefined
  return text
}

/**
 * The whole card by keyboard: one tab stop for each group of values, arrows inside it, and a few single keys,
 * none of which acts while somebody types or together with a modifier. `pressed`: key and focus events from
 * before this was loaded. They are run now; one that was meant for a value, only if it is still on screen.
 */
export function keyboard(
  root: HTMLElement,
  open: () => Signal<Open>,
  pressed: readonly Event[] = [],
): () => void {
  const updateTabStops = () => {
    for (const group of root.querySelectorAll('[data-rove]')) {
      const all = stops(group)
      const current =
        all.find((el) => el === document.activeElement) ??
        all.find((el) => el.tabIndex === 0 && el.dataset.held === '1') ??
        all[0]
      for (const el of all) {
        const tab = el === current ? 0 : -1
        if (el.tabIndex !== tab) el.tabIndex = tab
      }
    }
  }
  const focusin = (event: FocusEvent) => {
    const el = event.target
    if (!(el instanceof HTMLElement) || el.dataset.v === undefined || !el.isConnected) return
    for (const other of stops(el.closest('[data-rove]') ?? root)) delete other.dataset.held
    el.dataset.held = '1'
    updateTabStops()
  }
  const keydown = (event: KeyboardEvent) => {
    const { target, key } = event
    if (key === 'Escape') {
      if (open().peek() === undefined) return
      open().value = undefined
      event.preventDefault()
      return
    }
    if (typing(target)) return
    if (event.altKey && !event.ctrlKey && /^Digit[1-9]$/.test(event.code)) {
      const section = root.querySelectorAll<HTMLElement>('section.panel h2')[Number(event.code.slice(5)) - 1]
      if (section) {
        event.preventDefault()
        section.focus()
        section.scrollIntoView({ block: 'nearest' })
      }
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (
      open().peek() === 'search' &&
      typed?.of === open() &&
      key.length === 1 &&
      !root.querySelector('[role=combobox]')
    ) {
      event.preventDefault()
      typed.text += key
    } else if (key === '/') {
      event.preventDefault()
      typed = { of: open(), text: '' }
      open().value = 'search'
    } else if (key === '?') {
      event.preventDefault()
      open().value = 'help'
    } else if (target instanceof HTMLElement && target.dataset.v !== undefined && target.isConnected) {
      const group = target.closest('[data-rove]')
      const step = forward[key]
      if (group && (step || key === 'Home' || key === 'End')) {
        const all = stops(group)
        const next =
          key === 'Home' ? all[0] : key === 'End' ? all.at(-1) : all[all.indexOf(target) + (step ?? 0)]
        if (next) {
          event.preventDefault()
          next.focus()
        }
      } else if (key === 'c' && target.dataset.copy !== undefined) {
        event.preventDefault()
        target.click()
      } else if (key === 'o') {
        const link = target.closest('li, div')?.querySelector<HTMLAnchorElement>('a[target=_blank]')
        if (link) {
          event.preventDefault()
          link.click()
        }
      }
    }
  }
  const stopKeepingFocus = keepFocus(root)
  const watcher = new MutationObserver(updateTabStops)
  watcher.observe(root, { childList: true, subtree: true })
  document.addEventListener('keydown', keydown)
  root.addEventListener('focusin', focusin)
  updateTabStops()
  for (const event of pressed) {
    if (event instanceof KeyboardEvent) keydown(event)
    else if (event instanceof FocusEvent) focusin(event)
  }
  return () => {
    stopKeepingFocus()
    watcher.disconnect()
    document.removeEventListener('keydown', keydown)
    root.removeEventListener('focusin', focusin)
  }
}
