import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { CardEvent } from '../../connectors/contract/index.ts'
import { folderPage } from '../../connectors/gateway/page/node-page.ts'
import { pageAnswers } from '../../connectors/gateway/page/page.ts'
import type { Recording } from './record.ts'

/**
 * Longer silences of the recording are cut to this, so that a sample takes a quarter of a second and keeps
 * its bursts.
 */
const longestGap = 12

/** Milliseconds of this process's clock since 1970, finer than Date. */
export const clock = (): number => performance.timeOrigin + performance.now()

export interface Replay {
  origin: string /** When the last reading of the latest card was written, by `clock`. */
  lastReading(): number
  close(): Promise<void>
}

interface Beat {
  wait: number
  events: CardEvent[]
}
/**
 * Lines that came together go together: what a socket once carried in one piece, it carries in one piece
 * again.
 */
function beats({ lines }: Recording): Beat[] {
  const out: Beat[] = []
  let last = 0
  for (const { at, text } of lines) {
    const gap = at - last
    last = at
    const event = JSON.parse(text) as CardEvent
    if (gap < 1 && out.length) (out.at(-1) as Beat).events.push(event)
    else out.push({ wait: Math.min(gap, longestGap), events: [event] })
  }
  return out
}
const isAnswer = (event: CardEvent) => event.event === 'reading' && event.reading.state.known !== 'nothing'

/**
 * A gateway of one built page that repeats recorded cards at the recorded pace, under the real gateway's
 * headers.
 */
export async function replay(folder: string, recordings: readonly Recording[]): Promise<Replay> {
  const app = new Hono<{ Bindings: { id: string } }>()
  const cards = new Map(recordings.map((r) => [r.key, beats(r)]))
  const encoder = new TextEncoder()
  let lastReading = 0

  app.get('/bench/clock', (c) => c.json({ now: clock() }))
  app.post('/v1/session', (c) =>
    c.json({
      token: 'replay',
      expiresIn: 36_000,
      agent: { roles: ['adviser'], languages: ['es'] },
      cacheKey: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc',
    }),
  )
  app.post('/v1/outcomes', (c) => c.body(null, 204))
  // Nothing ever changes: the poll is held until the card hangs up.
  app.post(
    '/v1/changes',
    (c) =>
      new Promise<Response>((resolve) =>
        c.req.raw.signal.addEventListener('abort', () => resolve(c.body(null, 204))),
      ),
  )
  app.post('/v1/card', async (c) => {
    const { hints, epoch } = await c.req.json<{ hints: { value: string }[]; epoch: number }>()
    const card = cards.get(hints[0]?.value.replace(/\D/g, '') ?? '')
    if (!card)
      return c.json(
        {
          type: 'about:blank',
          title: 'not recorded',
          status: 404,
          code: 'not-found',
          detail: 'not recorded',
        },
        404,
        { 'content-type': 'application/problem+json' },
      )
    const left = c.req.raw.signal
    const last = card.findLastIndex((beat) => beat.events.some(isAnswer))
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(encoder.encode('\n'))
        for (const [i, { wait, events }] of card.entries()) {
          if (wait > 0) await new Promise((done) => setTimeout(done, wait))
          if (left.aborted) return
          controller.enqueue(
            encoder.encode(events.map((event) => `${JSON.stringify({ ...event, epoch })}\n`).join('')),
          )
          if (i === last) lastReading = clock()
        }
        controller.close()
      },
    })
    return new Response(body, {
      headers: {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-content-type-options': 'nosniff',
      },
    })
  })
  const page = pageAnswers(folderPage(folder), [])
  app.get('/card', (c) => page.card(c.req.raw))
  app.get('/assets/:name', (c) => page.asset(c.req.param('name'), c.req.raw))

  const server: Server = createServer(getRequestListener((request) => app.fetch(request, { id: 'bench' })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lastReading: () => lastReading,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
