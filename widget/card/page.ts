import type { Page } from './desk.ts'

/** A page nobody looks at paints nothing, and is not waited for longer than this. Milliseconds. */
const patience = 100

/** The document we are in; always visible where there is none. */
export const thisPage: Page = {
  visible: () => typeof document === 'undefined' || document.visibilityState !== 'hidden',
  painted: () => new Promise((done) => {
    if (!thisPage.visible() || typeof requestAnimationFrame === 'undefined') return done()
    requestAnimationFrame(() => setTimeout(done))
    setTimeout(done, patience)
  }),
  onChange(run) {
    if (typeof document === 'undefined') return () => {}
    document.addEventListener('visibilitychange', run)
    addEventListener('online', run)
    return () => { document.removeEventListener('visibilitychange', run); removeEventListener('online', run) }
  },
}
