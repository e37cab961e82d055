import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { answerUnreadable } from './unreadable.ts'

const server = createServer((_, answer) => answer.end('ok'))
answerUnreadable(server)
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
afterAll(() => server.close())

/** Everything that comes back on one line, until it is closed. */
const spoken = (said: string): Promise<string> =>
  new Promise((done, failed) => {
    const line = connect((server.address() as AddressInfo).port, '127.0.0.1', () => line.write(said))
    let heard = ''
    line.on('data', (piece) => {
      heard += String(piece)
    })
    line.on('close', () => done(heard))
    line.on('error', failed)
  })

test.each([
  [
    'headers without end',
    `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'too-large',
    /16 KiB at most; send fewer/,
  ],
  ['what is no HTTP', 'hola, ¿está Lucía?\r\n\r\n', 400, 'bad-request', /not a request of HTTP/],
  [
    'a length that is none',
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: muchos\r\n\r\n{}',
    400,
    'bad-request',
    /not a request of HTTP/,
  ],
])('%s: a problem that says what to do, and the line is closed', async (_, said, status, code, detail) => {
  const [head = '', body = ''] = (await spoken(said)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toContain('application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ status, code, detail: expect.stringMatching(detail) })
  expect(body).not.toContain('Lucía')
})

test('a request that can be read is answered as ever', async () => {
  expect(await spoken('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 200 OK[\s\S]*ok/,
  )
})
