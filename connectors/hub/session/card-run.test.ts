import { expect, test } from 'vitest'
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
