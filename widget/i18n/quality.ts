import type { Part } from './index.ts'

/** The texts of the quality page, which nobody but that page loads. */
export const quality: Part = {
  es: () => import('./es/quality.ts'),
  en: () => import('./en/quality.ts'),
  pt: () => import('./pt/quality.ts'),
}
