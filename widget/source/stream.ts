import type { CardEvent } from '../../connectors/contract/index.ts'
import { parseEvent } from './events.ts'
import { linesOf } from './lines.ts'
import { SourceError } from './port.ts'

/** The gateway says at least a blank line every few seconds. */
const idle = 45_000

/**
 * The events of one answer, in order, of one epoch, up to `settled`; those that came together are given
 * together. Anything else is a lost line: nothing after it is believed.
 */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  epoch: number,
): AsyncGenerator<readonly CardEvent[]> {
  let next = 0
  for await (const lines of linesOf(body, idle)) {
    const heard: CardEvent[] = []
    let wrong = ''
    for (const line of lines) {
      let raw: unknown
      try {
        raw = JSON.parse(line)
      } catch {
        /* undefined is no event either */
      }
      const read = parseEvent(raw)
      if (read.is === 'broken') {
        wrong = `line ${next} is not an event`
        break
      }
      const { epoch: said, seq } = read.is === 'event' ? read.event : read
      if (said !== epoch) wrong = `an event of epoch ${said} in the stream of epoch ${epoch}`
      else if (seq !== next) wrong = `event ${seq} where ${next} was due`
      if (wrong) break
      next++
      if (read.is === 'unknown') continue
      heard.push(read.event)
      if (read.event.event === 'settled') break
    }
    if (heard.length) yield heard
    if (wrong) throw new SourceError('lost', wrong)
    if (heard.at(-1)?.event === 'settled') return
  }
  throw new SourceError('lost', 'the stream ended before settled')
}
