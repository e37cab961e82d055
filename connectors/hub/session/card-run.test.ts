import { expect, test, vi } from 'vitest'
import { never, turn } from '../testing/test-hub.ts'
import { type CardRun, runCard } from './card-run.ts'

const run = (more: Partial<CardRun<string>> = {}): CardRun<string> => ({
  recognise: async (known) =>
    void known({ revision: 0, ready: true, complete: true, records: { records: [], identifiers: [] } }),
  queries: { about: () => [], pending: 0 },
  async *publish() {
    yield 'published'
  },
  settled: () => 'settled',
  ...more,
})

async function collect(stream: AsyncIterable<string>): Promise<string[]> {
  const events: string[] = []
  for await (const event of stream) events.push(event)
  return events
}

test('a run publishes what is known and settles', async () => {
  expect(await collect(runCard(never, () => run()))).toEqual(['published', 'settled'])
})

test('recognising that fails after its last word is no settled run', async () => {
  let fail = () => {}
  const stream = runCard(never, () =>
    run({
      async recognise(known) {
        await run().recognise(known)
        await new Promise<void>((_, reject) => {
          fail = () => reject(new Error('the decisions could not be read'))
        })
      },
    }),
  )
  expect((await stream.next()).value).toBe('published')
  const next = stream.next()
  await turn()
  fail()
  await expect(next).rejects.toThrow('the decisions could not be read')
})

test('a run that is ended while recognising goes on is never settled', async () => {
  const ended = new AbortController()
  const stream = runCard(ended.signal, () =>
    run({
      async recognise(known) {
        await run().recognise(known)
        await new Promise<void>((resolve) => {
          ended.signal.addEventListener('abort', () => resolve(), { once: true })
        })
      },
    }),
  )
  expect((await stream.next()).value).toBe('published')
  const next = stream.next()
  await turn()
  ended.abort()
  expect(await next).toEqual({ done: true, value: undefined })
})

test('a part that changes while the reader is slow is published before the run settles', async () => {
  let changed = () => {}
  let part = 'first'
  const stream = runCard(never, (control) => {
    changed = control.changed
    return run({
      async *publish() {
        yield part
      },
    })
  })
  expect((await stream.next()).value).toBe('first')
  part = 'second'
  changed()
  expect(await collect(stream)).toEqual(['second', 'settled'])
})

test('a run that is over listens to nobody, however it ended', async () => {
  const runs = {
    settled: run(),
    failed: run({
      // biome-ignore lint/correctness/useYield: it fails first
      async *publish() {
        throw new Error('no')
      },
    }),
  }
  for (const [how, ending] of Object.entries(runs)) {
    const { signal } = new AbortController()
    const [listened, left] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')]
    await collect(runCard(signal, () => ending)).catch(() => undefined)
    expect(listened.mock.calls, how).toHaveLength(1)
    expect(
      left.mock.calls.map((c) => c.slice(0, 2)),
      how,
    ).toEqual(listened.mock.calls.map((c) => c.slice(0, 2)))
  }
})

test('when a run ends, what is still out is given up; when it is ended, for the reason that ended it', async () => {
  const signals: AbortSignal[] = []
  const prepare = ({ signal }: { signal: AbortSignal }) => {
    signals.push(signal)
    return run({ queries: { about: () => [], pending: signals.length === 2 ? 1 : 0 } })
  }
  await collect(runCard(never, prepare))
  expect(signals[0]?.aborted).toBe(true)
  const ended = new AbortController()
  const stream = runCard(ended.signal, prepare)
  await stream.next()
  const reason = new Error('another customer')
  ended.abort(reason)
  expect([signals[1]?.aborted, signals[1]?.reason]).toEqual([true, reason])
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('nobody is published before there is something to say, nor once where all is to come at once', async () => {
  const seen: string[] = []
  const stream = runCard(never, () =>
    run({
      async recognise(known) {
        const records = { records: [], identifiers: [] }
        known({ revision: 0, ready: false, complete: false, records })
        await turn()
        known({ revision: 1, ready: true, complete: false, records })
        await turn()
        known({ revision: 2, ready: true, complete: true, records })
      },
      async *publish({ revision, recognised, answered }) {
        seen.push(`${revision} ${recognised} ${answered}`)
        yield 'published'
      },
      publishOnce: true,
    }),
  )
  expect(await collect(stream)).toEqual(['published', 'settled'])
  expect(seen).toEqual(['2 true true'])
})
