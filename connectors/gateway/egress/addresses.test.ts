import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connector } from '../../contract/index.ts'
import { realClock } from '../../hub/ports.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { judgeAddress, judgeAnswers, judgeHost } from './addresses.ts'
import { createEgress } from './egress.ts'
import { nodeTransport, type Resolve } from './node-transport.ts'

/** Counts connections at the socket, not answers: what connects has already leaked. */
let connections = 0
const canary = createServer((socket) => {
  connections++
  socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((done) => canary.listen(0, '::', done))
  port = (canary.address() as AddressInfo).port
})
afterAll(() => {
  canary.close()
})

/**
 * A door for a connector so careless that it lists the very origin it is tricked into asking; the operator
 * lists none as private.
 */
async function tricked(url: string, resolve: Resolve, privates: string[] = []): Promise<string> {
  let origin: string
  try {
    origin = new URL(url).origin
  } catch {
    return 'unreadable'
  }
  const transport = nodeTransport(resolve)
  const connector: Connector = {
    id: 'x',
    title: 'x',
    origins: [origin, origin.replace('http:', 'https:')],
    access: { kind: 'open' },
    answers: {},
  }
  const door = createEgress({
    config: { network: { private: privates }, egress: { timeoutMs: privates.length > 0 ? 30_000 : 2_000 } },
    secrets: () => undefined,
    clock: realClock,
    telemetry: createTelemetry(() => {}),
    transport,
  })
  const outcomes: string[] = []
  for (const each of [url, url.replace(/^http:/, 'https:')])
    outcomes.push(
      await door
        .open(connector, { tenant: 'demo', signal: new AbortController().signal })
        .fetch(each)
        .then(
          (r) => `answered ${r.status}`,
          (e: { code?: string }) => e.code ?? 'thrown',
        ),
    )
  await transport.close()
  return outcomes.join(' ')
}
const inside: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
const atCanary = (url: string) => {
  try {
    const u = new URL(url)
    u.port = String(port)
    return u.href
  } catch {
    return url
  }
}

test('every special range is refused, and public addresses are not', () => {
  const never = [
    '169.254.169.254',
    '169.254.1.1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '240.0.0.1',
    '192.0.2.1',
    '198.51.100.7',
    '203.0.113.9',
    '::',
    'fe80::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '::ffff:169.254.169.254',
    '',
    'x',
    '999.1.1.1',
  ]
  for (const address of never) expect(judgeAddress(address), address).toBe('never')
  const inner = [
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fc00::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
  ]
  for (const address of inner) expect(judgeAddress(address), address).toBe('private')
  for (let i = 0; i < 1_000; i++) {
    const address = `${[8, 23, 34, 52, 80, 93, 104, 151, 185, 213][i % 10]}.${i % 256}.${(i * 7) % 256}.${1 + (i % 254)}`
    expect(judgeAddress(address), address).toBe('public')
  }
})

test('one bad answer among good ones is enough', () => {
  expect(judgeAnswers(['93.184.216.34'], false)).toBe(true)
  expect(judgeAnswers(['93.184.216.34', '127.0.0.1'], false)).toBe(false)
  expect(judgeAnswers(['127.0.0.1'], true)).toBe(true)
  expect(judgeAnswers(['127.0.0.1', '169.254.169.254'], true)).toBe(false)
  expect(judgeAnswers([], true)).toBe(false)
})

test('where machines keep their credentials is never asked, however it is spelled and whatever is allowed', () => {
  for (const host of [
    'metadata.google.internal',
    'Metadata.Google.Internal.',
    'metadata',
    'instance-data.',
    'METADATA.AZURE.INTERNAL',
    'metadata.goog',
    '169.254.169.254',
    '169.254.169.254.',
    '[fd00:ec2::254]',
    '168.63.129.16',
    '100.100.100.200',
  ])
    expect([judgeHost(host, true), judgeHost(host, false)], host).toEqual(['refused', 'refused'])
})

test('a name of the inside is looked up only where the operator listed it; a public one always', () => {
  for (const host of ['localhost', 'a.localhost', 'db.internal', 'printer.LOCAL.', 'erp'])
    expect([judgeHost(host, true), judgeHost(host, false)], host).toEqual(['resolve', 'refused'])
  for (const host of ['shop.example', 'localhost.example', 'internal.example.', 'local.example'])
    expect([judgeHost(host, true), judgeHost(host, false)], host).toEqual(['resolve', 'resolve'])
  expect([judgeHost('10.0.0.7', true), judgeHost('10.0.0.7', false)]).toEqual(['ok', 'refused'])
  expect([judgeHost('93.184.216.34.', true), judgeHost('[2606:4700::1]', false)]).toEqual(['ok', 'ok'])
})

test('loopback in every spelling connects nowhere', async () => {
  connections = 0
  const spellings = [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0x7f000001',
    '017700000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'ip6-loopback',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    'inner',
    'db.internal',
    'printer.local',
    'public.example',
  ]
  for (const host of spellings)
    expect(await tricked(`http://${host}:${port}/`, inside), host).not.toContain('answered')
  expect(connections).toBe(0)
  // the canary does hear what is allowed: otherwise zero would prove nothing
  expect(await tricked(`http://127.0.0.1:${port}/`, inside, [`http://127.0.0.1:${port}`])).toContain(
    'answered 200',
  )
  expect(connections).toBe(1)
})

test('a name that answers publicly first and privately at the next moment never connects inside', async () => {
  connections = 0
  let turn = 0
  const rebinding: Resolve = async () => [{ address: turn++ % 2 ? '127.0.0.1' : '203.0.114.1', family: 4 }]
  for (let i = 0; i < 4; i++) await tricked(`http://rebind.example:${port}/`, rebinding, [])
  const both: Resolve = async () => [
    { address: '93.184.216.34', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  expect(await tricked(`https://both.example:${port}/`, both)).toBe('denied denied')
  expect(connections).toBe(0)
})

test('an origin the operator listed may be private, yet never metadata', async () => {
  const meta: Resolve = async () => [{ address: '169.254.169.254', family: 4 }]
  expect(await tricked('http://erp.example/', meta, ['http://erp.example'])).toContain('denied')
  for (const url of [
    'http://169.254.169.254/',
    'http://metadata.google.internal/',
    'http://[fd00:ec2::254]/',
    'http://2852039166/',
  ])
    expect(await tricked(url, inside, [new URL(url).origin]), url).toMatch(/^denied/)
})

const data = process.env.FICHA_DATA
for (const file of ['patt/ssrf-urls.txt', 'patt/open-redirect.txt'])
  test.skipIf(!data)(`${file}: no connection, whatever the resolver says (FICHA_DATA)`, async () => {
    connections = 0
    const urls = readFileSync(join(data as string, file), 'utf8')
      .split('\n')
      .filter(Boolean)
    expect(urls.length).toBeGreaterThan(80)
    for (const url of urls) {
      const absolute = /^[a-z]+:/i.test(url) ? url : `https://shop.example/${url}`
      expect(await tricked(atCanary(absolute), inside), url).not.toContain('answered')
    }
    expect(connections).toBe(0)
  })
