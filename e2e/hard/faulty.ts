import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import rest from '../../connectors/catalog/rest/index.ts'
import type { Connector, Question } from '../../connectors/contract/index.ts'

/** How a system can be out of order. `stranger`: answers for somebody else. */
export const faults = ['hang', 'reset', '500', 'garbage', '10 MB', 'drip', 'redirect', 'stranger'] as const
export type FaultKind = (typeof faults)[number]

export interface FaultyServer {
  url: string /** Requests it got. */
  asked: string[]
  set(fault: FaultKind | undefined, at?: 'find' | 'answer'): void
  close(): Promise<void>
}

/** A system over HTTP that keeps its faulty answers back until the gate opens, and then misbehaves. */
export async function faultyServer(
  gate: Promise<void>,
  answer: (path: string) => unknown,
  elsewhere: string,
): Promise<FaultyServer> {
  let fault: FaultKind | undefined
  let at: 'find' | 'answer' = 'answer'
  const asked: string[] = []
  const timers = new Set<ReturnType<typeof setInterval>>()
  const misbehave = (kind: FaultKind, request: IncomingMessage, response: ServerResponse) => {
    const json = { 'content-type': 'application/json' }
    switch (kind) {
      case 'hang':
        return
      case 'reset':
        return void (request.socket as unknown as { resetAndDestroy(): void }).resetAndDestroy()
      case '500':
        return void response
          .writeHead(500, { 'content-type': 'text/plain' })
          .end('SECRET STACK at /srv/app.js')
      case 'garbage':
        return void response.writeHead(200, json).end('{"data": [ <html>Proxy Error } NaN')
      case '10 MB':
        return void response
          .writeHead(200, json)
          .end(JSON.stringify({ rows: [{ id: 'x', pad: 'x'.repeat(10_485_760) }] }))
      case 'drip': {
        response.writeHead(200, json)
        response.write('{"rows": [')
        const timer = setInterval(() => response.write(' '), 20)
        timers.add(timer)
        return void response.once('close', () => {
          clearInterval(timer)
          timers.delete(timer)
        })
      }
      case 'redirect':
        return void response.writeHead(302, { location: `${elsewhere}${request.url}` }).end()
      case 'stranger':
        return void response.writeHead(200, json).end(
          JSON.stringify({
            rows: [
              {
                id: 'zz',
                owner: 'zz',
                phone: '+34699999999',
                name: 'Persona Ajena',
                text: 'DATO AJENO',
                at: '2026-01-01T00:00:00Z',
              },
            ],
          }),
        )
    }
  }
  const server = createServer(
    (request, response) =>
      void (async () => {
        const path = request.url ?? '/'
        asked.push(path)
        if (fault && path.startsWith(at === 'find' ? '/find' : '/answer')) {
          await gate
          return misbehave(fault, request, response)
        }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(path)))
      })(),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    set(next, where = 'answer') {
      fault = next
      at = where
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Ten questions, one for each of ten systems, and the field that shows its text. */
export const tenQuestions: readonly { question: Question; field: string; dated: string }[] = [
  { question: 'orders', field: 'orderNumber', dated: 'orderDate' },
  { question: 'requests', field: 'subject', dated: 'dateCreated' },
  { question: 'payments', field: 'reference', dated: 'paymentDate' },
  { question: 'returns', field: 'reason', dated: 'returnDate' },
  { question: 'interactions', field: 'summary', dated: 'startDate' },
  { question: 'feedback', field: 'comment', dated: 'dateCreated' },
  { question: 'subscriptions', field: 'product', dated: 'startDate' },
  { question: 'things', field: 'name', dated: 'purchaseDate' },
  { question: 'campaigns', field: 'name', dated: 'sent' },
  { question: 'promises', field: 'what', dated: 'made' },
]

/** The catalog's `rest` over one of those servers. */
export function tenth(n: number, base: string): Connector {
  const { question, field, dated } = tenQuestions[n] as (typeof tenQuestions)[number]
  return rest({
    id: `s${n}`,
    title: `Sistema ${n}`,
    base,
    access: { kind: 'open' },
    phonePrefix: '+34',
    find: {
      by: { phone: { path: '/find', query: { phone: '{value}' } } },
      rows: 'rows',
      record: { id: 'id', identifiers: [{ kind: 'phone', from: 'phone' }], name: 'name' },
    },
    answers: {
      [question]: {
        call: { path: '/answer/{record}' },
        rows: 'rows',
        owner: 'owner',
        retry: 0,
        fields: { [field]: 'text', [dated]: 'at' },
      },
    } as never,
  } as never)
}
