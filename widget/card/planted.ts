import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/** Tests only: a fault planted in the source text of a module. The text must be there exactly once, or the fault would be none. */
export interface Fault { file: string; find: string; put: string }

/** Builds a module with faults planted in it and loads that build; the tree itself is never touched. */
export async function planted<T>(entry: string, faults: readonly Fault[]): Promise<T> {
  const left = new Set(faults)
  const outDir = mkdtempSync(join(tmpdir(), 'planted-'))
  await build({
    configFile: false, logLevel: 'error', root: import.meta.dirname,
    plugins: [{
      name: 'plant', enforce: 'pre',
      transform(code: string, id: string) {
        let text = code
        for (const fault of faults) {
          if (!id.split('?')[0]?.endsWith(fault.file)) continue
          const parts = text.split(fault.find)
          if (parts.length !== 2) throw new Error(`${fault.file}: the text of the fault is there ${parts.length - 1} times, not once: ${fault.find}`)
          text = parts.join(fault.put)
          left.delete(fault)
        }
        return text === code ? undefined : { code: text, map: null }
      },
    }],
    build: { outDir, emptyOutDir: true, minify: false, target: 'es2022', modulePreload: false, lib: { entry, formats: ['es'], fileName: () => 'planted.mjs' }, rolldownOptions: { output: { codeSplitting: false } } },
  })
  if (left.size > 0) throw new Error(`not planted: ${[...left].map((f) => f.file).join(', ')}`)
  return (await import(/* @vite-ignore */ pathToFileURL(join(outDir, 'planted.mjs')).href)) as T
}
