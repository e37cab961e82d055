import { randomBytes } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createServer, type Plugin, type ViteDevServer } from 'vite'

export interface FrontOptions {
  /** The folder of pages that Vite serves, with its `vite.config.ts`. */
  root: string
  projectRoot: string
  host: string
  port: number
  /** Who answers what Vite has no module for. */
  behind: string
  /**
   * Addresses that are a source file in production's clothes: `{ '/element/element.js': '…/widget/element.ts'
   * }`.
   */
  sources?: Readonly<Record<string, string>>
}

/**
 * Vite's dev server at the address that people open, and the demo's own server behind it: modules come from
 * their sources, everything else from where it comes in production. Documents are the server's own, with its
 * headers.
 */
export async function startFront(options: FrontOptions): Promise<ViteDevServer> {
  const nonce = randomBytes(16).toString('base64')
  const server = await createServer({
    root: options.root,
    appType: 'custom',
    html: { cspNonce: nonce },
    // Few packages and all of them modules: nothing to bundle first, no cache to share with another tree.
    optimizeDeps: { noDiscovery: true },
    server: {
      host: options.host,
      port: options.port,
      strictPort: true,
      fs: { allow: [options.projectRoot, realpathSync(join(options.projectRoot, 'node_modules'))] },
    },
    plugins: [serverBehind(options, nonce)],
  })
  try {
    return await server.listen()
  } catch (error) {
    await server.close()
    const taken = /already in use/.test((error as Error).message)
    throw taken
      ? new Error(`port ${options.port} is taken; stop what listens there, or set PORT to another number`)
      : error
  }
}

const serverBehind = ({ behind, sources = {} }: FrontOptions, nonce: string): Plugin => ({
  name: 'server-behind',
  configureServer(server) {
    const onwards = (req: IncomingMessage, res: ServerResponse) => forward(server, behind, nonce, req, res)
    server.middlewares.use((req, res, next) => {
      const path = (req.url ?? '/').split('?')[0] as string
      const source = sources[path]
      if (source) req.url = `/@fs${source.startsWith('/') ? '' : '/'}${source}`
      // Vite takes `/card` for a folder of modules: what has no extension is no module of ours.
      if (source || /^\/@|\.\w+$/.test(path)) next()
      else onwards(req, res)
    })
    return () => void server.middlewares.use(onwards)
  },
  // A document is not found at its file's name, by which Vite would tell its pages.
  hotUpdate({ file }) {
    if (file.endsWith('.html')) this.environment.hot.send({ type: 'full-reload' })
  },
})

function forward(
  server: ViteDevServer,
  behind: string,
  nonce: string,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  // Compressed, a document could not be read here.
  const headers = { ...req.headers, 'accept-encoding': 'identity' }
  const asked = request(`${behind}${req.url}`, { method: req.method, headers }, async (answer) => {
    if (!answer.headers['content-type']?.startsWith('text/html')) {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
      return
    }
    let html = ''
    for await (const piece of answer.setEncoding('utf8')) html += piece
    const { 'content-length': _length, ...own } = answer.headers
    res.writeHead(answer.statusCode ?? 502, {
      ...own,
      'content-security-policy': withStyleNonce(String(own['content-security-policy']), nonce),
    })
    res.end(await server.transformIndexHtml(req.url ?? '/', html))
  })
  asked.on('error', (error) => {
    if (!res.headersSent) res.writeHead(502, { 'content-type': 'text/plain' })
    res.end(`${behind} did not answer ${req.method} ${req.url}: ${error.message}`)
  })
  res.on('close', () => asked.destroy())
  req.pipe(asked)
}

/**
 * Vite's client writes styles into the page, each with this nonce. Nothing else of the policy is loosened.
 */
export const withStyleNonce = (policy: string, nonce: string): string =>
  policy.replace(/style-src [^;]*/, (directive) => `${directive} 'nonce-${nonce}'`)
