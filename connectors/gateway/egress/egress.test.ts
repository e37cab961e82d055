import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Access, Connector } from '../../contract/index.ts'
import { realClock } from '../../hub/ports.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { createEgress, type EgressParts } from './egress.ts'
import { nodeTransport } from './node-transport.ts'

const servers: Server[] = []
const transport = nodeTransport()
afterAll(async () => {
  await transport.close()
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<{
  origin: string
  requests: { method: string; url: string; headers: Record<string, unknown> }[]
}> {
  const requests: { method: string; url: string; headers: Record<string, unknown> }[] = []
  const server = createServer((req, res) => {
    requests.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers })
    listener(req, res)
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}
const connector = (origins: string[], access: Access = { kind: 'open' }): Connector => ({
  id: 'shop',
  title: 'Shop',
  origins,
  access,
  answers: {},
})
const secretValue = 's3cr3t-valor-"único"'
const door = (origins: string[], more: Partial<EgressParts> & { access?: Access } = {}) =>
  createEgress({
    config: { network: { private: origins }, egress: { maxBytes: 50_000, timeoutMs: 30_000 } },
    secrets: (name) => (name === 'SHOP_KEY' ? secretValue : undefined),
    clock: realClock,
    telemetry: createTelemetry(() => {}),
    transport,
    ...more,
  })
const open = (origins: string[], more: Partial<EgressParts> & { access?: Access } = {}) =>
  door(origins, more).open(connector(origins, more.access), {
    tenant: 'demo',
    signal: new AbortController().signal,
  })

test('an answer comes whole, without the headers that are nobody’s business', async () => {
  const s = await serve((_q, r) => {
    r.setHeader('set-cookie', 'a=1')
    r.setHeader('server', 'x')
    r.setHeader('content-type', 'application/json')
    r.setHeader('x-total', '3')
    r.end('{"a":1}')
  })
  const answer = await open([s.origin]).fetch(`${s.origin}/x`, {
    headers: { authorization: 'Bearer mine', cookie: 'c', 'x-own': '1' },
  })
  expect(await answer.json()).toEqual({ a: 1 })
  expect([
    answer.headers.get('set-cookie'),
    answer.headers.get('server'),
    answer.headers.get('x-total'),
  ]).toEqual([null, null, '3'])
  expect(s.requests[0]?.headers).toMatchObject({ 'x-own': '1', accept: 'application/json' })
  expect(s.requests[0]?.headers).not.toHaveProperty('authorization')
  expect(s.requests[0]?.headers).not.toHaveProperty('cookie')
})

test('only the declared origins are asked: another port, scheme, host or a user name in the URL is refused before anything connects', async () => {
  const s = await serve((_q, r) => r.end('{}'))
  const other = await serve((_q, r) => r.end('{}'))
  const context = open([s.origin])
  for (const url of [
    other.origin,
    s.origin.replace('http:', 'https:'),
    s.origin.replace('127.0.0.1', 'localhost'),
    s.origin.replace('//', '//user:pass@'),
    `${s.origin.replace('127.0.0.1', '127.0.0.1.evil.example')}`,
    'file:///etc/passwd',
    'data:application/json,{}',
    'ftp://127.0.0.1/',
  ])
    await expect(context.fetch(url), url).rejects.toMatchObject({ name: 'ConnectorError', code: 'denied' })
  expect([...s.requests, ...other.requests]).toEqual([])
})

test('the same GET of one run is fetched once, a failed one again, and a POST every time', async () => {
  let fail = true
  let n = 0
  const s = await serve((q, r) => {
    if (q.url === '/flaky' && fail) {
      fail = false
      q.socket.destroy()
    } else r.end(JSON.stringify({ n: ++n }))
  })
  const context = open([s.origin])
  const [a, b] = await Promise.all([context.fetch(`${s.origin}/a`), context.fetch(`${s.origin}/a`)])
  expect(await a.json()).toEqual(await b.json())
  await context.fetch(`${s.origin}/a`)
  expect(s.requests).toHaveLength(1)
  await expect(context.fetch(`${s.origin}/flaky`)).rejects.toMatchObject({ code: 'unavailable' })
  expect((await context.fetch(`${s.origin}/flaky`)).status).toBe(200)
  await context.fetch(`${s.origin}/p`, { method: 'POST', body: '{}' })
  await context.fetch(`${s.origin}/p`, { method: 'POST', body: '{}' })
  expect(s.requests.filter((r) => r.method === 'POST')).toHaveLength(2)
})

test('redirects: two to a listed origin are followed, never more, never elsewhere; a credential does not change origin', async () => {
  const target = await serve((_q, r) => {
    r.setHeader('content-type', 'application/json')
    r.end('{"here":true}')
  })
  const stranger = await serve((_q, r) => r.end('{}'))
  const s = await serve((q, r) => {
    const to = {
      '/one': `${target.origin}/x`,
      '/two': '/one',
      '/loop': '/loop',
      '/out': stranger.origin,
      '/meta': 'http://169.254.169.254/latest',
      '/nowhere': 'http://[',
      '/js': 'javascript:alert(1)',
    }[q.url ?? '']
    r.writeHead(302, to ? { location: to } : {}).end()
  })
  const context = open([s.origin, target.origin], { access: { kind: 'bearer', secret: 'SHOP_KEY' } })
  expect(await (await context.fetch(`${s.origin}/two`)).json()).toEqual({ here: true })
  expect(s.requests.every((r) => r.headers.authorization === `Bearer ${secretValue}`)).toBe(true)
  expect(target.requests[0]?.headers).not.toHaveProperty('authorization')
  for (const path of ['/loop', '/out', '/meta', '/nowhere', '/js', '/none'])
    await expect(context.fetch(`${s.origin}${path}`), path).rejects.toMatchObject({ name: 'ConnectorError' })
  await expect(context.fetch(`${s.origin}/one`, { method: 'POST', body: 'x' })).rejects.toMatchObject({
    code: 'malformed',
  })
  expect(stranger.requests).toEqual([])
})

test('a redirect too many is asked of nobody', async () => {
  const s = await serve((q, r) => r.writeHead(302, { location: `/${Number(q.url?.slice(1)) - 1}` }).end())
  const ends = await serve((q, r) =>
    q.url === '/0' ? r.end('{}') : r.writeHead(302, { location: `/${Number(q.url?.slice(1)) - 1}` }).end(),
  )
  expect((await open([ends.origin]).fetch(`${ends.origin}/2`)).status).toBe(200)
  await expect(open([s.origin]).fetch(`${s.origin}/9`)).rejects.toMatchObject({
    code: 'malformed',
    message: expect.stringContaining('more than 2 times'),
  })
  expect(s.requests.map((r) => r.url)).toEqual(['/9', '/8', '/7'])
})

test('an answer by POST may send its asker elsewhere, who goes there without the body', async () => {
  const bodies: string[] = []
  const s = await serve((q, r) => {
    let body = ''
    q.on('data', (part) => {
      body += part
    })
    q.on('end', () => {
      bodies.push(`${q.method} ${q.url} ${q.headers['content-type'] ?? 'untyped'} «${body}»`)
      if (q.url === '/made') r.writeHead(303, { location: '/thing' }).end()
      else r.end('{}')
    })
  })
  await open([s.origin]).fetch(`${s.origin}/made`, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json' },
  })
  expect(bodies).toEqual(['POST /made application/json «{"a":1}»', 'GET /thing untyped «»'])
})

test('without https only the operator’s own network is asked', async () => {
  const asked: string[] = []
  const origins = ['http://shop.example', 'https://shop.example']
  const context = open(origins, {
    config: { network: { private: [] } },
    transport: async ({ url }) => {
      asked.push(url.href)
      return new Response('{}')
    },
  })
  await expect(context.fetch('http://shop.example/a')).rejects.toMatchObject({
    code: 'denied',
    message: expect.stringContaining('network.private'),
  })
  await context.fetch('https://shop.example/b')
  expect(asked).toEqual(['https://shop.example/b'])
})

test('a key in a header of its own, or a signature of the body, stays at the origin it was meant for', async () => {
  const target = await serve((_q, r) => r.end('{}'))
  const s = await serve((q, r) => {
    const to = { '/away': `${target.origin}/x`, '/here': '/end' }[q.url ?? '']
    if (to) r.writeHead(303, { location: to })
    r.end('{}')
  })
  for (const access of [
    { kind: 'header', header: 'X-Api-Key', secret: 'SHOP_KEY' },
    { kind: 'hmac-body', header: 'X-Api-Key', secret: 'SHOP_KEY' },
  ] as const) {
    const context = open([s.origin, target.origin], { access })
    for (const path of ['/here', '/away'])
      await context.fetch(`${s.origin}${path}`, { method: 'POST', body: '{}', headers: { 'x-own': '1' } })
    expect(s.requests.splice(0).map((r) => 'x-api-key' in r.headers)).toEqual([true, true, true])
    const [away] = target.requests.splice(0)
    expect(away?.headers).toMatchObject({ 'x-own': '1' })
    expect(away?.headers).not.toHaveProperty('x-api-key')
  }
})

test('10 MB, 10 MB packed into a few bytes, a drip, silence, a cut, garbage, hostile keys: each its own code, in time', async () => {
  const s = await serve((q, r) => {
    r.setHeader('content-type', 'application/json')
    if (q.url === '/big') r.end('x'.repeat(10_000_000))
    else if (q.url === '/bomb') {
      r.setHeader('content-encoding', 'gzip')
      r.end(gzipSync('x'.repeat(10_000_000)))
    } else if (q.url === '/drip') {
      const t = setInterval(() => r.write(' '), 40)
      r.on('close', () => clearInterval(t))
    } else if (q.url === '/cut') {
      r.setHeader('content-length', '100')
      r.write('{', () => q.socket.destroy())
    } else if (q.url === '/garbage') r.end('<html>')
    else if (q.url === '/proto') r.end('{"a":{"__proto__":{"admin":true}}}')
    else if (q.url === '/escaped') r.end('{"\\u005f_proto__":{"admin":true}}')
    else if (q.url === '/constructor') r.end('[{"constructor":{"prototype":{"admin":true}}}]')
    else if (q.url === '/innocent') r.end('{"constructor":"Ferrari","text":"__proto__"}')
  })
  // What never ends is not waited for long; what ends is given the time it takes on a busy machine.
  const patient = open([s.origin])
  const hasty = open([s.origin], {
    config: { network: { private: [s.origin] }, egress: { maxBytes: 50_000, timeoutMs: 1_500 } },
  })
  const code = (path: string) =>
    (path === '/drip' || path === '/silence' ? hasty : patient).fetch(`${s.origin}${path}`).then(
      (r) => r.status,
      (e: { code: string }) => e.code,
    )
  expect(
    await Promise.all(
      [
        '/big',
        '/bomb',
        '/drip',
        '/silence',
        '/cut',
        '/garbage',
        '/proto',
        '/escaped',
        '/constructor',
        '/innocent',
      ].map(code),
    ),
  ).toEqual([
    'malformed',
    'malformed',
    'late',
    'late',
    'unavailable',
    200,
    'malformed',
    'malformed',
    'malformed',
    200,
  ])
})

test('when the run is given up, the request is too', async () => {
  let closed = false
  let reach: () => void = () => {}
  const reached = new Promise<void>((done) => {
    reach = done
  })
  const s = await serve((q, r) => {
    r.write(' ', reach)
    q.on('close', () => {
      closed = true
    })
  })
  const stop = new AbortController()
  const context = door([s.origin]).open(connector([s.origin]), { tenant: 'demo', signal: stop.signal })
  const asked = context.fetch(`${s.origin}/x`)
  await reached
  stop.abort(new Error('another customer'))
  await expect(asked).rejects.toThrow('another customer')
  await expect.poll(() => closed, { timeout: 20_000 }).toBe(true)
})

test('each kind of access proves itself in its own way', async () => {
  const s = await serve((q, r) => {
    r.setHeader('content-type', 'application/json')
    if (q.url === '/token') return r.end('{"access_token":"tok1","expires_in":600}')
    if (q.url === '/login') {
      r.setHeader('x-auth', 'log1')
      return r.end('{"data":{"token":"inbody"}}')
    }
    r.end('{}')
  })
  const proof = async (access: Access) => {
    const at = s.requests.length
    await open([s.origin], { access }).fetch(`${s.origin}/x`, { method: 'POST', body: '{"a":1}' })
    return s.requests.slice(at).at(-1)?.headers
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  expect(await proof({ kind: 'basic', user: 'ana', secret: 'SHOP_KEY' })).toMatchObject({
    authorization: `Basic ${base64(`ana:${secretValue}`)}`,
  })
  expect(await proof({ kind: 'hmac-body', header: 'x-sign', secret: 'SHOP_KEY' })).toMatchObject({
    'x-sign': (await import('node:crypto')).createHmac('sha256', secretValue).update('{"a":1}').digest('hex'),
  })
  expect(
    await proof({ kind: 'oauth2', tokenUrl: `${s.origin}/token`, clientId: 'c', secret: 'SHOP_KEY' }),
  ).toMatchObject({ authorization: 'Bearer tok1' })
  expect(
    await proof({
      kind: 'login',
      url: `${s.origin}/login`,
      body: '{"p":"{secret}"}',
      secret: 'SHOP_KEY',
      tokenHeader: 'x-auth',
    }),
  ).toMatchObject({ authorization: 'Bearer log1' })
  expect(
    await proof({
      kind: 'login',
      url: `${s.origin}/login`,
      body: '{}',
      secret: 'SHOP_KEY',
      tokenHeader: 'data.token',
    }),
  ).toMatchObject({ authorization: 'Bearer inbody' })
  await expect(proof({ kind: 'bearer', secret: 'UNSET' })).rejects.toMatchObject({
    code: 'denied',
    message: expect.stringContaining('UNSET'),
  })
})

test('a token that was refused is fetched anew, once', async () => {
  let good = 1
  const s = await serve((q, r) => {
    if (q.url === '/token') return r.end(`{"access_token":"tok${good}"}`)
    if (q.headers.authorization !== `Bearer tok${good}`) r.statusCode = 401
    r.end('{}')
  })
  const d = door([s.origin])
  const c = connector([s.origin], {
    kind: 'oauth2',
    tokenUrl: `${s.origin}/token`,
    clientId: 'c',
    secret: 'SHOP_KEY',
  })
  const ask = (path: string) =>
    d.open(c, { tenant: 'demo', signal: new AbortController().signal }).fetch(`${s.origin}${path}`)
  expect((await ask('/a')).status).toBe(200)
  good = 2
  expect((await ask('/b')).status).toBe(200)
  expect(s.requests.filter((r) => r.url === '/token')).toHaveLength(2)
})

test('a question that was answered leaves no timer behind, and neither does one that failed', async () => {
  let timers = 0
  const clock = {
    now: () => new Date(0),
    after: () => {
      timers++
      return () => void timers--
    },
  }
  for (const answer of [async () => new Response('{}'), () => Promise.reject(new Error('down'))]) {
    const context = open(['https://shop.example'], { clock, transport: answer })
    await context.fetch('https://shop.example/a').catch(() => undefined)
    expect(timers).toBe(0)
  }
})

test('a connector says what it would rather read; where it says nothing, JSON', async () => {
  const s = await serve((_q, r) => r.end('{}'))
  const context = open([s.origin])
  await context.fetch(`${s.origin}/list`, { headers: { accept: 'text/csv' } })
  await context.fetch(`${s.origin}/list`)
  expect(s.requests.map(({ headers }) => headers.accept)).toEqual(['text/csv', 'application/json'])
})

test('hostile keys are found by what an answer holds, whatever it calls itself', async () => {
  const bodies: Record<string, string> = { '/object': '{"__proto__":{}}', '/list': '[{"__proto__":{}}]' }
  const s = await serve((q, r) => r.setHeader('content-type', 'text/plain').end(bodies[q.url ?? ''] ?? 'ok'))
  const context = open([s.origin])
  for (const path of Object.keys(bodies))
    await expect(context.fetch(`${s.origin}${path}`), path).rejects.toMatchObject({ code: 'malformed' })
  expect(await (await context.fetch(`${s.origin}/plain`)).text()).toBe('ok')
})

test('what a redirect says beside where it leads is let go of', async () => {
  let letGo = 0
  const context = open(['https://shop.example'], {
    transport: async ({ url }) =>
      url.pathname === '/old'
        ? new Response(new ReadableStream({ cancel: () => void (letGo += 1) }), {
            status: 302,
            headers: { location: '/new' },
          })
        : new Response('{"a":1}'),
  })
  expect(await (await context.fetch('https://shop.example/old')).json()).toEqual({ a: 1 })
  expect(letGo).toBe(1)
})

test('one address asked in two languages is two questions', async () => {
  const s = await serve((q, r) => r.end(JSON.stringify(q.headers['accept-language'])))
  const context = open([s.origin])
  const said = (language: string) =>
    context.fetch(`${s.origin}/x`, { headers: { 'accept-language': language } }).then((r) => r.json())
  expect(await Promise.all([said('es'), said('pt'), said('es')])).toEqual(['es', 'pt', 'es'])
  expect(s.requests).toHaveLength(2)
})

test('a system that refuses every token is asked twice, not for ever', async () => {
  const s = await serve((q, r) => {
    if (q.url === '/token') return r.end('{"access_token":"t"}')
    r.statusCode = 401
    r.end('{}')
  })
  const access: Access = { kind: 'oauth2', tokenUrl: `${s.origin}/token`, clientId: 'c', secret: 'SHOP_KEY' }
  expect((await open([s.origin], { access }).fetch(`${s.origin}/x`)).status).toBe(401)
  expect(s.requests.filter((r) => r.url === '/x')).toHaveLength(2)
})

test('what says who we are, or where to, a connector neither writes nor reads', async () => {
  const hidden = ['set-cookie', 'set-cookie2', 'server', 'via', 'www-authenticate']
  const s = await serve((_q, r) => {
    for (const name of hidden) r.setHeader(name, 'x')
    r.end('{}')
  })
  const own = ['authorization', 'cookie', 'proxy-authorization', 'x-forwarded-for', 'forwarded']
  const answer = await open([s.origin]).fetch(`${s.origin}/x`, {
    headers: Object.fromEntries([...own, 'x-own'].map((name) => [name, 'mine'])),
  })
  expect(hidden.filter((name) => answer.headers.has(name))).toEqual([])
  expect([...own, 'x-own'].filter((name) => s.requests[0]?.headers[name] === 'mine')).toEqual(['x-own'])
})

test('no error says a secret, an answer or what stood in the URL', async () => {
  const s = await serve((q, r) => {
    if (q.url?.startsWith('/cut')) return q.socket.destroy()
    r.statusCode = q.url === '/token' ? 500 : 200
    r.end(`upstream says ${secretValue} canary¤upstream {`)
  })
  const said: string[] = []
  for (const [path, access] of [
    ['/cut?mail=canary-person@example.com', { kind: 'bearer', secret: 'SHOP_KEY' }],
    [
      '/x?mail=canary-person@example.com',
      { kind: 'oauth2', tokenUrl: `${s.origin}/token`, clientId: 'c', secret: 'SHOP_KEY' },
    ],
  ] as [string, Access][])
    await open([s.origin], { access })
      .fetch(`${s.origin}${path}`)
      .catch((e: Error) => said.push(`${e.message} ${e.stack}`))
  expect(said).toHaveLength(2)
  expect(said.join()).not.toMatch(/canary-person|canary¤upstream|s3cr3t-valor|upstream says/)
})
