import { performance } from 'node:perf_hooks'
import type { CardEvent } from '../../connectors/contract/index.ts'
import { session, startDemo } from '../support/demo.ts'
import { javier, lucia } from '../support/people.ts'
import { type Line, summary } from './figures.ts'

/** A card as the gateway streamed it: each line, and milliseconds after the first. */
export interface Recording {
  key: string
  name: string
  lines: readonly { at: number; text: string }[]
}

/** How long each sample system thinks, so that the order of answers is a life's and not a race. */
const slow = { shop: 40, desk: 60, till: 80, subs: 100, survey: 120, web: 160 } as const
const people = [
  { hint: { kind: 'phone', value: lucia.phone }, name: lucia.name },
  { hint: { kind: 'loyalty', value: javier.loyalty }, name: javier.name },
] as const

/** Milliseconds from request to the bare newline, to `who`, to the last reading, to `settled`. */
interface CardTimings {
  first: number
  who: number
  reading: number
  settled: number
}
async function timeCard(
  post: Awaited<ReturnType<typeof session>>['post'],
  hint: { kind: string; value: string },
): Promise<CardTimings & { lines: Recording['lines'] }> {
  const started = performance.now()
  const response = await post('/v1/card', { hints: [hint], context: {}, epoch: 1, locale: 'es' })
  const lines: { at: number; text: string }[] = []
  const times: CardTimings = { first: 0, who: 0, reading: 0, settled: 0 }
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const at = performance.now() - started
    times.first ||= at
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() as string
    for (const text of parts) {
      if (!text.trim()) continue
      const event = JSON.parse(text) as CardEvent
      if (event.event === 'who') times.who ||= at
      if (event.event === 'reading' && event.reading.state.known !== 'nothing') times.reading = at
      if (event.event === 'settled') times.settled = at
      lines.push({ at, text })
    }
  }
  if (!times.settled) throw new Error(`recording ${hint.value}: the stream ended before settled`)
  const zero = lines[0]?.at ?? 0
  return { ...times, lines: lines.map(({ at, text }) => ({ at: at - zero, text })) }
}

/**
 * Starts the demo, records two customers from the real hub over systems really asked, and times its stream
 * meanwhile.
 */
export async function record(rounds: number): Promise<{ recordings: Recording[]; lines: Line[] }> {
  const demo = await startDemo({ people: 300 })
  try {
    const { post } = await session(demo)
    // Each time another customer: what the gateway keeps for a while must answer none of them.
    let order = 20_040
    const stranger = () => ({ kind: 'order', value: String(order++) })
    for (let i = 0; i < 10; i++) await timeCard(post, stranger())
    const fresh: CardTimings[] = []
    for (let i = 0; i < Math.min(rounds, 60); i++) fresh.push(await timeCard(post, stranger()))
    for (const [system, ms] of Object.entries(slow)) await demo.mode(system as keyof typeof slow, 'slow', ms)
    const recordings: Recording[] = []
    for (const { hint, name } of people)
      recordings.push({ key: hint.value.replace(/\D/g, ''), name, lines: (await timeCard(post, hint)).lines })
    const slowed: CardTimings[] = []
    for (let i = 0; i < Math.min(rounds, 20); i++) slowed.push(await timeCard(post, stranger()))
    return {
      recordings,
      lines: [
        summary(
          'request → first byte',
          'ms',
          fresh.map((t) => t.first),
        ),
        summary(
          'request → who',
          'ms',
          fresh.map((t) => t.who),
        ),
        summary(
          'request → last reading',
          'ms',
          fresh.map((t) => t.reading),
        ),
        summary(
          'request → settled',
          'ms',
          fresh.map((t) => t.settled),
        ),
        summary(
          'systems slowed 40–160 ms: who',
          'ms',
          slowed.map((t) => t.who),
        ),
        summary(
          'systems slowed 40–160 ms: last reading',
          'ms',
          slowed.map((t) => t.reading),
        ),
        summary(
          'systems slowed: who / last reading',
          '×',
          slowed.map((t) => t.who / t.reading),
        ),
      ],
    }
  } finally {
    await demo.stop()
  }
}
