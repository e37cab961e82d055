import type { CardEvent } from '../../connectors/contract/index.ts'
import { parseEvent } from './events.ts'
import { linesOf } from './lines.ts'
import { SourceError } from './port.ts'

/** Longest silence; the gateway sends at least a blank line every few seconds. Milliseconds. */
const maxSilence = 45_000

/**
 * The events of one answer, in order, of one epoch, up to `settled`; those that came together are given
 * together. Anything else throws `lost`, and nothing after it is used.
 */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  epoch: number,
): AsyncGenerator<readonly CardEvent[]> {
  let next = 0
  for await (const lines of linesOf(body, maxSilence)) {
    const events: CardEvent[] = []
    let fault = ''
    for (const line of lines) {
      let raw: unknown
      try {
        raw = JSON.parse(line)
      } catch {
        /* undefined is not an event either */
      }
      const read = parseEvent(raw)
      if (read.is === 'broken') {
        fault = `line ${next} is not an event`
        break
      }
      const { epoch: eventEpoch, seq } = read.is === 'event' ? read.event : read
      if (eventEpoch !== epoch) fault = `an event of epoch ${eventEpoch} in the stream of epoch ${epoch}`
      else if (seq !== next) fault = `event ${seq} where ${next} was due`
      if (fault) break
      next++
      if (read.is === 'unknown') continue
      events.push(read.event)
      if (read.event.event === 'settled') break
    }
    if (events.length) yield events
    if (fault) throw new SourceError('lost', fault)
    if (events.at(-1)?.event === 'settled') return
  }
  throw new SourceError('lost', 'the stream ended before settled')
}
