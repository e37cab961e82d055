import { problem } from '../problem.ts'
import { cardHeaders, inlineHashes } from './headers.ts'

/** The built card, as a runtime reads it. */
export interface CardPage {
  /**
   * The card's document.
   *
   * @throws When there is none: the page then answers `internal`.
   */
  html(): Promise<string>
  /** Vite's `build.manifest`. Without it nothing is fetched ahead. */
  manifest?(): Promise<BuildManifest | undefined>
  /**
   * A file of the build; undefined when there is none of that name.
   *
   * @param name `assets/` and a checked file name, never a path of the caller's making.
   * @param brotli Whether the browser takes brotli.
   */
  asset(name: string, brotli: boolean): Promise<PageFile | undefined>
  /** What host pages load: `element.js` or `element.iife.js`. Without it neither is served. */
  element?(name: string, brotli: boolean): Promise<PageFile | undefined>
}

/** The built file of each source file: `{ 'i18n/es/first.ts': { file: 'assets/es-first-3kPtGCYu.js' } }`. */
export type BuildManifest = Readonly<Record<string, { readonly file: string }>>

/** The bytes of a file, and how they are compressed. */
export interface PageFile {
  /** The bytes as they go out. */
  body: Uint8Array
  /** `content-encoding`; undefined when they are not compressed. */
  encoding?: 'br' | 'gzip' | undefined
}

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
}

/** What a browser loads, as answers to requests. */
export interface PageAnswers {
  /**
   * The card's document. The gate inside the card reads its list of hosts from it: the same list that
   * frame-ancestors holds.
   */
  card(request: Request): Promise<Response>
  /**
   * Editor and quality are the same build in pages of their own: nobody frames them, so nobody can lay
   * something over their buttons.
   */
  unframed(): Promise<Response>
  asset(name: string, request: Request): Promise<Response>
  /** The element runs in host pages, which live elsewhere: anybody may load it, it holds nothing. */
  element(name: string, request: Request): Promise<Response>
}

/**
 * @param hosts The origins that may hold the card.
 * @param refused Told of a page that wants to hold it and is none of them.
 */
export function pageAnswers(
  page: CardPage,
  hosts: readonly string[],
  refused: (origin: string) => void = () => {},
): PageAnswers {
  return {
    async card(request) {
      const { searchParams } = new URL(request.url)
      const asked = searchParams.get('host')
      // the page that frames us may say which it is: then only it may, and a stranger frames nothing
      const ancestors = asked === null ? hosts : hosts.filter((h) => h === asked)
      if (asked !== null && ancestors.length === 0) refused(asked)
      const html = withPreloads(
        withHosts(await page.html(), ancestors),
        (await page.manifest?.()) ?? {},
        searchParams.get('lang') ?? '',
        request.headers.get('sec-fetch-dest') !== 'document',
      )
      return new Response(html, { headers: cardHeaders(ancestors, await inlineHashes(html)) })
    },
    async unframed() {
      const html = withHosts(await page.html(), [])
      return new Response(html, { headers: cardHeaders([], await inlineHashes(html)) })
    },
    async asset(name, request) {
      const type = types[name.slice(name.lastIndexOf('.') + 1)]
      const found = type ? await page.asset(`assets/${name}`, takesBrotli(request)) : undefined
      if (!type || !found) return problem('not-found', 'this build has no such file; reload the card')
      return answer(found, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'cross-origin-resource-policy': 'same-origin',
        ...(name.endsWith('.js') && { sourcemap: `${name}.map` }),
      })
    },
    async element(name, request) {
      const found = await page.element?.(name, takesBrotli(request))
      return found
        ? answer(found, {
            'content-type': types.js as string,
            'cache-control': 'public, max-age=300',
            'cross-origin-resource-policy': 'cross-origin',
            'access-control-allow-origin': '*',
          })
        : problem('not-found', 'the element was not built; run npm run build')
    },
  }
}

/** Where the gateway was started without a built card. */
export function noPage(): PageAnswers {
  const none = async () =>
    problem('not-found', 'this gateway serves no card; start it with the folder of the built one')
  return { card: none, unframed: none, asset: none, element: none }
}

const takesBrotli = (request: Request): boolean => /\bbr\b/.test(request.headers.get('accept-encoding') ?? '')
function answer(found: PageFile, headers: Record<string, string>): Response {
  const all = new Headers({ ...headers, 'x-content-type-options': 'nosniff', vary: 'accept-encoding' })
  if (found.encoding) all.set('content-encoding', found.encoding)
  return new Response(found.body as Uint8Array<ArrayBuffer>, { headers: all })
}

/**
 * The card imports first the words of one language and, where nobody frames it, what reads its address. Named
 * in the document, they are fetched beside the card's script instead of after it. An unknown language is the
 * document's own.
 */
export function withPreloads(html: string, manifest: BuildManifest, lang: string, framed: boolean): string {
  const asked = lang.slice(0, 2).toLowerCase()
  const builtFile = (source: string) => (Object.hasOwn(manifest, source) ? manifest[source]?.file : undefined)
  const spoken = builtFile(`i18n/${asked}/first.ts`) ? asked : (/<html lang="(\w+)"/.exec(html)?.[1] ?? '')
  const links = [builtFile(`i18n/${spoken}/first.ts`), framed ? undefined : builtFile('host/url.ts')]
    .filter((file) => file !== undefined)
    .map((file) => `<link rel="modulepreload" href="./${file}">`)
  return html
    .replace('<title>', () => `${links.join('')}<title>`)
    .replace(/<html lang="\w+"/, `<html lang="${spoken}"`)
}

/**
 * `<meta name="ficha-hosts" content="https://a https://b">`: origins hold neither quotes nor spaces (checked
 * at start).
 */
export function withHosts(html: string, hosts: readonly string[]): string {
  const meta = `<meta name="ficha-hosts" content="${hosts.join(' ')}">`
  const clean = html.replaceAll(/<meta\s+name="ficha-hosts"[^>]*>/gi, '')
  return /<head[^>]*>/i.test(clean)
    ? clean.replace(/<head[^>]*>/i, (head) => `${head}${meta}`)
    : `${meta}${clean}`
}
