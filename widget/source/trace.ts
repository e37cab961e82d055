import type { CardEvent } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from './port.ts'

/** One line of the debug list: what came and when, never a value that came with it. */
export interface TraceEntry {
  /** Number of the request on this page, from 1. */
  request: number
  /** An event of a stream, or how the request itself went. */
  event: CardEvent['event'] | 'request' | 'answer' | 'failed'
  /** The request or the kind of event: `orders value`, `identified`, `late`, `expired-handle`. */
  kind: string
  /** The id of the system it is about, or empty. */
  system: string
  /** Milliseconds since its request. */
  after: number
  /** Milliseconds that this system, or the whole request, took; absent before the end. */
  took?: number | undefined
}

function kindOf(event: CardEvent): string {
  switch (event.event) {
    case 'who':
      return event.outcome
    case 'reading': {
      const { question, state, asking } = event.reading
      return `${question} ${state.known}${asking.asking === 'idle' ? '' : `, ${asking.asking}`}`
    }
    case 'retract':
      return `${event.records.length} records`
    case 'signal':
      return event.kind
    case 'advice':
      return `${event.items.length} items`
    case 'system':
      return event.code ? `${event.state}, ${event.code}` : event.state
    case 'fault':
      return event.code
    case 'settled':
      return `${event.answered} answered, ${event.failed} failed`
  }
}
const systemOf = (event: CardEvent): string =>
  event.event === 'reading'
    ? event.reading.connector
    : event.event === 'system' || event.event === 'fault'
      ? (event.connector ?? '')
      : ''

/**
 * The same source, which calls `note` for each request, each event of its stream and its end.
 *
 * @param now Milliseconds, of a clock that never goes back.
 */
export function tracedSource(
  source: Source,
  note: (entry: TraceEntry) => void,
  now: () => number = () => performance.now(),
): Source {
  let requests = 0
  const begin = (kind: string) => {
    const request = ++requests
    const begun = now()
    const add = (event: TraceEntry['event'], what: string, system = '', took?: number): void =>
      note({ request, event, kind: what, system, after: Math.round(now() - begun), took })
    const end = (event: 'answer' | 'failed', what: string) => add(event, what, '', Math.round(now() - begun))
    add('request', kind)
    return {
      add,
      end,
      fail: (error: unknown) =>
        end('failed', error instanceof SourceError ? (error.problem?.code ?? error.code) : 'error'),
    }
  }
  async function* stream(kind: string, heard: ReturnType<Source['open']>) {
    const { add, end, fail } = begin(kind)
    const askedAt = new Map<string, number>()
    let settled = false
    try {
      for await (const some of heard) {
        for (const event of [some].flat()) {
          const system = systemOf(event)
          let took: number | undefined
          if (event.event === 'system' && event.state === 'asking') askedAt.set(system, now())
          else if (event.event === 'system' && askedAt.has(system))
            took = Math.round(now() - (askedAt.get(system) as number))
          add(event.event, kindOf(event), system, took)
          settled ||= event.event === 'settled'
        }
        yield some
      }
      end(settled ? 'answer' : 'failed', settled ? kind : `${kind}: ended before settled`)
    } catch (error) {
      fail(error)
      throw error
    }
  }
  const once =
    <A extends unknown[], T>(kind: string, run: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const { end, fail } = begin(kind)
      try {
        const answer = await run(...args)
        end('answer', kind)
        return answer
      } catch (error) {
        fail(error)
        throw error
      }
    }
  return {
    ...source,
    open: (request, signal) => stream('card', source.open(request, signal)),
    ask: (request, signal) => stream(`ask ${request.question}`, source.ask(request, signal)),
    search: once('search', source.search),
    decide: once('decide', source.decide),
    reveal: once('reveal', source.reveal),
    act: once('act', source.act),
    changes: once('changes', source.changes),
    ...(source.timeline && { timeline: once('timeline', source.timeline) }),
    ...(source.journey && { journey: once('journey', source.journey) }),
  }
}
