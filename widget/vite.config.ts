import { defineConfig, type Plugin } from 'vite'

/**
 * Vite knows a style sheet imported with `?url` by its absolute path, and writes that path into the manifest
 * and the source maps. What is shipped names no folder of the machine that built it.
 */
function withoutMachinePaths(): Plugin {
  let root = ''
  return {
    name: 'without-machine-paths',
    apply: 'build',
    configResolved(config) {
      root = config.root
    },
    // The module is made up, with an absolute import: it has no source to map to.
    transform: {
      order: 'post',
      filter: { id: /\.css\?url$/ },
      handler: (code) => ({ code, map: { mappings: '' } }),
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const manifest = bundle['manifest.json']
        if (manifest?.type === 'asset') manifest.source = String(manifest.source).replaceAll(`"${root}/`, '"')
      },
    },
  }
}

/** The card (`dist/card`) and the element that host pages load (`dist/element`). */
export default defineConfig({
  base: './',
  plugins: [withoutMachinePaths()],
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The gateway names a file's map in a header.
    sourcemap: 'hidden',
    emptyOutDir: true,
    reportCompressedSize: false,
  },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: '../dist/card',
        // The gateway reads it, and tells the browser to fetch the words of the card's language with the
        // document.
        manifest: 'manifest.json',
        // A part that loads later adds no element to the document: what it imports, it imports.
        modulePreload: { polyfill: false, resolveDependencies: () => [] },
        rolldownOptions: {
          input: { card: 'index.html' },
          output: {
            // The first load is one file, however many of its modules later chunks share.
            codeSplitting: { groups: [{ name: 'card', tags: ['$initial'] }] },
            // A language's texts are named by language and part: `es-first`.
            chunkFileNames({ name, facadeModuleId }) {
              const [, language] = /\/i18n\/(\w\w)\//.exec(facadeModuleId ?? '') ?? []
              return `assets/${language ? `${language}-` : ''}${name}-[hash].js`
            },
          },
        },
      },
    },
    element: {
      consumer: 'client',
      optimizeDeps: { noDiscovery: true },
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: '../dist/element',
        lib: {
          entry: 'element.ts',
          name: 'FichaNucleo',
          formats: ['es', 'iife'],
          fileName: (format) => (format === 'es' ? 'element.js' : 'element.iife.js'),
        },
        // Vite leaves white space and hints for other bundlers in a library; browsers load this one as it is.
        rolldownOptions: { output: { minify: true, comments: { annotation: false } } },
      },
    },
  },
})
