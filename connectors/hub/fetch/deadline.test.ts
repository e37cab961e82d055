import { expect, test } from 'vitest'
import { handClock, idle } from '../testing/test-hub.ts'
import { deadline, pause } from './deadline.ts'

const wait = (patience = { soft: 100, hard: 1_000 }) => {
  const clock = handClock()
  const parent = new AbortController()
  const late: number[] = []
  const { signal, dispose } = deadline(clock, parent.signal, patience, '[shop] orders', (ms) => late.push(ms))
  return { clock, parent, late, signal, dispose }
}

test('a wait that is over leaves no timer and hears of nothing', () => {
  const { clock, parent, late, signal, dispose } = wait()
  dispose()
  expect(clock.pending()).toBe(0)
  clock.advance(5_000)
  parent.abort()
  expect([late, signal.aborted]).toEqual([[], false])
})

test('who leaves ends the wait with their own reason, and is not told that it is late', () => {
  const { clock, parent, late, signal } = wait()
  const reason = new Error('another customer')
  parent.abort(reason)
  expect(signal.reason).toBe(reason)
  clock.advance(5_000)
  expect([late, signal.reason]).toEqual([[], reason])
})

test('where both deadlines are one, nothing is late before it is given up', () => {
  const { clock, late, signal } = wait({ soft: 500, hard: 500 })
  clock.advance(500)
  expect(late).toEqual([])
  expect(signal.reason).toMatchObject({
    code: 'late',
    message: '[shop] orders: late after 500 ms; raise patience.hard or check the system',
  })
})

test('a pause lasts as long as it says, or until its signal ends it', async () => {
  const clock = handClock()
  const stop = new AbortController()
  let over = 0
  const ends = () => {
    over++
  }
  void pause(clock, 100, new AbortController().signal).then(ends)
  const stopped = pause(clock, 100, stop.signal)
  clock.advance(99)
  stop.abort(new Error('left'))
  await expect(stopped).rejects.toThrow('left')
  expect(over).toBe(0)
  clock.advance(1)
  await idle()
  expect([over, clock.pending()]).toEqual([1, 0])
  await expect(pause(clock, 1, stop.signal)).rejects.toThrow('left')
})

test('a pause that is over, or stopped, leaves neither a timer nor a listener', async () => {
  const clock = handClock()
  let listeners = 0
  const counted = {
    aborted: false,
    addEventListener: () => listeners++,
    removeEventListener: () => listeners--,
  }
  const over = pause(clock, 100, counted as unknown as AbortSignal)
  expect(listeners).toBe(1)
  clock.advance(100)
  await over
  expect(listeners).toBe(0)
  const stop = new AbortController()
  const stopped = pause(clock, 100, stop.signal)
  expect(clock.pending()).toBe(1)
  stop.abort(new Error('left'))
  await expect(stopped).rejects.toThrow('left')
  expect(clock.pending()).toBe(0)
})
