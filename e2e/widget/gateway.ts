import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { cardHeaders } from '../../connectors/gateway/page/headers.ts'
import { type Origin, openOrigin } from './origins.ts'

/**
 * One turn of `/v1/card`: what it says, line by line; `cut` breaks the line, `hold` keeps it open until it is
 * let go.
 */
export type Line = object | 'cut' | 'hold' | 'beat'
export interface FakeGateway extends Origin {
  /** What the next cards say. Called with the request; may answer differently each time. */
  says(run: (request: Record<string, unknown>, nth: number) => readonly Line[]): void
  /** Every request, in order. */
  calls: { path: string; body: Record<string, unknown>; bearer: string | undefined }[]
  release(): void
  stopAnswering(down: boolean): void
}

/**
 * The built card behind a gateway of one page: its headers are the real gateway's, its answers are each
 * test's.
 */
export async function openGateway(hosts: () => readonly string[]): Promise<FakeGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-card-'))
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    root: new URL('../../widget', import.meta.url).pathname,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      copyPublicDir: false,
    },
  })
  const site = await openOrigin('127.0.0.1')
  const calls: FakeGateway['calls'] = []
  const held = new Set<() => void>()
  let says: Parameters<FakeGateway['says']>[0] = () => []
  let down = false
  let cards = 0

  const on = (
    path: string,
    run: (body: Record<string, unknown>, response: ServerResponse) => void | Promise<void>,
  ) =>
    site.set(path, {
      async answer(request: IncomingMessage, response: ServerResponse) {
        if (down) return void request.socket.destroy()
        let text = ''
        for await (const chunk of request) text += String(chunk)
        const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>
        calls.push({ path, body, bearer: request.headers.authorization })
        await run(body, response)
      },
    })
  const json = (response: ServerResponse, body: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  on(
    '/v1/session',
    (_body, response) =>
      void json(response, {
        token: `t${calls.length}`,
        expiresIn: 300,
        agent: { roles: ['adviser'], languages: ['es'] },
        cacheKey: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc',
      }),
  )
  on('/v1/outcomes', (_body, response) => void response.writeHead(204).end())
  on('/v1/changes', (_body, response) => {
    held.add(() => response.destroy())
  })
  on('/v1/card', async (body, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for (const line of says(body, cards++)) {
      if (line === 'cut') return void response.destroy()
      if (line === 'hold') await new Promise<void>((resolve) => held.add(resolve))
      else response.write(line === 'beat' ? '\n' : `${JSON.stringify(line)}\n`)
    }
    response.end()
  })
  site.set('/card', {
    answer(_request, response) {
      if (down) return void response.destroy()
      const html = readFileSync(join(folder, 'index.html'), 'utf8').replace(
        '<head>',
        `<head><meta name="ficha-hosts" content="${hosts().join(' ')}">`,
      )
      response.writeHead(200, cardHeaders(hosts(), { scripts: [], styles: [] })).end(html)
    },
  })
  const { readdirSync } = await import('node:fs')
  for (const file of readdirSync(join(folder, 'assets')))
    site.set(`/assets/${file}`, {
      answer: (_request, response) =>
        void response
          .writeHead(200, {
            'content-type': file.endsWith('.css') ? 'text/css' : 'text/javascript',
            'cross-origin-resource-policy': 'same-origin',
          })
          .end(readFileSync(join(folder, 'assets', file))),
    })
  return {
    ...site,
    calls,
    says(run) {
      says = run
      cards = 0
    },
    release() {
      for (const go of held) go()
      held.clear()
    },
    stopAnswering(is) {
      down = is
    },
    async close() {
      for (const go of held) go()
      await site.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
