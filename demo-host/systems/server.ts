import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Fault, injectFault, type Mode, SLOW_MS } from './faults.ts'
import type { System } from './reply.ts'

/**
 * One line of the request log; no bodies, so that a test can count who asked what without reading anybody's
 * data.
 */
export interface Logged {
  at: number
  method: string
  path: string
}
export interface Running {
  id: string
  title: string
  origin: string
  mode(): Mode
  set(mode: Mode, slowMs?: number): void
  log(): readonly Logged[]
  forget(): void
  stop(): Promise<void>
}

const LOG_CAP = 5_000
const BODY_CAP = 1_000_000

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > BODY_CAP) throw new Error('body over 1 MB')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function answer(system: System, origin: string, incoming: IncomingMessage): Promise<Response> {
  const body = incoming.method === 'GET' || incoming.method === 'HEAD' ? undefined : await bodyOf(incoming)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    if (typeof value === 'string') headers.set(name, value)
  return system.handle(
    new Request(new URL(incoming.url ?? '/', origin), {
      method: incoming.method ?? 'GET',
      headers,
      ...(body && { body: new Uint8Array(body) }),
    }),
  )
}

/** Serves one system on 127.0.0.1. Rejects when the port is taken. */
export function listen(system: System, port: number): Promise<Running> {
  const origin = `http://127.0.0.1:${port}`
  const fault: Fault = { mode: 'ok', slowMs: SLOW_MS }
  let log: Logged[] = []
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (log.length < LOG_CAP)
      log.push({ at: Date.now(), method: incoming.method ?? 'GET', path: incoming.url ?? '/' })
    const mode = fault.mode
    if ((await injectFault(fault, incoming, outgoing)) === 'handled') return
    const response = await answer(system, origin, incoming)
    const body = Buffer.from(await response.arrayBuffer())
    if (outgoing.destroyed) return
    outgoing.writeHead(response.status, {
      ...Object.fromEntries(response.headers),
      'content-length': String(body.length),
    })
    if (mode === 'truncate' && body.length > 1)
      outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.socket?.destroy())
    else outgoing.end(body)
  }
  const server: Server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch((error: unknown) => {
      console.error(
        `[${system.id}] ${incoming.method} ${incoming.url?.split('?')[0]}: ${error instanceof Error ? error.message : 'unknown error'}`,
      )
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' })
      outgoing.end()
    })
  })
  server.keepAliveTimeout = 75_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () =>
      resolve({
        id: system.id,
        title: system.title,
        origin,
        mode: () => fault.mode,
        log: () => log,
        forget: () => {
          log = []
        },
        set: (mode, slowMs = SLOW_MS) => Object.assign(fault, { mode, slowMs }),
        stop: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      }),
    )
  })
}
