import { expect, test } from 'vitest'
import { handClock, idle } from '../testing/test-hub.ts'
import { createSingleFlight } from './single-flight.ts'

function airport() {
  const clock = handClock()
  const flights = createSingleFlight(clock)
  const calls: { signal: AbortSignal; current: () => boolean; land(v: string): void; crash(): void }[] = []
  const join = (signal: AbortSignal = new AbortController().signal, alone = false) =>
    flights.join(
      'a/1',
      signal,
      (stop, current) =>
        new Promise<string>((land, fail) => {
          calls.push({ signal: stop, current, land, crash: () => fail(new Error('down')) })
        }),
      alone,
    )
  return { clock, flights, calls, join }
}

test('who asks to try again joins what is still in the air, and not what has failed', async () => {
  const { calls, join } = airport()
  const [one, two] = [join(), join(undefined, true)]
  await idle()
  expect(calls).toHaveLength(1)
  calls[0]?.crash()
  await expect(Promise.all([one, two])).rejects.toThrow('down')
  await expect(join()).rejects.toThrow('down')
  const again = join(undefined, true)
  await idle()
  expect(calls).toHaveLength(2)
  calls[1]?.land('up')
  expect(await again).toBe('up')
})

test('who has already left asks nobody', async () => {
  const { calls, join } = airport()
  const gone = new AbortController()
  gone.abort(new Error('gone'))
  await expect(join(gone.signal)).rejects.toThrow('gone')
  await idle()
  expect(calls).toEqual([])
})

test('once it answered the next one asks anew', async () => {
  const { calls, join } = airport()
  const one = join()
  await idle()
  calls[0]?.land('first')
  expect(await one).toBe('first')
  const two = join()
  await idle()
  calls[1]?.land('second')
  expect(await two).toBe('second')
})

test('nobody joins a call that everybody has left, and what it brings is no longer current', async () => {
  const { calls, join } = airport()
  const leaving = new AbortController()
  const left = join(leaving.signal)
  await idle()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect([calls[0]?.signal.aborted, calls[0]?.current()]).toEqual([true, false])
  const next = join()
  await idle()
  expect(calls).toHaveLength(2)
  calls[0]?.land('late')
  calls[1]?.land('in time')
  expect(await next).toBe('in time')
})

test('what is passed by lands for those aboard, is not current, and is not joined; what has another name flies on', async () => {
  const { calls, join, flights } = airport()
  const aboard = join()
  await idle()
  flights.invalidate('b/')
  expect(calls[0]?.current()).toBe(true)
  flights.invalidate('a/')
  expect(calls[0]?.current()).toBe(false)
  const next = join()
  await idle()
  expect(calls).toHaveLength(2)
  calls[0]?.land('old')
  calls[1]?.land('new')
  expect([await aboard, await next]).toEqual(['old', 'new'])
})
