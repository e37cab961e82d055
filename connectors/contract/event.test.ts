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

test('an event has its place in the stream: whole numbers from 0, none of them left out', () => {
  for (const name of ['epoch', 'seq', 'revision', 'answered', 'failed'] as const) {
    for (const wrong of [-1, 1.5, '1', undefined])
      expect(v.is(cardEventSchema, { ...settled, [name]: wrong }), `${name} ${wrong}`).toBe(false)
    expect(v.is(cardEventSchema, { ...settled, [name]: 7 }), name).toBe(true)
  }
})

test('each kind of event has its own words, and takes no other', () => {
  const known: [object, string, readonly string[]][] = [
    [
      { event: 'system', connector: 'shop', title: 'x' },
      'state',
      ['asking', 'answered', 'late', 'down', 'not-asked'],
    ],
    [
      { event: 'fault', says: 'x' },
      'code',
      [
        'stranger-dropped',
        'rule-stopped',
        'too-many-records',
        'duplicate-in-system',
        'conflict',
        'bad-hint',
        'card-missing',
        'malformed',
        'hub',
      ],
    ],
    [
      {
        event: 'signal',
        rule: 'r',
        title: 't',
        answer: { shown: 'clear', value: { is: 'unknown', because: [{ code: 'late', says: 'x' }] } },
        text: { shown: 'withheld' },
        tone: 'warn',
        reasons: [],
      },
      'kind',
      ['glance', 'signal', 'stage', 'margin', 'promise'],
    ],
  ]
  for (const [event, field, words] of known) {
    for (const word of words)
      expect(v.is(cardEventSchema, { ...stamp, ...event, [field]: word }), word).toBe(true)
    expect(v.is(cardEventSchema, { ...stamp, ...event, [field]: 'odd' }), field).toBe(false)
  }
})
