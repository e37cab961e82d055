import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, test, vi } from 'vitest'
import { cardRequest } from '../../contract/index.ts'
import { testGateway } from '../testing/test-gateway.ts'
import { parseBody } from './body.ts'

const t = await testGateway()
const token = await t.bearer()
const say = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const answer = await t.gateway.fetch(
    new Request('http://127.0.0.1:4174/v1/card', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    }),
  )
  return {
    status: answer.status,
    ...(answer.headers.get('content-type') === 'application/problem+json' ? await answer.json() : {}),
  } as { status: number; code?: string; detail?: string }
}

test('a megabyte of hint is refused with the figure, whether its length is declared or not', async () => {
  const big = JSON.stringify({ hints: [{ kind: 'phone', value: '6'.repeat(1_048_576) }] })
  expect(await say(big)).toMatchObject({
    status: 413,
    code: 'too-large',
    detail: expect.stringContaining('65536'),
  })
  const stream = new ReadableStream({
    start(c) {
      const bytes = new TextEncoder().encode(big)
      for (let i = 0; i < bytes.length; i += 65_536) c.enqueue(bytes.slice(i, i + 65_536))
      c.close()
    },
  })
  const answer = await t.gateway.fetch(
    new Request('http://127.0.0.1:4174/v1/card', {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    } as RequestInit),
  )
  expect(answer.status).toBe(413)
})

test('a letter of several bytes may arrive in two pieces', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ text: 'Muñoz' }))
  const cut = bytes.indexOf(0xc3) + 1
  const body = new ReadableStream({
    start(c) {
      c.enqueue(bytes.slice(0, cut))
      c.enqueue(bytes.slice(cut))
      c.close()
    },
  })
  const request = new Request('http://127.0.0.1:4174/v1/search', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'content-type': 'application/json' },
  } as RequestInit)
  expect(await parseBody(request, v.object({ text: v.string() }))).toEqual({ text: 'Muñoz' })
})

test('each wrong body has a problem that says where and what was expected, and never what was sent', async () => {
  const table: [string, RegExp][] = [
    ['', /empty|not JSON/],
    ['{', /not JSON/],
    ['null', /body: expected/],
    ['[]', /body: expected/],
    ['{"hint":[]}', /hint: no such key/],
    ['{"hints":"600123456"}', /hints: expected Array/],
    ['{"hints":[{"kind":"face","value":"SECRETO"}]}', /hints\.0\.kind: expected/],
    ['{"hints":[{"kind":"phone"}]}', /hints\.0\.value/],
    [
      `{"hints":[{"kind":"phone","value":"${'SECRETO'.repeat(100)}"}]}`,
      /hints\.0\.value: expected 500 characters at most, found 700/,
    ],
    ['{"hints":[{"kind":"phone","value":""}]}', /hints\.0\.value: expected 1 characters at least, found 0/],
    [
      `{"hints":[${'{"kind":"phone","value":"6"},'.repeat(21).slice(0, -1)}]}`,
      /hints: expected 20 entries at most, found 21/,
    ],
    ['{"epoch":-1}', /epoch: expected 0 at least$/],
    ['{"epoch":1.5}', /epoch/],
    ['{"locale":"SECRETO SECRETO"}', /locale/],
    ['{"context":{"waited":"SECRETO"}}', /context\.waited/],
    ['{"__proto__":{"x":1}}', /a key that no request has/],
    ['{"hints":[],"constructor":{}}', /a key that no request has/],
    [`${'['.repeat(100)}${']'.repeat(100)}`, /nested deeper/],
    ['{"SECRETO de Juan":1}', /\?: no such key/],
  ]
  for (const [body, detail] of table) {
    const answer = await say(body)
    expect(answer, body.slice(0, 60)).toMatchObject({
      status: 400,
      code: 'bad-request',
      detail: expect.stringMatching(detail),
    })
    expect(answer.detail).not.toContain('SECRETO')
  }
  expect(await say('{}', { 'content-type': 'text/plain' })).toMatchObject({
    status: 400,
    detail: expect.stringContaining('application/json'),
  })
  expect(await say(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).toMatchObject({ status: 400 })
  expect(await say('{}')).toMatchObject({ status: 200 })
})

test('a body that drips is refused at its bound, and its line is let go', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    let cancelled = false
    let asked = () => {}
    const reading = new Promise<void>((done) => {
      asked = done
    })
    const drip = new ReadableStream<Uint8Array>(
      {
        pull(c) {
          c.enqueue(new TextEncoder().encode(' '))
          asked()
          return new Promise(() => {})
        },
        cancel() {
          cancelled = true
        },
      },
      { highWaterMark: 0 },
    )
    const answer = parseBody(
      new Request('http://127.0.0.1:4174/v1/card', {
        method: 'POST',
        body: drip,
        duplex: 'half',
        headers: { 'content-type': 'application/json' },
      } as RequestInit),
      cardRequest,
    )
    answer.catch(() => {})
    await reading
    await vi.advanceTimersByTimeAsync(15_000)
    await expect(answer).rejects.toMatchObject({
      code: 'bad-request',
      message: 'the body was not complete within 15 s; send it in one piece',
    })
    expect(cancelled).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

const data = process.env.FICHA_DATA
test.skipIf(!data)(
  '318 JSON files of JSONTestSuite as bodies: a clear refusal each, no failure inside (FICHA_DATA)',
  async () => {
    const folder = join(data as string, 'json/JSONTestSuite/test_parsing')
    const files = readdirSync(folder).filter((f) => f.endsWith('.json'))
    expect(files.length).toBe(318)
    const statuses = new Map<string, number>()
    const busy = await testGateway({ config: { limits: { requestsPerMinute: 10_000 } } })
    const own = await busy.bearer()
    for (const file of files) {
      const answer = await busy.gateway.fetch(
        new Request('http://127.0.0.1:4174/v1/card', {
          method: 'POST',
          body: new Uint8Array(readFileSync(join(folder, file))),
          headers: { 'content-type': 'application/json', authorization: `Bearer ${own}` },
        }),
      )
      statuses.set(`${file[0]} ${answer.status}`, (statuses.get(`${file[0]} ${answer.status}`) ?? 0) + 1)
      if (file.startsWith('n_')) expect([400, 413], file).toContain(answer.status)
      expect(answer.status, file).toBeLessThan(500)
      await answer.text()
    }
  },
)

const request = (body: string | Uint8Array<ArrayBuffer>) =>
  new Request('http://127.0.0.1:4174/v1/search', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })

test('a body may be nested as deep as is said, and one level more is too deep', async () => {
  const any = v.object({ a: v.unknown() })
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  expect(await parseBody(request(nested(33)), any)).toEqual(JSON.parse(nested(33)))
  await expect(parseBody(request(nested(34)), any)).rejects.toMatchObject({
    code: 'bad-request',
    message: 'the body is nested deeper than 32 levels',
  })
})

test('a body that breaks off within a letter is not taken for a whole one', async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('{"a":1}'), 0xc3])
  await expect(parseBody(request(bytes), v.object({ a: v.number() }))).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('UTF-8'),
  })
})

test('of many faults the first five are told', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const schema = v.object(Object.fromEntries(names.map((name) => [name, v.string()])))
  const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])))
  const refused = await parseBody(request(body), schema).catch((e: Error) => e.message)
  expect(String(refused).split('; ')).toEqual(names.slice(0, 5).map((name) => `${name}: expected string`))
})

test('a body of just the bytes that are allowed is read, one more is refused, declared or not', async () => {
  const schema = v.object({ a: v.string() })
  const body = '{"a":"xxxx"}'
  const streamed = (text: string) =>
    new Request('http://127.0.0.1:4174/v1/search', {
      method: 'POST',
      body: new Blob([text]).stream(),
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as RequestInit)
  for (const make of [request, streamed]) {
    expect(await parseBody(make(body), schema, body.length)).toEqual({ a: 'xxxx' })
    await expect(parseBody(make(body), schema, body.length - 1)).rejects.toMatchObject({
      code: 'too-large',
      message: `the body may hold ${body.length - 1} bytes at most; send less`,
    })
  }
})

test('a body that was read, or refused, leaves no timer behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const schema = v.object({ a: v.number() })
    await parseBody(request('{"a":1}'), schema)
    await parseBody(request('{'), schema).catch(() => {})
    await parseBody(new Request(request('{"a":1}')), schema, 3).catch(() => {})
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})
