import type { Page } from './card-context.ts'

const page: Document | undefined = globalThis.document
/** Longest wait for a frame: a page that nobody looks at paints none. Milliseconds. */
const longestWait = 100

/** The document we are in; always visible where there is none. */
export const thisPage: Page = {
  visible: () => page?.visibilityState !== 'hidden',
  painted: () =>
    new Promise((done) => {
      if (!thisPage.visible() || typeof requestAnimationFrame === 'undefined') return done()
      requestAnimationFrame(() => setTimeout(done))
      setTimeout(done, longestWait)
    }),
  onChange(run) {
    page?.addEventListener('visibilitychange', run)
    page?.defaultView?.addEventListener('online', run)
    return () => {
      page?.removeEventListener('visibilitychange', run)
      page?.defaultView?.removeEventListener('online', run)
    }
  },
}
