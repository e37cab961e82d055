import { expect, it } from 'vitest'
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
