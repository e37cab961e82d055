import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

/**
 * What a browser loads of identity when the hub runs in the page: parsing, comparing, resolving, asking,
 * ranking.
 */
test('identity takes at most 26 KB gzip of a browser', async () => {
  const out = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      target: 'es2022',
      rolldownOptions: {
        input: fileURLToPath(new URL('index.ts', import.meta.url)),
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const bundles = (Array.isArray(out) ? out : [out]) as { output: { type: string; code?: string }[] }[]
  const bytes = bundles
    .flatMap((b) => b.output)
    .reduce((sum, chunk) => sum + (chunk.code ? gzipSync(chunk.code, { level: 9 }).length : 0), 0)
  console.log(`identify: ${bytes} bytes gzip`)
  expect(bytes).toBeGreaterThan(5_000)
  expect(bytes).toBeLessThanOrEqual(26 * 1024)
})
