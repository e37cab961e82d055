import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * How a sample system behaves. `limited` refuses with 429, `hang` never answers, `truncate` breaks off
 * mid-body, `down` drops the line.
 */
export const modes = ['ok', 'slow', 'down', 'garbage', 'truncate', 'hang', 'limited', 'error'] as const
export type Mode = (typeof modes)[number]
export const isMode = (x: unknown): x is Mode => (modes as readonly unknown[]).includes(x)

/** Long enough to be called late, short enough to be waited for. */
export const SLOW_MS = 1_800

export interface Fault {
  mode: Mode
  slowMs: number
}

/** Says whether the fault dealt with the request by itself; `slow` and `truncate` let it through. */
export async function injectFault(
  fault: Fault,
  _request: IncomingMessage,
  response: ServerResponse,
): Promise<'handled' | 'goes-on'> {
  switch (fault.mode) {
    case 'down':
      response.socket?.destroy()
      return 'handled'
    case 'hang':
      return 'handled'
    case 'garbage':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"data": [ <html>Proxy Error\u0000 } NaN')
      return 'handled'
    case 'limited':
      response
        .writeHead(429, { 'content-type': 'application/json', 'retry-after': '20' })
        .end('{"error":"too many requests"}')
      return 'handled'
    case 'error':
      response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal error')
      return 'handled'
    case 'slow':
      await new Promise((done) => setTimeout(done, fault.slowMs))
      return 'goes-on'
    default:
      return 'goes-on'
  }
}
