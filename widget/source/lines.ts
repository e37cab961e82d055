import { SourceError } from './port.ts'

/** Longest line, in characters; a card needs far less. */
const longest = 4_000_000

/**
 * The lines of a body as they arrive, those of one chunk together. A character split between two chunks is
 * decoded as one; blank lines are heartbeats and are skipped. An unfinished last line is given too, and its
 * parser finds it broken. Throws `lost` after `idle` milliseconds of silence, at an invalid byte, and at a
 * line that is too long.
 */
export async function* linesOf(body: ReadableStream<Uint8Array>, idle: number): AsyncGenerator<string[]> {
  const reader = body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await withTimeout(reader.read(), idle)
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
      const lines: string[] = []
      let end: number
      while ((end = rest.indexOf('\n')) >= 0) {
        const line = rest.slice(0, end).trim()
        rest = rest.slice(end + 1)
        if (line) lines.push(line)
      }
      if (done && rest.trim()) lines.push(rest.trim())
      if (lines.length) yield lines
      if (done) return
      if (rest.length > longest) throw new SourceError('lost', 'endless line')
    }
  } catch (cause) {
    throw cause instanceof SourceError ? cause : new SourceError('lost', 'the stream broke')
  } finally {
    void reader.cancel().catch(() => {})
  }
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  work.catch(() => {})
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new SourceError('lost', 'no heartbeat')), ms)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
