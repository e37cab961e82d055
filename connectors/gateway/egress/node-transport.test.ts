import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { nodeTransport, type Resolve } from './node-transport.ts'
import { AddressRefused } from './outbound.ts'

/** A system inside: it keeps what it was asked, and answers by the path. */
const heard: { method: string; url: string; host: string; key: string; body: string }[] = []
let silent: IncomingMessage | undefined
const system = createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += part
  const { method = '', url = '', headers } = request
  heard.push({ method, url, host: headers.host ?? '', key: String(headers['x-key'] ?? ''), body })
  if (url === '/silent') silent = request
  else if (url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end()
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":1}')
})
let port = 0
beforeAll(async () => {
  system.listen(0, '127.0.0.1')
  await once(system, 'listening')
  port = (system.address() as AddressInfo).port
})
afterAll(() => {
  system.closeAllConnections()
  system.close()
})
beforeEach(() => {
  heard.length = 0
})
const inside: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
async function ask(
  path: string,
  {
    resolve = inside,
    privateAllowed = true,
    signal = new AbortController().signal,
    ...more
  }: {
    resolve?: Resolve
    privateAllowed?: boolean
    signal?: AbortSignal
    method?: string
    body?: string
  } = {},
) {
  const transport = nodeTransport(resolve)
  try {
    const answer = await transport({
      url: new URL(`http://erp.example:${port}${path}`),
      method: 'GET',
      headers: new Headers({ 'x-key': 'k7' }),
      signal,
      privateAllowed,
      ...more,
    })
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
  } finally {
    await transport.close()
  }
}
const causes = (e: unknown): unknown[] => (e instanceof Error ? [e, ...causes(e.cause)] : [])
const failing = (asked: Promise<unknown>) => asked.then(() => [], causes)

test('a question goes out as it was given, to the address its name has', async () => {
  expect(await ask('/orders?of=7', { method: 'POST', body: 'número' })).toMatchObject({
    status: 200,
    text: '{"a":1}',
  })
  expect(heard).toEqual([
    { method: 'POST', url: '/orders?of=7', host: `erp.example:${port}`, key: 'k7', body: 'número' },
  ])
})

test('a redirect is told and not followed: where it leads is looked at first', async () => {
  expect(await ask('/moved')).toMatchObject({ status: 302, location: '/elsewhere' })
  expect(heard.map(({ url }) => url)).toEqual(['/moved'])
})

test('an address of the inside is connected to only where the operator said so, a name without one never', async () => {
  for (const refused of [
    ask('/', { privateAllowed: false }),
    ask('/', { resolve: async () => [] }),
    ask('/', { resolve: async () => [{ address: '169.254.169.254', family: 4 }] }),
    ask('/', {
      resolve: async () => [
        { address: '127.0.0.1', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ],
    }),
  ])
    expect((await failing(refused)).some((e) => e instanceof AddressRefused)).toBe(true)
  expect(heard).toEqual([])
})

test('a name that does not resolve fails by its code', async () => {
  const resolve: Resolve = () =>
    Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
  expect(await failing(ask('/', { resolve }))).toContainEqual(expect.objectContaining({ code: 'ENOTFOUND' }))
})

test('a question that is given up leaves its connection', async () => {
  const caller = new AbortController()
  const asked = failing(ask('/silent', { signal: caller.signal }))
  await expect.poll(() => silent).toBeDefined()
  const gone = once(silent?.socket as NodeJS.EventEmitter, 'close')
  caller.abort(new Error('left'))
  expect(await asked).not.toEqual([])
  await gone
})
