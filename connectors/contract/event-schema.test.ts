import * as v from 'valibot'
import { expect, test } from 'vitest'
import type { CardEvent } from './event.ts'
import { cardEventSchema } from './event-schema.ts'

type Still<T> = T extends (infer E)[]
  ? readonly Still<E>[]
  : T extends object
    ? { [K in keyof T]: Still<T[K]> }
    : T
type FromSchema = v.InferOutput<typeof cardEventSchema>
/** The same keys too: a key that only one of the two knows is assignable both ways, and yet a strict schema refuses it. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

test('schema and types say the same, in both directions', () => {
  const published: CardEvent[] = [] as FromSchema[]
  // only arrays differ: the types promise not to change them
  const promised: Still<FromSchema>[] = [] as CardEvent[]
  const exact: Same<Still<FromSchema>, Still<CardEvent>> = true
  // @ts-expect-error a schema that forgot an optional key would not do
  const without: Same<{ title: string; panel?: string | undefined }, { title: string }> = true
  // @ts-expect-error a schema that forgot a kind would not do
  const short: Exclude<FromSchema, { event: 'fault' }>[] = [] as CardEvent[]
  expect([published, promised, short].flat()).toEqual([])
  expect([exact, without]).toEqual([true, true])
})

test('an event with a key nobody published is not one of ours', () => {
  const settled = {
    v: 1,
    epoch: 0,
    seq: 0,
    revision: 0,
    event: 'settled',
    answered: 1,
    failed: 0,
    changes: 'x.1',
  }
  expect(v.is(cardEventSchema, settled)).toBe(true)
  expect(v.is(cardEventSchema, { ...settled, mail: 'a@b.c' })).toBe(false)
  expect(v.is(cardEventSchema, { ...settled, v: 2 })).toBe(false)
})
