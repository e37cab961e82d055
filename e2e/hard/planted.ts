import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'

/**
 * A fault planted in the real source text of a module. The text must be there exactly once, or the fault
 * would be none.
 */
export interface Fault {
  file: string
  find: string
  put: string
}

/**
 * Plants faults while the real tree is built; the tree itself is never touched. `done` says which were not
 * met.
 */
export function planting(faults: readonly Fault[]): { plugin: Plugin; done(): void } {
  const left = new Set(faults)
  return {
    plugin: {
      name: 'plant',
      enforce: 'pre',
      transform(code: string, id: string) {
        let text = code
        for (const fault of faults) {
          if (!id.split('?')[0]?.endsWith(`/${fault.file}`)) continue
          const parts = text.split(fault.find)
          if (parts.length !== 2)
            throw new Error(
              `${fault.file}: the text of the fault is there ${parts.length - 1} times, not once: ${fault.find}`,
            )
          text = parts.join(fault.put)
          left.delete(fault)
        }
        return text === code ? undefined : { code: text, map: null }
      },
    },
    done() {
      if (left.size > 0) throw new Error(`not planted: ${[...left].map((fault) => fault.file).join(', ')}`)
    },
  }
}

/**
 * One module and all it imports, built in a temporary folder with faults in it (or none) and loaded from
 * there.
 */
export async function built<T>(entry: string, faults: readonly Fault[] = []): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-planted-'))
  const plant = planting(faults)
  try {
    const out = await build({
      configFile: false,
      logLevel: 'error',
      root: join(import.meta.dirname, '../..'),
      plugins: [plant.plugin],
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        write: false,
        minify: false,
        target: 'es2022',
        copyPublicDir: false,
        modulePreload: false,
        lib: { entry, formats: ['es'], fileName: () => 'planted.mjs' },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    })
    plant.done()
    const code = [out]
      .flat()
      .flatMap((one) => ('output' in one ? one.output : []))
      .find((one) => one.type === 'chunk')?.code
    if (!code) throw new Error(`${entry} built nothing`)
    const file = join(folder, 'planted.mjs')
    writeFileSync(file, code)
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as T
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The iframe app, built in a temporary folder with faults in it. */
export async function builtCard(faults: readonly Fault[]): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-planted-card-'))
  const plant = planting(faults)
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    root: join(import.meta.dirname, '../../widget'),
    plugins: [plant.plugin],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      copyPublicDir: false,
    },
  })
  plant.done()
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
