import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hrana, type PipelineBody } from '../../../../demo-host/systems/hrana.ts'
import { libsqlOrigin } from '../../config/libsql-origin.ts'
import { nodeTransport } from '../node-transport.ts'
import { createDatabases } from './databases.ts'

const folder = mkdtempSync(join(tmpdir(), 'ficha-libsql-'))
const file = join(folder, 'till.sqlite')
const transport = nodeTransport()
let connections = 0
let misbehave: ((response: ServerResponse) => void) | undefined
const database = hrana(file)
const server = createServer((request, response) => {
  connections++
  if (misbehave) return misbehave(response)
  let text = ''
  request.on('data', (part: Buffer) => {
    text += part.toString()
  })
  request.on(
    'end',
    () =>
      void database
        .pipeline(JSON.parse(text) as PipelineBody)
        .then((answer) =>
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
        ),
  )
})
let origin = ''
beforeAll(async () => {
  const client = createClient({ url: `file:${file}` })
  await client.batch(
    ['create table card (number text, points integer)', "insert into card values ('A1', 40), ('A2', 7)"],
    'write',
  )
  client.close()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await transport.close()
  rmSync(folder, { recursive: true })
})

async function ask(
  text: string,
  { url = origin, privates = [origin], maxBytes = 100_000 } = {},
  params: unknown[] = [],
) {
  const databases = createDatabases(
    { till: { dialect: 'libsql', url: 'TILL_URL', timeoutMs: 200_000 } },
    () => url,
    {
      transport,
      privates,
      maxBytes,
    },
  )
  try {
    return await databases.query('till', text, params, {
      signal: new AbortController().signal,
      maxRows: 100,
      who: '[till] till',
    })
  } finally {
    await databases.close()
  }
}

test('rows come through the door', async () => {
  expect(await ask('select number, points from card where number = ?', {}, ['A1'])).toEqual([
    { number: 'A1', points: 40 },
  ])
})
test('an address of the inside that nobody listed is not connected to, metadata not even when listed', async () => {
  connections = 0
  await expect(ask('select 1', { privates: [] })).rejects.toMatchObject({
    code: 'denied',
    message: expect.stringContaining('network.private'),
  })
  await expect(
    ask('select 1', { url: 'http://169.254.169.254', privates: ['http://169.254.169.254'] }),
  ).rejects.toMatchObject({ code: 'denied' })
  expect(connections).toBe(0)
  await ask('select 1 as n')
  expect(connections).toBeGreaterThan(0)
})
test('a redirect leads nowhere else, and a flood is stopped at the cap', async () => {
  misbehave = (response) =>
    response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end()
  await expect(ask('select 1')).rejects.toMatchObject({
    name: 'ConnectorError',
    code: 'malformed',
    message: expect.stringMatching(/^\[till\] till: .*redirect/),
  })
  misbehave = (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(`"${'x'.repeat(200_000)}"`)
  await expect(ask('select 1')).rejects.toMatchObject({
    code: 'malformed',
    message: expect.stringContaining('larger than 100000 bytes'),
  })
  misbehave = undefined
})
test('where a URL leads', () => {
  expect(
    [
      'libsql://a.example?authToken=x',
      'libsql://a.example:8080?tls=0',
      'https://a.example/x',
      'http://127.0.0.1:8080',
      'file:///x',
      'wss://a.example',
      'x',
    ].map(libsqlOrigin),
  ).toEqual([
    'https://a.example',
    'http://a.example:8080',
    'https://a.example',
    'http://127.0.0.1:8080',
    undefined,
    undefined,
    undefined,
  ])
})
