import { effect, type Signal } from '@preact/signals-core'
import type { Open } from './view.ts'

/** Focus goes back where it came from when something opened is closed, if it is still there. */
export function returning(open: Signal<Open>): () => void {
  let from: Element | null = null
  let was: Open
  return effect(() => {
    const is = open.value
    if (was === undefined && is !== undefined) from = document.activeElement
    if (was !== undefined && is === undefined && from instanceof HTMLElement) { const back = from; queueMicrotask(() => { if (back.isConnected && (document.activeElement === document.body || document.activeElement === null)) back.focus() }) }
    was = is
  })
}
