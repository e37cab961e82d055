import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CardPage } from '../../connectors/gateway/index.ts'

const widget = join(import.meta.dirname, '../../widget')
const itself = (...sources: string[]) => Object.fromEntries(sources.map((file) => [file, { file }]))

/**
 * The card's page as it is written, read anew each time. Its modules are served by Vite, which stands in
 * front.
 */
export const sourcePage: CardPage = {
  html: () => readFile(join(widget, 'index.html'), 'utf8'),
  manifest: async () => itself('i18n/es/first.ts', 'i18n/en/first.ts', 'i18n/pt/first.ts', 'host/url.ts'),
  asset: async () => undefined,
}
