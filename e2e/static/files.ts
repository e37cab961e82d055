import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
}

/**
 * A plain server of files, under a folder of its own as such sites are; it counts what was asked for and
 * knows nothing else.
 */
export async function serveFiles(
  folder: string,
): Promise<{ url: string; asked: string[]; stop(): Promise<void> }> {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    asked.push(`${request.method} ${path}`)
    const file = normalize(join(folder, path.replace(/^\/ficha\//, '/').replace(/\/$/, '/index.html')))
    const body =
      request.method === 'GET' && path.startsWith('/ficha/') && file.startsWith(folder + sep)
        ? await readFile(file).catch(() => undefined)
        : undefined
    response
      .writeHead(body ? 200 : 404, { 'content-type': types[extname(file)] ?? 'text/plain' })
      .end(body ?? 'no such file')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ficha/`,
    asked,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
