import { createReadStream } from 'node:fs'

/** The encodings that spreadsheets and exports write. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh' | 'ibm850'

const sampleBytes = 1 << 22

/** The text of a file, a quarter of a megabyte at a time. Bytes that are no text become U+FFFD. */
export async function* decodeFile(file: string): AsyncGenerator<string> {
  const encoding = await encodingOf(file)
  const chunks = createReadStream(file, { highWaterMark: 1 << 18 })
  if (encoding === 'ibm850') {
    for await (const chunk of chunks) yield ofDos(chunk as Buffer)
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

/** The upper half of DOS in Western Europe, which no decoder here knows. */
const dos =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'
const ofDos = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, (c) => dos[c.charCodeAt(0) - 128] as string)

/** Windows-1252 gives these five bytes no character; the decoder passes them on as control characters. */
const undecodable = /[\uFFFD\u0081\u008D\u008F\u0090\u009D]/

/** Whether some bytes of this text could not be read, by us or by the program that wrote the file. */
export const isGarbled = (text: string): boolean => undecodable.test(text)

/**
 * UTF-16 carries its mark, or shows by the zeros of its Western letters. Of the rest, a file whose letters are
 * mostly sequences of UTF-8 is UTF-8, even with a broken byte among them; one whose letters are not has 256
 * signs, mostly those of Windows.
 */
async function encodingOf(file: string): Promise<Encoding> {
  const utf8 = new TextDecoder('utf-8')
  const inWords = new Map<number, number>()
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
    for (let i = 1; i < bytes.length; i++) {
      const byte = bytes[i] as number
      if (byte > 0x7f && isAsciiLetter(bytes[i - 1]) && isAsciiLetter(bytes[i + 1]))
        inWords.set(byte, (inWords.get(byte) ?? 0) + 1)
    }
    const text = utf8.decode(bytes, { stream: true })
    letters += text.match(/[^\0-\x7F\uFFFD]/gu)?.length ?? 0
    broken += text.match(/\uFFFD/g)?.length ?? 0
  }
  return broken > letters ? singleByteOf(inWords) : 'utf-8'
}

/**
 * Which table of 256 signs. Between two letters Windows has its upper quarter; `¡ ¢ £ ¤ ‚` stand for í ó ú ñ é of
 * DOS there, and `‡ Ž` for á é of old Macs. Quotes, dashes and the Catalan dot stand there in Windows too.
 */
function singleByteOf(inWords: ReadonlyMap<number, number>): Encoding {
  const count = (bytes: readonly number[]): number =>
    bytes.reduce((sum, byte) => sum + (inWords.get(byte) ?? 0), 0)
  const windows = count([...inWords.keys()].filter((byte) => byte >= 0xc0))
  const ofDos = count([0x81, 0x82, 0xa1, 0xa2, 0xa3, 0xa4])
  const ofMac = count([0x87, 0x8e])
  if (Math.max(ofDos, ofMac) <= windows) return 'windows-1252'
  return ofDos >= ofMac ? 'ibm850' : 'macintosh'
}

const isAsciiLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 32) >= 0x61 && (byte | 32) <= 0x7a

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
