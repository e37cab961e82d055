import type { Part } from './index.ts'

/**
 * The texts of the timeline and of the customer's side of things, which nobody reads before opening one of
 * them.
 */
export const history: Part = {
  es: () => import('./es/history.ts'),
  en: () => import('./en/history.ts'),
  pt: () => import('./pt/history.ts'),
}
