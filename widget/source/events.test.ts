import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { cardEventSchema } from '../../connectors/contract/event.ts'
import fc from '../../e2e/support/properties.ts'
import { pathsOf, valueAt, valuesOf, withFault } from '../../e2e/support/schema-values.ts'
import { parseEvent } from './events.ts'
import { advice, reading, settled, signal, stamp, system, who } from './sample-events.ts'

const is = (raw: unknown) => parseEvent(raw).is

describe('a card event from the wire', () => {
  it.each([
    ['who', who],
    ['reading', reading],
    ['signal', signal],
    ['advice', advice],
    ['system', system],
    ['settled', settled],
    ['retract', { ...stamp, event: 'retract', records: ['r1'], says: 'Not them' }],
    ['fault', { ...stamp, event: 'fault', code: 'bad-hint', says: 'Not a phone' }],
  ])('%s is taken whole', (_name, event) => {
    expect(parseEvent(event)).toEqual({ is: 'event', event })
  })
  it('of a kind nobody knows yet is passed over, with its place', () =>
    expect(parseEvent({ ...stamp, seq: 4, event: 'music', loud: true })).toEqual({
      is: 'unknown',
      epoch: 0,
      seq: 4,
    }))
  it('of another version, or with a name found on Object, is not an event', () => {
    for (const raw of [{ ...who, v: 2 }, { ...stamp, event: 7 }, null, 7, [], '{}', {}])
      expect(is(raw)).toBe('broken')
    expect(is({ ...stamp, event: 'constructor' })).toBe('unknown')
  })
  it.each([
    ['a who without a card', { ...who, card: undefined }],
    ['a who of no outcome', { ...who, outcome: 'maybe' }],
    ['a clear name that holds none', { ...who, person: { ...who.person, name: { shown: 'clear' } } }],
    [
      'a clear key that is an object',
      { ...who, keys: [{ kind: 'mail', value: { shown: 'clear', value: {} }, found: true }] },
    ],
    ['a ficha without panels', { ...who, ficha: { ...who.ficha, panels: undefined } }],
    ['a candidate without a ref', { ...who, candidates: [{ name: who.person.name }] }],
    ['a state nobody knows', { ...reading, reading: { ...reading.reading, state: { known: 'maybe' } } }],
    [
      'a state found on Object',
      { ...reading, reading: { ...reading.reading, state: { known: 'toString' } } },
    ],
    [
      'a value that is no list',
      { ...reading, reading: { ...reading.reading, state: { ...reading.reading.state, value: {} } } },
    ],
    [
      'a row without its source',
      {
        ...reading,
        reading: {
          ...reading.reading,
          state: { ...reading.reading.state, value: [{ ref: 'r', fields: {} }] },
        },
      },
    ],
    [
      'a field shown in no known way',
      {
        ...reading,
        reading: {
          ...reading.reading,
          state: {
            ...reading.reading.state,
            value: [{ ...reading.reading.state.value[0], fields: { total: { shown: 'loudly', value: 1 } } }],
          },
        },
      },
    ],
    [
      'a masked field that does not say whether it may be revealed',
      {
        ...reading,
        reading: {
          ...reading.reading,
          state: {
            ...reading.reading.state,
            value: [
              { ...reading.reading.state.value[0], fields: { total: { shown: 'masked', hint: '••' } } },
            ],
          },
        },
      },
    ],
    [
      'an answer that is neither yes, no nor unknown',
      { ...signal, answer: { shown: 'clear', value: { is: 'perhaps' } } },
    ],
    ['a spark of words', { ...signal, spark: ['1'] }],
    ['advice without a rank', { ...advice, items: [{ ...advice.items[0], rank: undefined }] }],
    ['a system in no known state', { ...system, state: 'fine' }],
    ['settled without a cursor', { ...settled, changes: undefined }],
    ['a seq that is a text', { ...settled, seq: '1' }],
  ])('%s is broken', (_name, raw) => expect(is(raw)).toBe('broken'))
  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (raw) => {
        parseEvent(raw)
        parseEvent({ ...stamp, event: 'who', ...(raw as object) })
        parseEvent({ ...reading, reading: raw })
      }),
      { numRuns: 300 },
    )
  })
})

/**
 * Words the reader passes on though the definition has a list or a pattern of them: a later version may know
 * more of them.
 */
const openWord = /(^|\.)(code|question|rollUp|rollUp\.kind|amount|currency)$|^(keys\.\d+\.kind|sure\.by)$/
const faults = [undefined, null, 7, -1, 0.5, 'no such word', true, {}, [{}]]

describe.each(cardEventSchema.options.map((schema) => [schema.entries.event.literal, schema] as const))(
  'the definition and its reader: %s',
  (_kind, schema) => {
    it('what is defined is read', () =>
      fc.assert(
        fc.property(valuesOf(schema), (event) => {
          expect(v.is(cardEventSchema, event)).toBe(true)
          expect(parseEvent(event)).toEqual({ is: 'event', event })
        }),
        { numRuns: 100 },
      ))
    it('one fault anywhere is seen by both or by neither, but for words of a later version', () =>
      fc.assert(
        fc.property(valuesOf(schema), fc.infiniteStream(fc.constantFrom(...faults)), (event, planted) => {
          const differing = pathsOf(event)
            .slice(1)
            .flatMap((path) => {
              const fault = planted.next().value
              const broken = withFault(event, path, fault)
              const at = path.join('.')
              const later =
                typeof fault === 'string' && typeof valueAt(event, path) === 'string' && openWord.test(at)
              const defined = later || v.is(cardEventSchema, broken)
              return defined === (is(broken) === 'event') ? [] : [{ at, fault }]
            })
          expect(differing).toEqual([])
        }),
        { numRuns: 60 },
      ))
    it('a key of a later version is passed over by the reader, and is none of the definition', () =>
      fc.assert(
        fc.property(valuesOf(schema), (event) => {
          const later = { ...(event as object), later: 1 }
          expect([is(later), v.is(cardEventSchema, later)]).toEqual(['event', false])
        }),
        { numRuns: 20 },
      ))
  },
)
