import { build } from 'vite'

/**
 * Tests only: a fault planted in the source text of a module. The text must be there exactly once.
 */
export interface Fault {
  file: string
  find: string
  put: string
}

/**
 * Builds the modules as one bundle with the faults planted, and runs it; the source tree is never changed.
 */
export async function planted<T>(entries: readonly string[], faults: readonly Fault[]): Promise<T> {
  const left = new Set(faults)
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    plugins: [
      {
        name: 'plant',
        enforce: 'pre',
        resolveId: (id: string) => (id.endsWith('the-planted') ? '\0planted' : undefined),
        load: (id: string) =>
          id === '\0planted'
            ? entries.map((entry) => `export * from ${JSON.stringify(entry)}`).join('\n')
            : undefined,
        transform(code: string, id: string) {
          let text = code
          for (const fault of faults) {
            if (!id.split('?')[0]?.endsWith(fault.file)) continue
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
    ],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      modulePreload: false,
      lib: { entry: 'the-planted', formats: ['iife'], name: 'planted' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  if (left.size > 0) throw new Error(`not planted: ${[...left].map((f) => f.file).join(', ')}`)
  const code = (Array.isArray(built) ? built : [built])
    .flatMap((b) => ('output' in b ? b.output : []))
    .find((c) => c.type === 'chunk')?.code
  return new Function(`${code}; return planted`)() as T
}
