/**
 * The most one message may weigh, in UTF-16 units of its JSON (64 Ki). The same on both sides of the frame.
 */
export const MAX_SIZE = 65_536

/**
 * `send` says false when the message is too heavy to go: nothing left, and the caller can tell its person.
 */
export interface Wire {
  send(method: string, data?: unknown): boolean
  close(): void
}

/**
 * Lines of JSON over a MessagePort: text, so that a message is weighed before it is read and nothing but
 * plain data comes out. Numbered per direction: what is too heavy, no line, a repeat or runs backwards goes
 * to `drop`; before a message that comes after a gap, `drop` is told too.
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
