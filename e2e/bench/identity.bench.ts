import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import type { measure, Table } from './lookup.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Measures what is published, compiled as `ficha` is: read from its source through a loader, every name of
 * another file costs a call.
 */
export async function run(sizes: readonly number[] = [5_000, 50_000, 200_000]): Promise<Table> {
  const outDir = join(root, 'dist/bench')
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { input: join(root, 'e2e/bench/lookup.ts'), output: { entryFileNames: 'lookup.js' } },
    },
  })
  const compiled = (await import(pathToFileURL(join(outDir, 'lookup.js')).href)) as {
    measure: typeof measure
  }
  return compiled.measure(sizes)
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const table = await run(process.argv.includes('--all') ? [5_000, 50_000, 200_000, 1_000_000] : undefined)
  process.stdout.write(
    `${table.title}\n${[table.columns, ...table.rows].map((r) => r.map((c) => String(c).padStart(14)).join('')).join('\n')}\n`,
  )
}
