import { build } from 'vite'

/** One page's script, built as production is: no dev server, no file written. */
export async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: new URL('../..', import.meta.url).pathname,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      copyPublicDir: false,
      lib: { entry: new URL(entry, import.meta.url).pathname, formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const chunk = [built]
    .flat()
    .flatMap((b) => ('output' in b ? b.output : []))
    .find((o) => o.type === 'chunk')
  if (!chunk) throw new Error(`${entry} built nothing`)
  return chunk.code
}
