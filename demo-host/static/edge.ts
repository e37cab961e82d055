import { answerOf, system as handler } from '../../connectors/fixtures/msw.ts'
import type { Raw } from '../people/raw.ts'
import { desk } from '../systems/desk.ts'
import { phone } from '../systems/phone.ts'
import { originOf, type SystemId } from '../systems/ports.ts'
import { json, type System } from '../systems/reply.ts'
import { shop } from '../systems/shop.ts'
import { signature, subs } from '../systems/subs.ts'
import { survey } from '../systems/survey.ts'
import { web } from '../systems/web.ts'
import type { Mode } from './modes.ts'
import { staticTill } from './till.ts'

/** Where the sample systems seem to be. Nothing is ever asked there: MSW answers. */
export const base = 4_173
const secret = 'static'
const slowMs = 1_800

/**
 * What the gateway's door would have put on each request. Nobody is protected by it here, and the page says
 * so.
 */
async function withCredentials(id: SystemId, request: Request): Promise<Request> {
  const headers = new Headers(request.headers)
  const body = request.method === 'GET' ? undefined : await request.text()
  if (id === 'desk') headers.set('authorization', `Basic ${btoa(`ficha:${secret}`)}`)
  else headers.set('authorization', `Bearer ${secret}`)
  if (id === 'survey') headers.set('x-survey-key', secret)
  if (id === 'phone') headers.set('x-api-key', secret)
  if (id === 'subs' && body !== undefined)
    headers.set('plain-request-signature', await signature(secret, body))
  return new Request(request.url, {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
}

export interface Edge {
  fetch: typeof fetch
  set(system: SystemId, mode: Mode): void
  systems: readonly Pick<System, 'id' | 'title'>[]
}

/**
 * The demo's own systems, answering in this page: MSW is the edge of the network, and there is nothing behind
 * it.
 */
export function networkEdge(raw: Raw): Edge {
  const systems = [
    shop(raw, secret),
    desk(raw, secret),
    staticTill(raw),
    subs(raw, { signing: secret, token: secret }),
    survey(raw, secret),
    web(raw, secret),
    phone(raw, secret),
  ]
  const mode = new Map<string, Mode>()
  const handlers = systems.map((system) =>
    handler(originOf(base, system.id as SystemId), async (request) => {
      switch (mode.get(system.id)) {
        case 'down':
          return Response.error()
        case 'garbage':
          return new Response('{"data": [ <html>Proxy Error } NaN', {
            headers: { 'content-type': 'application/json' },
          })
        case 'limited':
          return json({ error: 'too many requests' }, 429, { 'retry-after': '20' })
        case 'error':
          return new Response('Internal error', { status: 500 })
        case 'hang':
          return new Promise<never>(() => {})
        case 'slow':
          await new Promise((done) => setTimeout(done, slowMs))
      }
      return system.handle(await withCredentials(system.id as SystemId, request))
    }),
  )
  return {
    systems,
    set: (system, to) => void mode.set(system, to),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const { signal } = request
      signal.throwIfAborted()
      const gone = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
      )
      const answer = await Promise.race([answerOf(handlers, request), gone])
      if (!answer || answer.type === 'error') throw new TypeError('Failed to fetch')
      return answer
    },
  }
}
