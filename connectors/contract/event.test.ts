import * as v from 'valibot'
import { expect, test } from 'vitest'
import { type CardEvent, cardEventSchema, type EventBody } from './event.ts'

const stamp = { v: 1, epoch: 0, seq: 0, revision: 0 } as const
const settled: CardEvent = { ...stamp, event: 'settled', answered: 1, failed: 0, changes: 'x.1' }

test('an event with a key nobody published is not one of ours', () => {
  expect(v.is(cardEventSchema, settled)).toBe(true)
  expect(v.is(cardEventSchema, { ...settled, mail: 'a@b.c' })).toBe(false)
  expect(v.is(cardEventSchema, { ...settled, v: 2 })).toBe(false)
})

test('a misspelt or missing key of an event does not compile', () => {
  // @ts-expect-error `answers` is no key of a settled event
  const misspelt: EventBody = { event: 'settled', answers: 1, failed: 0, changes: 'x.1' }
  // @ts-expect-error a clear field has a value
  const empty: EventBody = { event: 'signal', text: { shown: 'clear' } }
  // @ts-expect-error lists of an event are not changed in place
  const change = (event: CardEvent) => event.event === 'retract' && event.records.push('r1')
  expect([misspelt, empty, change].map((x) => v.is(cardEventSchema, x))).toEqual([false, false, false])
})
