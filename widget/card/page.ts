import type { Page } from './desk.ts'

/** The document we are in; always visible where there is none. */
export const thisPage: Page = {
  visible: () => typeof document === 'undefined' || document.visibilityState !== 'hidden',
  onChange(run) {
    if (typeof document === 'undefined') return () => {}
    document.addEventListener('visibilitychange', run)
    addEventListener('online', run)
    return () => { document.removeEventListener('visibilitychange', run); removeEventListener('online', run) }
  },
}
