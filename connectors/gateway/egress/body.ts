import { ConnectorError } from '../../contract/index.ts'

/**
 * Reads an answer whole, counting bytes after decompression, and stops at the cap: what is larger is nobody's
 * card.
 */
export async function readCapped(
  response: Response,
  maxBytes: number,
  who: string,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(response.headers.get('content-length') ?? 0)
  const tooLarge = () =>
    new ConnectorError(
      'malformed',
      `${who}: the answer is larger than ${maxBytes} bytes; ask for fewer rows or raise egress.maxBytes`,
    )
  if (!response.body) return new Uint8Array()
  const reader = response.body.getReader()
  const stop = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (declared > maxBytes) throw tooLarge()
    const parts: Uint8Array[] = []
    let size = 0
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) break
      size += value.byteLength
      if (size > maxBytes) throw tooLarge()
      parts.push(value)
    }
    const whole = new Uint8Array(size)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.byteLength
    }
    return whole
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

/**
 * Refuses JSON with a `__proto__` key, or `constructor` holding `prototype`: no record has them, only
 * attacks. Malformed JSON is the connector's to report.
 */
export function refuseHostileKeys(text: string, who: string): void {
  if (!/__proto__|constructor|\\u/.test(text)) return
  try {
    JSON.parse(text, function (this: unknown, key: string, value: unknown) {
      if (
        key === '__proto__' ||
        (key === 'constructor' &&
          typeof value === 'object' &&
          value !== null &&
          Object.hasOwn(value, 'prototype'))
      )
        throw new Hostile()
      return value
    })
  } catch (e) {
    if (e instanceof Hostile)
      throw new ConnectorError(
        'malformed',
        `${who}: the answer holds a key that could poison objects (__proto__); nothing of it is used`,
      )
  }
}
class Hostile extends Error {}
