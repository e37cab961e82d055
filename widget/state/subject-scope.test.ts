import { effect, signal } from '@preact/signals-core'
import { describe, expect, it, vi } from 'vitest'
import { applyEvent } from './apply-event.ts'
import { createCardState } from './card-state.ts'
import { createSubjectScope, realClock } from './subject-scope.ts'
import { readingOf, stamp, subjectOf, virtualClock, whoOf } from './testing/world.ts'

describe('the right to write to one customer’s card', () => {
  it('ends once, with its signal, its timers and all that came of it; then nothing is written, run or begun', async () => {
    const clock = virtualClock()
    const scope = createSubjectScope(clock)
    const child = scope.childScope()
    const grandchild = child.childScope()
    const ran: string[] = []
    scope.after(10, () => ran.push('scope'))
    grandchild.after(10, () => ran.push('grandchild'))
    expect([scope.ifAlive(() => ran.push('alive')), scope.alive(), clock.waiting()]).toEqual([true, true, 2])
    scope.end()
    scope.end()
    for (const one of [scope, child, grandchild]) {
      expect([one.alive(), one.signal.aborted, one.ifAlive(() => ran.push('late'))]).toEqual([
        false,
        true,
        false,
      ])
      one.after(1, () => ran.push('late'))
    }
    expect(clock.waiting()).toBe(0)
    const late = scope.childScope()
    expect([late.alive(), late.signal.aborted]).toEqual([false, true])
    await clock.run(100)
    expect(ran).toEqual(['alive'])
  })
  it('a narrower one ends alone; its timers are called off one by one', async () => {
    const clock = virtualClock()
    const scope = createSubjectScope(clock)
    const [one, two] = [scope.childScope(), scope.childScope()]
    one.end()
    expect([scope.alive(), one.alive(), two.alive()]).toEqual([true, false, true])
    const ran: string[] = []
    const cancel = two.after(5, () => ran.push('a'))
    two.after(5, () => ran.push('b'))
    cancel()
    await clock.run(5)
    expect(ran).toEqual(['b'])
  })
  it('writes as one change', () => {
    const scope = createSubjectScope(virtualClock())
    const [a, b] = [signal(0), signal(0)]
    const seen: string[] = []
    effect(() => void seen.push(`${a.value}${b.value}`))
    scope.ifAlive(() => {
      a.value = 1
      b.value = 1
    })
    expect(seen).toEqual(['00', '11'])
  })
})

it('the computer’s own clock runs once after its time, and not when it was called off', () => {
  vi.useFakeTimers({ now: 1_000_000 })
  try {
    const ran: string[] = []
    realClock.after(1_000, () => ran.push('a'))
    const cancel = realClock.after(1_000, () => ran.push('b'))
    cancel()
    vi.advanceTimersByTime(999)
    expect(ran).toEqual([])
    vi.advanceTimersByTime(5_000)
    expect([ran, realClock.now()]).toEqual([['a'], 1_005_999])
  } finally {
    vi.useRealTimers()
  }
})

it('panels of which nothing new was said are the objects they were, so that they are not painted again', () => {
  const state = createCardState(1, subjectOf('Ana'), 0)
  const hear = (body: Parameters<typeof stamp>[0][number]) => {
    const [event] = stamp([body], 1)
    if (event) applyEvent(state, event, { run: 1, main: true }, 0)
  }
  hear(whoOf('Ana'))
  hear(readingOf('orders', 'shop', 'a'))
  const [orders, contacts] = state.panels.value
  hear(readingOf('interactions', 'desk', 'b'))
  expect(state.panels.value[0]).toBe(orders)
  expect(state.panels.value[1]).not.toBe(contacts)
})
