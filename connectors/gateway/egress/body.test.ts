import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { readCapped, refuseHostileKeys } from './body.ts'

/** An answer in these pieces, how many of them were taken, and whether the line was let go. */
function answer(pieces: readonly string[], headers: Record<string, string> = {}) {
  const seen = { taken: 0, cancelled: 0 }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[seen.taken]
        if (piece === undefined) return controller.close()
        seen.taken += 1
        controller.enqueue(new TextEncoder().encode(piece))
      },
      cancel() {
        seen.cancelled += 1
      },
    },
    { highWaterMark: 0 },
  )
  return { response: new Response(body, { headers }), seen }
}
const never = () => new AbortController().signal
const read = async (response: Response, most: number, signal = never()) =>
  new TextDecoder().decode(await readCapped(response, most, '[till]', signal))
const tooLarge = {
  code: 'malformed',
  message: '[till]: the answer is larger than 6 bytes; ask for fewer rows or raise egress.maxBytes',
}

test('an answer of many pieces is one, in their order', async () => {
  expect(await read(answer(['one ', 'two ', 'three']).response, 100)).toBe('one two three')
  expect(await read(new Response(null), 100)).toBe('')
})

test('just as many bytes as may come are read; with one more the line is let go', async () => {
  expect(await read(answer(['abc', 'def']).response, 6)).toBe('abcdef')
  const { response, seen } = answer(['abc', 'defg', 'hij'])
  await expect(read(response, 6)).rejects.toMatchObject(tooLarge)
  expect(seen).toEqual({ taken: 2, cancelled: 1 })
})

test('of an answer that says it is too large not a byte is read', async () => {
  const { response, seen } = answer(['abc'], { 'content-length': '7' })
  await expect(read(response, 6)).rejects.toMatchObject(tooLarge)
  expect(seen).toEqual({ taken: 0, cancelled: 1 })
  expect(await read(answer(['abc'], { 'content-length': '6' }).response, 6)).toBe('abc')
})

test('who gives up lets the line go, whatever came; who had their answer leaves nothing behind', async () => {
  const caller = new AbortController()
  expect(await read(answer(['abc']).response, 6, caller.signal)).toBe('abc')
  expect(getEventListeners(caller.signal, 'abort')).toEqual([])
  let cancelled = 0
  const silent = new Response(new ReadableStream({ cancel: () => void (cancelled += 1) }))
  const reading = read(silent, 6, caller.signal)
  const reason = new Error('left')
  caller.abort(reason)
  await expect(reading).rejects.toBe(reason)
  expect(cancelled).toBe(1)
})

test('a key that could poison objects is refused however it is written, at any depth', () => {
  for (const text of [
    '{"__proto__":{"x":1}}',
    '{"a":[{"b":{"__proto__":1}}]}',
    '{"\\u005f\\u005fproto__":{}}',
    '{"\\u005F_proto_\\u005f":{}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"c\\u006fnstructor":{"prototype":1}}',
  ])
    expect(() => refuseHostileKeys(text, '[till]'), text).toThrow(
      '[till]: the answer holds a key that could poison objects (__proto__); nothing of it is used',
    )
})

test('what only speaks of such keys passes, and what is no JSON is left to whoever reads it', () => {
  for (const text of [
    '{"remark":"__proto__"}',
    '{"constructor":"Ford"}',
    '{"constructor":null,"prototype":{}}',
    '{"constructor":{"name":"Ford"}}',
    '["\\u005f_proto__"]',
    '{"__proto__":',
    '<p>constructor</p>',
  ])
    expect(() => refuseHostileKeys(text, '[till]'), text).not.toThrow()
})
