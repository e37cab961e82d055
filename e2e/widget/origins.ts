import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Page {
  html?: string
  script?: string
  headers?: Record<string, string>
  answer?: (request: IncomingMessage, response: ServerResponse) => void
}
export interface Origin {
  origin: string
  set(path: string, page: Page): void
  close(): Promise<void>
}

/** A site of its own, on a free port: what it serves can change while it runs. */
export async function openOrigin(host: 'localhost' | '127.0.0.1'): Promise<Origin> {
  const pages = new Map<string, Page>()
  const server: Server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://x').pathname)
    if (!page) return void response.writeHead(404).end('no such page')
    if (page.answer) return page.answer(request, response)
    response.writeHead(200, {
      'content-type':
        page.script === undefined ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8',
      'cache-control': 'no-store',
      ...page.headers,
    })
    response.end(page.script ?? page.html ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    set: (path, page) => void pages.set(path, page),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const document = (body: string, head = ''): string =>
  `<!doctype html><html lang="es"><head><meta charset="utf-8"><title>prueba</title>${head}</head><body>${body}</body></html>`
