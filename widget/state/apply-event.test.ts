import { beforeEach, describe, expect, it } from 'vitest'
import type { CardEvent, EventBody, Field, Reading } from '../../connectors/contract/index.ts'
import { applyEvent, type Stream } from './apply-event.ts'
import { type CardState, createCardState } from './card-state.ts'
import { fromOf, readingOf, settled, signalOf, subjectOf, whoOf } from './testing/world.ts'

let state: CardState
beforeEach(() => {
  state = createCardState(1, subjectOf('Ana'), 0)
})
const first: Stream = { run: 1, main: true }
const second: Stream = { run: 2, main: true }
const hear = (body: EventBody, stream: Stream = first, revision = 0): void =>
  applyEvent(state, { v: 1, epoch: 1, seq: 0, revision, ...body } as CardEvent, stream, 5_000)
const retract = (...records: string[]) => ({ event: 'retract', records, says: '' }) as unknown as EventBody
const reading = (of: Partial<Reading>): EventBody => ({
  event: 'reading',
  reading: {
    question: 'orders',
    connector: 'shop',
    asking: { asking: 'idle' },
    state: { known: 'nothing' },
    ...of,
  },
})
const kept = (key = 'orders shop') => state.readings.value.get(key)?.value
const rowsOf = (key?: string) => {
  const at = kept(key)?.state
  return at?.known === 'value' || at?.known === 'incomplete' ? at.value : undefined
}
const refs = (key?: string) => rowsOf(key)?.map((row) => row.ref)
const from = (record: string) => fromOf('shop', record)
const clear = (value: unknown, more: object = {}): Field => ({ shown: 'clear', value, ...more }) as Field
const row = (ref: string, record: string, fields: Record<string, Field> = {}) => ({
  ref,
  from: from(record),
  fields,
})
const value = (record: string, ...rows: ReturnType<typeof row>[]): Reading['state'] => ({
  known: 'value',
  from: from(record),
  freshUntil: '',
  value: rows,
})

describe('a late word of an earlier stream', () => {
  it('takes nothing back of what a later one said; a later stream’s first word counts, whatever its revision', () => {
    const advice = (text: string): EventBody => ({
      event: 'advice',
      items: [{ id: text, ref: text, rank: 'help', text, reasons: [] }],
    })
    hear(readingOf('orders', 'shop', 'old'), first, 7)
    hear(signalOf('old'), first, 7)
    hear(advice('old'), first, 7)
    hear(readingOf('orders', 'shop', 'new'), second, 0)
    hear(signalOf('new'), second, 0)
    hear(advice('new'), second, 0)
    hear(readingOf('orders', 'shop', 'late'), first, 8)
    hear(signalOf('late'), first, 8)
    hear(advice('late'), first, 8)
    expect(refs()).toEqual(['row new'])
    expect(state.signals.value.get('best')?.value.text).toEqual(clear('new'))
    expect(state.advice.value?.value.items[0]?.text).toBe('new')
  })
  it('within one stream the later word of one revision counts, and none of an earlier revision', () => {
    hear(signalOf('a'), first, 1)
    hear(signalOf('b'), first, 1)
    hear(signalOf('c'), first, 0)
    expect(state.signals.value.get('best')?.value.text).toEqual(clear('b'))
  })
})

describe('what is known of a system', () => {
  const failed = { asking: 'failed', code: 'unavailable', since: '' } as const
  it('stays, with its rows, while it is asked again or has failed; what was withheld does not stay so', () => {
    hear(readingOf('orders', 'shop', 'a'))
    hear(reading({ asking: { asking: 'waiting', since: '' } }))
    expect([refs(), kept()?.asking.asking]).toEqual([['row a'], 'waiting'])
    hear(reading({ asking: failed }))
    expect([refs(), kept()?.asking.asking]).toEqual([['row a'], 'failed'])
    hear(reading({ state: { known: 'withheld' } }))
    hear(reading({ asking: failed }))
    expect(kept()?.state).toEqual({ known: 'nothing' })
  })
  it('is nothing when the system says so itself', () => {
    hear(readingOf('orders', 'shop', 'a'))
    hear(reading({}))
    expect(kept()?.state).toEqual({ known: 'nothing' })
  })
  it('is of one question and one system', () => {
    hear(readingOf('orders', 'shop', 'a'))
    hear(readingOf('orders', 'till', 'b'))
    hear(readingOf('returns', 'shop', 'c'))
    expect([...state.readings.value.keys()]).toEqual(['orders shop', 'orders till', 'returns shop'])
  })
})

it('faults are said once each, the newest last, and no more than twenty are kept', () => {
  const fault = (says: string): EventBody => ({ event: 'fault', code: 'hub', says })
  for (let n = 0; n < 25; n++) hear(fault(`${n}`))
  hear(fault('10'))
  const said = state.faults.value.map((f) => f.says)
  expect(said).toHaveLength(20)
  expect([said[0], said.at(-1), said.filter((s) => s === '10').length]).toEqual(['5', '10', 1])
})

describe('a stream that has settled', () => {
  it('drops what an earlier one said and it did not repeat', () => {
    for (const stream of [first, second]) {
      const of = `of ${stream.run}`
      hear(readingOf('orders', of, of), stream)
      hear({ ...signalOf(of), rule: of } as EventBody, stream)
      hear({ event: 'fault', code: 'hub', says: of }, stream)
      if (stream === first)
        hear({ event: 'advice', items: [{ id: 'x', ref: 'x', rank: 'help', text: '', reasons: [] }] })
    }
    hear(settled, second)
    expect([...state.readings.value.keys()]).toEqual(['orders of 2'])
    expect([...state.signals.value.keys()]).toEqual(['of 2'])
    expect(state.faults.value.map((f) => f.says)).toEqual(['of 2'])
    expect(state.advice.value).toBeUndefined()
    expect([state.connection.value, state.settledOnce.value]).toEqual([{ line: 'ready', since: 5_000 }, true])
  })
  it('is the card’s own; a question asked beside it settles nothing', () => {
    hear(readingOf('orders', 'shop', 'a'))
    hear(settled, { run: 2, main: false })
    expect([refs(), state.connection.value.line, state.settledOnce.value]).toEqual([
      ['row a'],
      'asking',
      false,
    ])
  })
})

describe('a question asked beside the card', () => {
  const aside: Stream = { run: 1, main: false }
  const offering = (name: string, ...panels: [id: string, question: string][]): EventBody => {
    const who = whoOf(name)
    if (who.event !== 'who') throw new Error('no who')
    const [panel] = who.ficha.panels
    return {
      ...who,
      ficha: { ...who.ficha, panels: panels.map(([id, question]) => ({ ...panel, id, question })) },
    } as EventBody
  }
  it('brings its panel, and changes neither the person nor the panels that are there', () => {
    hear(offering('Eva', ['x', 'returns']), aside)
    expect(state.who.value).toBeUndefined()
    hear(offering('Ana', ['orders', 'orders']))
    hear(offering('Eva', ['more', 'orders'], ['orders', 'scores'], ['returns', 'returns']), aside)
    expect(state.who.value?.person?.name).toEqual(clear({ full: 'Ana' }))
    expect(state.who.value?.ficha.panels.map((p) => [p.id, p.question])).toEqual([
      ['orders', 'orders'],
      ['returns', 'returns'],
    ])
  })
})

describe('a record that turns out to be a stranger’s', () => {
  const totals = { count: 9 } as const
  it('takes its rows, fields and losing values with it, and the total that counted it', () => {
    hear(
      reading({
        totals,
        next: 'page-2',
        state: value(
          'stranger',
          row('own', 'own', {
            total: clear(1, {
              losers: [1, 2].map((n) => ({ value: n, from: from(n === 1 ? 'stranger' : 'x') })),
            }),
            name: clear('no', { from: from('stranger') }),
            mail: { shown: 'masked', hint: 'm', revealable: false } as Field,
            since: clear('yes', { from: from('own') }),
          }),
          row('theirs', 'stranger'),
        ),
      }),
    )
    hear(retract('stranger'), first, 1)
    const [left, ...others] = rowsOf() ?? []
    expect([left?.ref, others]).toEqual(['own', []])
    expect(Object.keys(left?.fields ?? {})).toEqual(['total', 'mail', 'since'])
    expect(left?.fields.total).toEqual(clear(1, { losers: [{ value: 2, from: from('x') }] }))
    expect([kept()?.totals, kept()?.next]).toEqual([undefined, undefined])
    expect(kept()?.state).toMatchObject({ known: 'value', from: from('own') })
  })
  it('leaves total and next page where no row was its own', () => {
    hear(reading({ totals, next: 'page-2', state: value('own', row('own', 'own')) }))
    hear(retract('stranger'), first, 1)
    expect([refs(), kept()?.totals, kept()?.next]).toEqual([['own'], totals, 'page-2'])
  })
  it('answers nothing more where all came from it, not even that there is none', () => {
    hear(reading({ totals, next: 'p', state: value('stranger', row('a', 'stranger')) }))
    hear(reading({ connector: 'till', totals, next: 'p', state: { known: 'none', from: from('stranger') } }))
    hear(reading({ connector: 'desk', state: { known: 'none', from: from('own') } }))
    hear(retract('stranger'), first, 1)
    for (const connector of ['shop', 'till']) {
      const left = kept(`orders ${connector}`)
      expect([left?.state, left?.totals, left?.next]).toEqual([{ known: 'nothing' }, undefined, undefined])
    }
    expect(kept('orders desk')?.state.known).toBe('none')
  })
  it('does not come back by a later word', () => {
    hear(retract('stranger'), first, 1)
    hear(reading({ state: value('own', row('own', 'own'), row('theirs', 'stranger')) }), first, 1)
    expect(refs()).toEqual(['own'])
  })
  it('hides again what was revealed, whosever it was', () => {
    state.revealed.value = new Map([['r iban', { value: 'ES91', until: 9 }]])
    hear(retract('stranger'), first, 1)
    expect(state.revealed.value.size).toBe(0)
  })
  it('takes every conclusion of before with it; those drawn since stay', () => {
    hear(signalOf('before'), first, 0)
    hear({ ...signalOf('since'), rule: 'since' } as EventBody, first, 1)
    hear({ event: 'advice', items: [] }, first, 1)
    hear(retract('stranger'), first, 1)
    expect([...state.signals.value.keys()]).toEqual(['since'])
    expect(state.advice.value).toBeDefined()
    hear(retract('another'), first, 2)
    expect(state.advice.value).toBeUndefined()
  })
  const person = (record: string): EventBody => {
    const who = whoOf('Ana')
    const mark = (of: string) => ({ fact: of, label: of, field: clear(of, { from: from(of) }) })
    return {
      ...who,
      person: {
        kind: 'person',
        name: clear({ full: 'Ana' }, { from: from(record) }),
        marks: [mark('stranger'), mark('own')],
      },
    } as unknown as EventBody
  }
  it('takes its name and its marks from the person, unless they were said again since', () => {
    const marks = () => state.who.value?.person?.marks.map((m) => m.field)
    hear(person('own'), first, 0)
    hear(retract('stranger'), first, 1)
    expect(state.who.value?.person?.name.shown).toBe('clear')
    expect(marks()).toEqual([clear('own', { from: from('own') })])
    hear(person('stranger'), first, 1)
    hear(retract('stranger'), first, 1)
    expect([state.who.value?.person?.name.shown, marks()?.length]).toEqual(['clear', 2])
    hear(retract('stranger'), first, 2)
    expect([state.who.value?.person?.name, marks()?.length]).toEqual([{ shown: 'withheld' }, 1])
  })
})
