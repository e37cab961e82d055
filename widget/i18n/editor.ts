import type { Part } from './index.ts'

/** The texts of the editor, which nobody but the editor loads. */
export const editor: Part = {
  es: () => import('./es/editor.ts'),
  en: () => import('./en/editor.ts'),
  pt: () => import('./pt/editor.ts'),
}
