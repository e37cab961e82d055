import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'
import { minify } from 'terser'
import { defineConfig, type Plugin } from 'vite'

const at = (path: string) => resolve(import.meta.dirname, path)

/** HTML keeps its folder in the output; ours is served from the root of its artefact (`/card`, `/helpdesk`). */
const flattenHtml = (folder: string, of: string): Plugin => ({
  name: `flatten-html:${of}`,
  enforce: 'post',
  applyToEnvironment: (environment) => environment.name === of,
  generateBundle(_options, bundle) {
    for (const output of Object.values(bundle)) {
      if (
        output.type !== 'asset' ||
        !output.fileName.endsWith('.html') ||
        !output.fileName.startsWith(`${folder}/`)
      )
        continue
      output.source = String(output.source).replaceAll(/(["'])(?:\.\.\/)+assets\//g, '$1./assets/')
      output.fileName = output.fileName.slice(folder.length + 1)
    }
  },
})

/** What the card imports first, but not always the same: a language's words, the reader of an address. The gateway tells the browser which of them to fetch at once. */
const preloads: Plugin = {
  name: 'preloads',
  enforce: 'post',
  applyToEnvironment: (environment) => environment.name === 'client',
  generateBundle(_options, bundle) {
    const files = Object.values(bundle).flatMap((output) => {
      const [, name] =
        (output.type === 'chunk' &&
          /\/(?:i18n|host)\/(es|en|pt|url)\.ts$/.exec(output.facadeModuleId ?? '')) ||
        []
      return name ? [`${name}=./${output.fileName}`] : []
    })
    if (files.length !== 4)
      this.error(`four files are told to the browser beforehand, not ${files.join(' ')}`)
    for (const output of Object.values(bundle))
      if (output.fileName.endsWith('index.html') && output.type === 'asset')
        output.source = String(output.source)
          .replace(/<!--[\s\S]*?-->\s*/g, '')
          .replace('<title>', `<meta name="ficha-preload" content="${files.join(' ')}">\n    <title>`)
  },
}

type Modules = { getModuleInfo(id: string): { importedIds: readonly string[] } | null }
const firstModules = new WeakMap<Modules, Set<string>>()
/** What the card's entry imports statically, however many parts loaded later share it: it comes in one file, once. */
const first = (id: string, modules: Modules): string | null => {
  let known = firstModules.get(modules)
  if (!known) {
    const reached = (known = new Set<string>())
    const reach = (from: string): void => {
      if (!reached.has(from)) {
        reached.add(from)
        for (const next of modules.getModuleInfo(from)?.importedIds ?? []) reach(next)
      }
    }
    reach(at('widget/main.tsx'))
    firstModules.set(modules, reached)
  }
  return known.has(id) ? 'card' : null
}

/** The first look runs nearly all it brings: compiled whole beside its download, and not function by function while the agent waits (an explicit compile hint). */
const firstLook = ({ name }: { name: string }): string =>
  name === 'card' ? '//# allFunctionsCalledOnLoad' : ''

/** Parts loaded later import nothing but `card` and each other, so there is nothing to preload: an import is an import. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  applyToEnvironment: (environment) => environment.name === 'client',
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => 'export const __vitePreload = (load) => load()',
  },
  renderChunk: (code) => ({
    code: code
      .replace(/__vitePreload\(\(\) => (import\([^()]*\)), *[^(),]*, *import\.meta\.url\)/g, '$1')
      .replace(
        /__vitePreload\(async \(\) => \{\s*const \{[^}]*\} = await (import\([^()]*\));\s*return \{[^}]*\};\s*\}, *[^(),]*, *import\.meta\.url\)/g,
        '$1',
      )
      // What is left goes on with what came.
      .replace(/__vitePreload\((?=\(\) => )/g, '(')
      .replace(/, __VITE_PRELOAD__, import\.meta\.url\)/g, ')()'),
    map: null,
  }),
}

/**
 * Postmate is one class for both ends of a wire. Each of our bundles is one end and only shakes hands: it leaves out the
 * code of the other end, and of what would come after the handshake.
 */
const postmateEnd: Plugin = {
  name: 'postmate-end',
  applyToEnvironment: (environment) =>
    environment.name === 'client' || environment.name === 'element' || environment.name === 'iife',
  transform: {
    filter: { id: /postmate\.es\.js$/ },
    handler(code) {
      const cuts =
        this.environment.name === 'client'
          ? ([
              ['var Postmate =\n', 'var Postmate = {};\nvar Parent =\n'],
              ['new ChildAPI(_this5)', '_this5'],
            ] as const)
          : ([
              ['Postmate.Model =\n', 'var Child =\n'],
              ['new ParentAPI(_this4)', '_this4'],
            ] as const)
      for (const [part, left] of cuts) {
        if (code.split(part).length !== 2)
          this.error(`postmate has changed: "${part.trim()}" is not there once`)
        code = code.replace(part, left)
      }
      return { code, map: null }
    },
  },
}

/** JSX becomes calls of Preact's own `h`, whose children are arguments: shorter by some hundred bytes than props that list them. */
const jsxOfPreact: Plugin = {
  name: 'jsx-of-preact',
  enforce: 'pre',
  transform: {
    filter: { id: /\.tsx$/ },
    handler: (code) => ({ code: `import { h as _h, Fragment as _F } from 'preact';${code}`, map: null }),
  },
}

/**
 * Preact takes up pages that a server wrote and can be handed HTML. The card is never either: without that code it is a
 * kilobyte and a half lighter, and nothing in it writes HTML. Each part is named from its first words to the words after it.
 */
const preactOfAPage: Plugin = {
  name: 'preact-of-a-page',
  applyToEnvironment: (environment) => environment.name === 'client',
  transform: {
    filter: { id: /preact\.mjs$/ },
    handler(code) {
      const cuts: readonly (readonly [from: string, to: string, left?: string])[] = [
        ['"dangerouslySetInnerHTML"==s?y=k:', '"children"'],
        ['"dangerouslySetInnerHTML"==s?h=k:', '"value"'],
        ['h?(l||y&&(h.__html', '"foreignObject"==C', '(('],
        ['if(e.length=v,r.__v=null,c||o)', 'r.__k||(r.__k=u.__k', 'e.length=v,r.__v=null,r.__e=u.__e;'],
        ['128&u.__u&&(c=32&u.__u', '(s=n.__b)&&s(r)'],
        ['function B(n,t){if(n&&8==n.nodeType', 'function D(n)'],
        ['!u&&(i=t.__c)&&(i=i.__z)', 'u||g(t.__e)'],
      ]
      for (const [from, to, left = ''] of cuts) {
        const at = code.indexOf(from)
        const end = code.indexOf(to, at)
        if (at < 0 || end < 0 || code.includes(from, at + 1))
          this.error(`preact has changed: "${from}" is not there once, before "${to}"`)
        code = code.slice(0, at) + left + code.slice(end)
      }
      return { code, map: null }
    },
  },
}

/**
 * What comes first is minified by a second minifier too: it finds a percent that the first left. Then the card's exports go
 * by the names they have inside: a second name for each of seventy, which no human reads, would only be carried along.
 */
const tighter: Plugin = {
  name: 'tighter',
  enforce: 'post',
  applyToEnvironment: (environment) => environment.name === 'client',
  async generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
    for (const chunk of chunks.filter(({ name }) => /^(card|es|en|pt)$/.test(name))) {
      const { code = '', map } = await minify(chunk.code, {
        module: true,
        ecma: 2020,
        compress: { passes: 2 },
        format: { preamble: firstLook(chunk) },
        sourceMap: { content: JSON.stringify(chunk.map) },
      })
      chunk.code = code
      Object.assign(chunk.map ?? {}, JSON.parse(String(map)))
    }
    const card = chunks.find(({ name }) => name === 'card')
    const listed = card?.code.match(/(?<=export\{)[^}]+(?=\})/g) ?? []
    if (!card || listed.length !== 1)
      return this.error(`what comes first has ${listed.length} lists of exports, not one`)
    const pair = (name: string): [string, string] => {
      const [from = '', to = from] = name.split(' as ')
      return [from, to]
    }
    const inside = new Map(listed[0]!.split(',').map((name) => pair(name).reverse() as [string, string]))
    card.code = card.code.replace(listed[0]!, [...inside.values()].join())
    const imported = new RegExp(
      `(?<=(?:import|export)\\{)[^}]+(?=\\}from["'\`]\\./${basename(card.fileName)}["'\`])`,
      'g',
    )
    for (const chunk of chunks)
      if (chunk !== card)
        chunk.code = chunk.code.replace(imported, (names) =>
          names
            .split(',')
            .map((name) => {
              const [outside, here] = pair(name)
              return `${inside.get(outside) ?? this.error(`${chunk.fileName} imports ${outside}, which ${card.fileName} does not export`)} as ${here}`
            })
            .join(),
        )
  },
}

/** One stamp for all files of a build, made of what is in them: their names are as sure as with a hash for each, and a name that says nothing new weighs nothing. */
const stamp = '~files'
const oneStamp: Plugin = {
  name: 'one-stamp',
  enforce: 'post',
  applyToEnvironment: (environment) => environment.name === 'client',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const files = Object.values(bundle)
        .filter((output) => !output.fileName.endsWith('.map'))
        .sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
      const hash = createHash('sha256')
      for (const output of files)
        hash.update(output.fileName).update(output.type === 'chunk' ? output.code : output.source)
      const made = hash.digest('hex').slice(0, stamp.length)
      for (const output of Object.values(bundle)) {
        output.fileName = output.fileName.replaceAll(stamp, made)
        if (output.type === 'chunk') output.code = output.code.replaceAll(stamp, made)
        else output.source = String(output.source).replaceAll(stamp, made)
      }
    },
  },
}

const externalDependencies = [/^[a-z@][^:]*$/i, /^node:/]

/** One `vite build`, five artefacts: the card, the element, the demo's pages, the demo that needs no server, and everything that runs in Node. */
export default defineConfig({
  base: './',
  appType: 'mpa',
  oxc: { jsx: { runtime: 'classic', pragma: '_h', pragmaFrag: '_F' } },
  plugins: [
    jsxOfPreact,
    plainImports,
    postmateEnd,
    preactOfAPage,
    preloads,
    tighter,
    flattenHtml('widget', 'client'),
    oneStamp,
    flattenHtml('demo-host/pages', 'host'),
    flattenHtml('demo-host/static', 'static'),
  ],
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
  },
  environments: {
    client: {
      build: {
        outDir: 'dist/card',
        modulePreload: { polyfill: false, resolveDependencies: () => [] },
        rolldownOptions: {
          input: { card: at('widget/index.html') },
          output: {
            entryFileNames: `assets/[name]-${stamp}.js`,
            chunkFileNames: `assets/[name]-${stamp}.js`,
            assetFileNames: `assets/[name]-${stamp}[extname]`,
            postBanner: firstLook,
            codeSplitting: { groups: [{ name: first, includeDependenciesRecursively: false }] },
          },
        },
      },
    },
    element: {
      consumer: 'client',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: 'dist/element',
        copyPublicDir: false,
        lib: { entry: at('widget/element.ts'), formats: ['es'], fileName: () => 'element.js' },
        rolldownOptions: { output: { minify: true } },
      },
    },
    iife: {
      consumer: 'client',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: 'dist/element',
        emptyOutDir: false,
        copyPublicDir: false,
        lib: {
          entry: at('widget/element.ts'),
          name: 'FichaNucleo',
          formats: ['iife'],
          fileName: () => 'element.iife.js',
        },
        rolldownOptions: { output: { minify: true } },
      },
    },
    host: {
      consumer: 'client',
      build: {
        outDir: 'dist/host',
        rolldownOptions: {
          input: Object.fromEntries(
            ['index', 'helpdesk', 'pos', 'bare'].map((page) => [page, at(`demo-host/pages/${page}.html`)]),
          ),
        },
      },
    },
    static: {
      consumer: 'client',
      build: {
        outDir: 'dist/static',
        copyPublicDir: false,
        chunkSizeWarningLimit: 1_200,
        rolldownOptions: {
          input: { index: at('demo-host/static/index.html'), card: at('demo-host/static/card.html') },
        },
      },
    },
    node: {
      consumer: 'server',
      build: {
        outDir: 'dist/node',
        ssr: true,
        minify: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: {
            gateway: at('connectors/gateway/node.ts'),
            'rule-trials': at('connectors/gateway/rule-sandbox/worker.ts'),
            serve: at('connectors/gateway/main.ts'),
            ficha: at('connectors/cli/ficha.ts'),
            demo: at('demo-host/demo.ts'),
            'real-systems': at('e2e/systems/main.ts'),
            'demo-systems': at('demo-host/systems/main.ts'),
            'demo-gateway': at('demo-host/gateway.ts'),
            'demo-host': at('demo-host/host/main.ts'),
          },
          external: (id: string) =>
            externalDependencies.some((pattern) => pattern.test(id)) && !id.startsWith('/'),
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'element', 'iife', 'host', 'static', 'node'])
        await builder.build(builder.environments[name]!)
    },
  },
})
