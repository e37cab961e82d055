import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

const root = join(import.meta.dirname, '../..')
export type Name = 'floor' | 'ours' | 'react'

/**
 * The card's words follow the language through a signal; a peer has them as a plain object, and no framework
 * but its own.
 */
const plainWords: Plugin = {
  name: 'plain-words',
  enforce: 'pre',
  async resolveId(source, importer) {
    const found = await this.resolve(source, importer, { skipSelf: true })
    return found?.id === join(root, 'widget/i18n/index.ts') ? join(root, 'e2e/peers/words.ts') : null
  },
}

/** Builds a peer's page for production and says where it is. */
export async function buildPeer(
  name: 'floor' | 'react',
  outDir = join(root, 'dist/peers', name),
): Promise<string> {
  mkdirSync(outDir, { recursive: true })
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    root: join(root, 'e2e/peers', name),
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [plainWords],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  })
  return outDir
}

/**
 * Where each contender's page is built: ours is the published card, the peers are built the same way, for
 * production.
 */
export async function builtPages(): Promise<Record<Name, string>> {
  const ours = join(root, 'dist/card')
  if (!existsSync(join(ours, 'index.html'))) throw new Error(`no card in ${ours}; run npm run build`)
  return { ours, floor: await buildPeer('floor'), react: await buildPeer('react') }
}
