import { SourceError } from './port.ts'

/** One line may not be longer than this (characters): a card is small. */
const longest = 4_000_000

/**
 * The lines of a body as they come, those of one piece of it together. A character cut between two chunks is
 * one character; blank lines are heartbeats. Ends with the body, at most one piece of a line after it (said
 * too: the reader finds it broken). Silence for `idle` milliseconds, an unreadable byte or a line without end
 * are a lost line.
 */
export async function* linesOf(body: ReadableStream<Uint8Array>, idle: number): AsyncGenerator<string[]> {
  const reader = body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await quiet(reader.read(), idle)
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

async function quiet<T>(work: Promise<T>, ms: number): Promise<T> {
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
