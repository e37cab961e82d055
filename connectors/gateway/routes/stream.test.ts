import { parse } from 'valibot'
import { expect, test } from 'vitest'
import { cardEventSchema } from '../../contract/event.ts'
import type { CardEvent } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { ndjson } from './stream.ts'

const settled: CardEvent = {
  v: 1,
  epoch: 7,
  seq: 0,
  revision: 2,
  event: 'settled',
  answered: 1,
  failed: 0,
  changes: '0~0',
}
const refusal = () => new Refusal('expired-handle', 'Open the card again')

/** A stream whose hub says nothing until it is let go on; then these events, and it fails. */
function waiting(failure: Error, ...first: CardEvent[]) {
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const events = (async function* () {
    await gate
    yield* first
    throw failure
  })()
  return { events, go }
}
const options = { epoch: 7, heartbeatMs: 100_000 }
const eventsOf = async (response: Response): Promise<CardEvent[]> =>
  (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parse(cardEventSchema, JSON.parse(line)))

test('a refusal before the first event is thrown, so that it has a status of its own', async () => {
  const { events, go } = waiting(refusal())
  go()
  await expect(ndjson(events, new AbortController(), { ...options, firstMs: 100_000 })).rejects.toMatchObject(
    { code: 'expired-handle' },
  )
})

test('a refusal after the headers and before any event is a fault event under the epoch of the request', async () => {
  const ends: string[] = []
  const { events, go } = waiting(refusal())
  const response = await ndjson(events, new AbortController(), {
    ...options,
    firstMs: 0,
    onEnd: (how) => void ends.push(how),
  })
  go()
  expect(response.status).toBe(200)
  expect(await eventsOf(response)).toEqual([
    { v: 1, epoch: 7, seq: 0, revision: 0, event: 'fault', code: 'hub', says: 'Open the card again' },
  ])
  expect(ends).toEqual(['broken'])
})

test('a failure of our own says nothing of itself', async () => {
  const { events, go } = waiting(new Error('password=hunter2'), settled)
  const response = await ndjson(events, new AbortController(), { ...options, firstMs: 0 })
  go()
  const [, fault] = await eventsOf(response)
  expect(fault).toEqual({
    v: 1,
    epoch: 7,
    seq: 1,
    revision: 2,
    event: 'fault',
    code: 'hub',
    says: 'the gateway failed while answering; try again',
  })
})
