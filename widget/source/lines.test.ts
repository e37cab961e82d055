import { expect, it, vi } from 'vitest'
import { linesOf } from './lines.ts'

const read = async (...chunks: Uint8Array[]): Promise<string[]> => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
  const lines: string[] = []
  for await (const some of linesOf(body, 60_000)) lines.push(...some)
  return lines
}
const bytes = (text: string) => new TextEncoder().encode(text)

it('a byte that is no UTF-8 is a lost line, not a line with a strange letter', async () => {
  await expect(read(bytes('{"name":"Mu'), new Uint8Array([0xff]), bytes('oz"}\n'))).rejects.toMatchObject({
    code: 'lost',
  })
})
it('a line that does not end is given up after four million characters', async () => {
  const million = bytes('x'.repeat(1_000_000))
  expect(await read(million, bytes('\n'))).toHaveLength(1)
  await expect(read(million, million, million, million, million)).rejects.toMatchObject({
    code: 'lost',
    message: 'endless line',
  })
})
it('lines that come in one chunk are given together; a heartbeat is no line, and a letter may come in halves', async () => {
  const body = (...chunks: Uint8Array[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk)
        controller.close()
      },
    })
  const [ñ1, ñ2] = [new Uint8Array([0xc3]), new Uint8Array([0xb1])]
  const given: string[][] = []
  for await (const some of linesOf(
    body(bytes('a\nb\r\n\n'), bytes('\n \n'), bytes('Mu'), ñ1, ñ2, bytes('oz\nend')),
    60_000,
  ))
    given.push(some)
  expect(given).toEqual([['a', 'b'], ['Muñoz'], ['end']])
  await expect(read(bytes('a\n'), ñ1)).rejects.toMatchObject({ code: 'lost' })
})
it('silence is a lost line after its time, and the body is let go; a chunk in time begins the wait anew', async () => {
  vi.useFakeTimers()
  try {
    const cancel = vi.fn()
    let put!: ReadableStreamDefaultController<Uint8Array>
    const lines = linesOf(
      new ReadableStream<Uint8Array>({
        start(controller) {
          put = controller
        },
        cancel,
      }),
      1_000,
    )
    const first = lines.next()
    await vi.advanceTimersByTimeAsync(999)
    put.enqueue(bytes('a\n'))
    expect(await first).toEqual({ done: false, value: ['a'] })
    expect(vi.getTimerCount()).toBe(0)
    const second = lines.next().catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(999)
    expect(cancel).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await second).toMatchObject({ code: 'lost', message: 'no heartbeat' })
    expect(cancel).toHaveBeenCalledOnce()
  } finally {
    vi.useRealTimers()
  }
})
it('a line that broke is lost, whatever broke it', async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new TypeError('network')),
  })
  await expect(linesOf(body, 1_000).next()).rejects.toMatchObject({
    code: 'lost',
    message: 'the stream broke',
  })
})
