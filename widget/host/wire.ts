/**
 * Largest message, in UTF-16 units of its JSON (64 Ki). The same on both sides of the frame.
 */
export const MAX_SIZE = 65_536

/**
 * `send` returns false when the message is too large: then nothing was sent, and the caller can say so.
 */
export interface Wire {
  send(method: string, data?: unknown): boolean
  close(): void
}

/**
 * Lines of JSON over a MessagePort: text, so that its size is checked before it is parsed and only plain data
 * comes out. Lines are numbered per direction. What is too large, not a line, a repeat or out of order goes
 * to `drop`; a message after a gap is delivered, but `drop` is called with it first.
 */
export function openWire(
  port: MessagePort,
  on: (method: string, data: unknown) => void,
  drop?: (text: unknown) => void,
): Wire {
  let sent = 0
  let next = 0
  port.onmessage = ({ data: text }) => {
    // biome-ignore lint/suspicious/noImplicitAnyLet: the shape is checked below, line by line
    let n, method, data
    try {
      if (text.length <= MAX_SIZE) [n, method, data] = JSON.parse(text)
    } catch {
      /* not a line */
    }
    if (n !== next) drop?.(text)
    if (Number.isInteger(n) && n >= next) {
      next = n + 1
      on(method, data)
    }
  }
  return {
    send(method, data) {
      const text = JSON.stringify([sent, method, data])
      const fits = text.length <= MAX_SIZE
      if (fits) {
        sent++
        port.postMessage(text)
      }
      return fits
    },
    close: () => port.close(),
  }
}
