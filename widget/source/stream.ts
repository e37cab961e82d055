import type { CardEvent } from '../../connectors/contract/index.ts'
import { parseEvent } from './events.ts'
import { linesOf } from './lines.ts'
import { SourceError } from './port.ts'

/** The gateway says at least a blank line every few seconds. */
const idle = 45_000

/** The events of one answer, in order, of one epoch, up to `settled`. Anything else is a lost line: nothing after it is believed. */
export async function* eventsOf(body: ReadableStream<Uint8Array>, epoch: number): AsyncGenerator<CardEvent> {
  let next = 0
  for await (const line of linesOf(body, idle)) {
    let raw: unknown
    try { raw = JSON.parse(line) } catch { /* undefined is no event either */ }
    const read = parseEvent(raw)
    if (read.is === 'broken') throw new SourceError('lost', `line ${next} is not an event`)
    const { epoch: said, seq } = read.is === 'event' ? read.event : read
    if (said !== epoch) throw new SourceError('lost', `an event of epoch ${said} in the stream of epoch ${epoch}`)
    if (seq !== next) throw new SourceError('lost', `event ${seq} where ${next} was due`)
    next++
    if (read.is === 'unknown') continue
    yield read.event
    if (read.event.event === 'settled') return
  }
  throw new SourceError('lost', 'the stream ended before settled')
}
