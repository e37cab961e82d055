import { createReadStream } from 'node:fs'

/** The encodings that spreadsheets and exports write. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const sampleBytes = 1 << 22

/** The text of a file, a quarter of a megabyte at a time. Bytes that are no text become U+FFFD. */
export async function* decodeFile(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(file))
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }))
    yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

/** Windows-1252 gives these five bytes no character; the decoder passes them on as control characters. */
const undecodable = /[\uFFFD\u0081\u008D\u008F\u0090\u009D]/

/** Whether some bytes of this text could not be read, by us or by the program that wrote the file. */
export const isGarbled = (text: string): boolean => undecodable.test(text)

/**
 * UTF-16 carries its mark, or shows by the zeros of its Western letters. Of the rest, a file whose letters are mostly sequences of UTF-8 is UTF-8, even with
 * a broken byte among them; one whose letters are not is Windows-1252.
 */
async function encodingOf(file: string): Promise<Encoding> {
  const utf8 = new TextDecoder('utf-8')
  let isFirst = true
  let letters = 0
  let broken = 0
  for await (const chunk of createReadStream(file, { end: sampleBytes - 1 })) {
    const bytes = chunk as Buffer
    if (isFirst && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
    if (isFirst && bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
    const utf16 = isFirst ? unmarkedUtf16(bytes.subarray(0, 4096)) : undefined
    if (utf16) return utf16
    isFirst = false
    const text = utf8.decode(bytes, { stream: true })
    letters += text.match(/[^\0-\x7F\uFFFD]/gu)?.length ?? 0
    broken += text.match(/\uFFFD/g)?.length ?? 0
  }
  return broken > letters ? 'windows-1252' : 'utf-8'
}

/** Every second byte is zero, and hardly another is. */
function unmarkedUtf16(bytes: Buffer): Encoding | undefined {
  let [even, odd] = [0, 0]
  for (const [i, byte] of bytes.entries()) {
    if (byte !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  if (odd > bytes.length / 4 && even < odd / 8) return 'utf-16le'
  return even > bytes.length / 4 && odd < even / 8 ? 'utf-16be' : undefined
}
