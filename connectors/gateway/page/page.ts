import type { App } from '../routes/app.ts'
import { problem } from '../problem.ts'
import { cardHeaders, inlineHashes } from './headers.ts'

/** The built card. `asset` gets a checked name (`assets/x-hash.js`), never a path of the caller's making. */
export interface CardPage {
  html(): Promise<string>
  asset(name: string): Promise<{ body: Uint8Array; encoding?: 'br' | 'gzip' | undefined } | undefined>
}

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml', png: 'image/png', woff2: 'font/woff2', json: 'application/json; charset=utf-8', map: 'application/json; charset=utf-8',
}

/** `GET /card` and what it loads. The gate inside the card reads its list of hosts from the document: the same list that frame-ancestors holds. */
export function pageRoutes(app: App, page: CardPage, hosts: readonly string[]): void {
  app.get('/card', async (c) => {
    const asked = new URL(c.req.url).searchParams.get('host')
    // the page that frames us may say which it is: then only it may, and a stranger frames nothing
    const ancestors = asked === null ? hosts : hosts.filter((h) => h === asked)
    const html = withHosts(await page.html(), ancestors)
    return new Response(html, { headers: cardHeaders(ancestors, await inlineHashes(html)) })
  })
  // Editor and quality are the same build in pages of their own: nobody frames them, so nobody can lay something over their buttons.
  for (const own of ['/editor', '/quality']) app.get(own, async () => {
    const html = withHosts(await page.html(), [])
    return new Response(html, { headers: cardHeaders([], await inlineHashes(html)) })
  })
  app.get('/assets/:name{[A-Za-z0-9_][A-Za-z0-9_.-]*}', async (c) => {
    const name = c.req.param('name')
    const type = types[name.slice(name.lastIndexOf('.') + 1)]
    const found = type ? await page.asset(`assets/${name}`) : undefined
    if (!type || !found) return problem('not-found', 'this build has no such file; reload the card')
    const headers = new Headers({ 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' })
    if (found.encoding) { headers.set('content-encoding', found.encoding); headers.set('vary', 'accept-encoding') }
    return new Response(found.body as Uint8Array<ArrayBuffer>, { headers })
  })
}

/** `<meta name="ficha-hosts" content="https://a https://b">`: origins hold neither quotes nor spaces (checked at start). */
export function withHosts(html: string, hosts: readonly string[]): string {
  const meta = `<meta name="ficha-hosts" content="${hosts.join(' ')}">`
  const clean = html.replaceAll(/<meta\s+name="ficha-hosts"[^>]*>/gi, '')
  return /<head[^>]*>/i.test(clean) ? clean.replace(/<head[^>]*>/i, (head) => `${head}${meta}`) : `${meta}${clean}`
}
