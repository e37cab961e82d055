import { createServer, type Server } from 'node:http'
import { isMode, modes } from './faults.ts'
import { equalInConstantTime } from './reply.ts'
import type { Running } from './server.ts'

/**
 * The strip of the demo pages, and tests, steer the sample systems here; never part of a system's own
 * dialect. `GET /` modes · `POST /<system>` `{mode, slowMs?}` · `GET /<system>/requests` `{count, requests}`
 * · `DELETE /<system>/requests`. Header `x-control-token`.
 */
export function control(systems: readonly Running[], port: number, token: string): Promise<Server> {
  // An empty token would be that of every request without the header.
  if (token === '')
    return Promise.reject(new Error('DEMO_CONTROL_TOKEN is not set: `npm start` makes one up for each run'))
  const server = createServer(async (request, response) => {
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (!equalInConstantTime(String(request.headers['x-control-token'] ?? ''), token))
      return say(401, { error: 'x-control-token is missing or wrong' })
    const [, id = '', what] = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.split('/')
    if (id === '')
      return say(
        200,
        systems.map((s) => ({ id: s.id, title: s.title, origin: s.origin, mode: s.mode() })),
      )
    const system = systems.find((s) => s.id === id)
    if (!system)
      return say(404, { error: `no system "${id}"; there are ${systems.map((s) => s.id).join(', ')}` })
    if (what === 'requests') {
      if (request.method === 'DELETE') system.forget()
      return say(200, { count: system.log().length, requests: system.log() })
    }
    if (request.method === 'GET') return say(200, { id, mode: system.mode() })
    let text = ''
    for await (const part of request) text += String(part)
    let body: { mode?: unknown; slowMs?: unknown } = {}
    try {
      body = JSON.parse(text || '{}') as typeof body
    } catch {
      return say(400, { error: 'the body is not JSON' })
    }
    if (!isMode(body.mode)) return say(400, { error: `mode is one of ${modes.join(', ')}` })
    system.set(
      body.mode,
      typeof body.slowMs === 'number' ? Math.min(60_000, Math.max(0, body.slowMs)) : undefined,
    )
    return say(200, { id, mode: body.mode })
  })
  server.keepAliveTimeout = 75_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
