import { expect, test } from 'vitest'
import fc from '../../../e2e/support/properties.ts'
import type { AnyRow, CardEvent } from '../../contract/index.ts'
import { memoryCache } from '../memory/index.ts'
import type { Cache } from '../ports.ts'
import {
  agent,
  handClock,
  listen,
  order,
  panel,
  request,
  rule,
  system,
  template,
  testHub,
  turn,
  until,
} from '../testing/test-hub.ts'

/** Customers whose every value is a watermark; systems that answer after a while of the hand-moved clock. */
const people = ['aaa', 'bbb', 'ccc'].map((w, i) => ({
  w,
  phone: `60000000${i + 1}`,
  record: (system: string) => ({
    id: `${system}-${w}-id`,
    name: { full: `Nombre ¤${w}¤` },
    identifiers: [{ kind: 'phone' as const, value: `+3460000000${i + 1}` }],
  }),
}))
type Step =
  | { do: 'open'; who: number; agent: number }
  | { do: 'abort'; which: number }
  | { do: 'pass'; ms: number }
  | { do: 'settle' }
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('open' as const), who: fc.nat(2), agent: fc.nat(1) }),
    fc.record({ do: fc.constant('abort' as const), which: fc.nat(9) }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 400 }) }),
  ),
  { minLength: 3, maxLength: 14 },
)

async function play(
  script: readonly Step[],
  delays: readonly number[],
  spoil: (c: Cache) => Cache = (c) => c,
): Promise<string[]> {
  const clock = handClock()
  let n = 0
  const after = <T>(value: T): Promise<T> =>
    new Promise((r) => {
      clock.after(delays[n++ % delays.length] ?? 1, () => r(value))
    })
  const connectors = ['shop', 'till'].map((id) =>
    system(
      id,
      {
        find: (key) => {
          const p = people.find((x) => x.record(id).identifiers[0]?.value === key.value)
          return after(p ? { match: 'one', record: p.record(id) } : { match: 'none' })
        },
        rows: {
          orders: (by) =>
            after({
              rows: [order('1', { orderNumber: `¤${by.split('-')[1]}¤` }) as AnyRow],
              complete: true,
            }),
        },
      },
      [],
    ),
  )
  const { hub } = testHub({
    clock,
    connectors,
    ports: { cache: spoil(memoryCache(clock)) },
    templates: [template({ signals: ['any'], panels: [panel('orders', 'orders', ['orderNumber'])] })],
    rules: [
      rule('any', 'orders.count() > 0', {
        values: { n: 'orders.last().orderNumber' },
        text: { yes: 'último {n}' },
      }),
    ],
  })
  const open: {
    who: number
    stop: AbortController
    stream: ReturnType<typeof listen>
    saidAtAbort?: number
  }[] = []
  // Hashing and sealing happen on other threads: they are given real time, in which the clock stands; the
  // systems only the clock's.
  const settle = () =>
    until('the end of every stream', () => {
      if (clock.pending() > 0) clock.advance(50)
      return open.every((o) => o.stream.is.ended)
    }).catch(() => undefined)
  for (const step of script) {
    if (step.do === 'open') {
      const stop = new AbortController()
      open.push({
        who: step.who,
        stop,
        stream: listen(
          hub.open(
            request({
              epoch: open.length,
              hints: [{ kind: 'phone', value: people[step.who]?.phone as string }],
            }),
            agent({ id: `a${step.agent}`, session: `s${step.agent}` }),
            stop.signal,
          ),
        ),
      })
    } else if (step.do === 'abort') {
      const it = open[step.which % Math.max(1, open.length)]
      if (it && !it.stop.signal.aborted) {
        it.stop.abort()
        it.saidAtAbort = it.stream.events.length
      }
    } else if (step.do === 'pass') clock.advance(step.ms)
    else await settle()
    for (let i = 0; i < 3; i++) await turn()
  }
  await settle()
  return open.flatMap(({ who, stop, stream, saidAtAbort }, epoch) => {
    const wire = JSON.stringify(stream.events)
    const last: CardEvent | undefined = stream.events.at(-1)
    return [
      ...people
        .filter((_, i) => i !== who && wire.includes(`¤${people[i]?.w}¤`))
        .map((p) => `${p.w} on the card of ${people[who]?.w}`),
      ...(stream.events.some((e) => e.epoch !== epoch) ? ['an event of another epoch'] : []),
      ...(!stream.is.ended ? ['a stream that never ended'] : []),
      ...(saidAtAbort !== undefined && stream.events.length > saidAtAbort
        ? ['an event after the abort']
        : []),
      ...(!stop.signal.aborted && last?.event !== 'settled' ? ['an end without settled'] : []),
      ...(stream.is.error ? [String(stream.is.error)] : []),
    ]
  })
}

test('whatever is opened, left and answered in whatever order: nobody’s card ever shows somebody else', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 }),
      async (script, delays) => {
        expect(await play(script, delays)).toEqual([])
      },
    ),
    { numRuns: 100 },
  )
})

test('planted fault: a cache that forgets whose answer it keeps is caught by the same look', async () => {
  const careless = (c: Cache): Cache => {
    const key = (k: string) =>
      k
        .split('/')
        .filter((_, i) => i !== 3)
        .join('/')
    return {
      ...c,
      get: (k) => c.get(k.includes('/orders/') ? key(k) : k),
      set: (k, v, ttl) => c.set(k.includes('/orders/') ? key(k) : k, v, ttl),
    }
  }
  const script: Step[] = [
    { do: 'open', who: 0, agent: 0 },
    { do: 'settle' },
    { do: 'open', who: 1, agent: 0 },
  ]
  expect(await play(script, [1])).toEqual([])
  expect(await play(script, [1], careless)).toContain('aaa on the card of bbb')
})
