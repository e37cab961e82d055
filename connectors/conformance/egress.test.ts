import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Access, Connector } from '../contract/index.ts'
import { type NetworkCondition, openEgress } from './egress.ts'

const connector = (access: Access): Connector => ({
  id: 'x',
  title: 'x',
  origins: ['https://x.example'],
  access,
  answers: {},
})
const bearer: Access = { kind: 'bearer', secret: 'X_TOKEN' }
const open = (
  network: NetworkCondition,
  access: Access = bearer,
  fetched: (request: Request) => Response = () => new Response('{"a":1}'),
  signal?: AbortSignal,
) => {
  const seen: Request[] = []
  const egress = openEgress(
    connector(access),
    {
      secret: 's3cret',
      fetch: async (request) => {
        seen.push(request as Request)
        return fetched(request as Request)
      },
    },
    network,
    signal,
  )
  return { egress, seen }
}
const recorded: NetworkCondition = { is: 'recorded' }

test.each([
  [{ kind: 'bearer', secret: 'X' }, 'authorization', 'Bearer s3cret'],
  [
    { kind: 'login', url: 'https://x.example', body: '', secret: 'X', tokenHeader: 't' },
    'authorization',
    'Bearer s3cret',
  ],
  [
    { kind: 'oauth2', tokenUrl: 'https://x.example', clientId: 'c', secret: 'X' },
    'authorization',
    'Bearer s3cret',
  ],
  [{ kind: 'header', header: 'x-key', secret: 'X' }, 'x-key', 's3cret'],
  [{ kind: 'basic', user: 'ficha', secret: 'X' }, 'authorization', `Basic ${btoa('ficha:s3cret')}`],
  [
    { kind: 'hmac-body', header: 'x-sign', secret: 'X' },
    'x-sign',
    createHmac('sha256', 's3cret').update('{"ñ":1}').digest('hex'),
  ],
  [{ kind: 'open' }, 'authorization', null],
] as [Access, string, string | null][])(
  'the credential goes where the gateway puts it: %j',
  async (access, header, value) => {
    const { egress, seen } = open(recorded, access)
    await egress.context.fetch('https://x.example/a', { method: 'POST', body: '{"ñ":1}' })
    expect(seen[0]?.headers.get(header)).toBe(value)
  },
)

test('each call is kept as the connector made it, without the credential, and each answer for another time', async () => {
  const { egress } = open(recorded)
  const answer = await egress.context.fetch('https://x.example/a?b=1', { method: 'POST', body: 'c' })
  expect(await answer.json()).toEqual({ a: 1 })
  await egress.asked
  expect(egress.calls).toEqual([{ url: 'https://x.example/a?b=1', method: 'POST', body: 'c' }])
  expect(egress.tape.bodies).toEqual([{ status: 200, body: '{"a":1}' }])
  expect(egress.breaches).toEqual([])
})

test('another origin is refused and told, another port too', async () => {
  const { egress, seen } = open(recorded)
  for (const url of ['https://y.example/', 'https://x.example:8443/', 'http://x.example/'])
    await expect(egress.context.fetch(url)).rejects.toThrow('refused')
  expect([seen, egress.breaches.length, egress.calls.length]).toEqual([[], 3, 3])
  expect(egress.breaches[0]).toContain(
    'it called https://y.example, which is not among its origins (https://x.example)',
  )
})

test('a tape gives its answers in order, and the last of them for ever; an empty one gives nothing', async () => {
  const bodies = [1, 2].map((n) => ({ status: 200 + n, body: String(n) }))
  const { egress, seen } = open({ is: 'replay', tape: { bodies, rows: [] } })
  const said = []
  for (let n = 0; n < 3; n++) {
    const answer = await egress.context.fetch('https://x.example/')
    said.push([answer.status, await answer.text()])
  }
  expect([said, seen]).toEqual([
    [
      [201, '1'],
      [202, '2'],
      [202, '2'],
    ],
    [],
  ])
  const empty = open({ is: 'replay', tape: { bodies: [], rows: [] } })
  expect((await empty.egress.context.fetch('https://x.example/')).status).toBe(404)
})

test('a failing network is a status, a cut, or silence until it is given up', async () => {
  const status = (code: number) =>
    open({ is: 'status', status: code, headers: { 'x-a': '1' }, body: 'b' }).egress.context.fetch(
      'https://x.example/',
    )
  const answer = await status(500)
  expect([answer.status, answer.headers.get('x-a'), await answer.text()]).toEqual([500, '1', 'b'])
  expect(await (await status(204)).text()).toBe('')
  await expect(open({ is: 'cut' }).egress.context.fetch('https://x.example/')).rejects.toThrow(TypeError)
  const off = new AbortController()
  const silent = open({ is: 'silent' }, bearer, undefined, off.signal).egress
  const waiting = silent.context.fetch('https://x.example/', { signal: silent.context.signal })
  off.abort(new Error('given up'))
  await expect(waiting).rejects.toThrow('given up')
  await expect(silent.context.fetch('https://x.example/', { signal: off.signal })).rejects.toThrow('given up')
})

test('a database is there for who has one: recorded, played again, or silent', async () => {
  const access: Access = { kind: 'sql', database: 'till' }
  const rows = [{ a: 1 }]
  const asked = openEgress(connector(access), { query: async () => rows }, recorded)
  expect(await asked.context.query?.('SELECT ?', ['x'])).toBe(rows)
  await asked.context.query?.('SELECT 1')
  expect(asked.queries).toEqual([
    { text: 'SELECT ?', params: ['x'] },
    { text: 'SELECT 1', params: [] },
  ])
  expect(asked.tape.rows).toEqual([rows, rows])
  const again = openEgress(
    connector(access),
    {},
    { is: 'replay', tape: { bodies: [], rows: [[{ a: 1 }], [{ a: 2 }]] } },
  )
  expect([
    await again.context.query?.('x'),
    await again.context.query?.('x'),
    await again.context.query?.('x'),
  ]).toEqual([[{ a: 1 }], [{ a: 2 }], [{ a: 2 }]])
  await expect(openEgress(connector(access), {}, recorded).context.query?.('x')).rejects.toThrow(
    'options.query',
  )
  expect(open(recorded).egress.context.query).toBeUndefined()
})

test('the clock is the one that is given, else always the same day', () => {
  expect(open(recorded).egress.context.now().toISOString()).toBe('2026-06-15T10:00:00.000Z')
  const now = new Date('2020-01-01T00:00:00Z')
  expect(openEgress(connector(bearer), { now }, recorded).context.now()).toBe(now)
})
