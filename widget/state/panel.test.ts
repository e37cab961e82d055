import { describe, expect, it } from 'vitest'
import type { Asking, PanelView, Reading, ReleasedRow } from '../../connectors/contract/index.ts'
import { type PanelParts, panelStates } from './panel.ts'
import { ficha } from './testing/world.ts'

const from = (connector: string, more: object = {}) => ({
  connector,
  record: connector,
  fetchedAt: '2026-01-01T00:00:00Z',
  confirmed: true,
  ...more,
})
const row = (connector: string, number: string, date?: string): ReleasedRow => ({
  ref: number,
  from: from(connector),
  fields: {
    orderNumber: { shown: 'clear', value: number },
    ...(date ? { orderDate: { shown: 'clear', value: date } } : {}),
  },
})
const idle: Asking = { asking: 'idle' }
const reading = (connector: string, rows: ReleasedRow[], more: Partial<Reading> = {}): Reading => ({
  question: 'orders',
  connector,
  asking: idle,
  state: { known: 'value', value: rows, from: from(connector), freshUntil: '2026-01-01T00:01:00Z' },
  ...more,
})
const none = (connector: string, asking: Asking = idle): Reading => ({
  question: 'orders',
  connector,
  asking,
  state: { known: 'none', from: from(connector) },
})
const view: PanelView = {
  ...(ficha.panels[0] as PanelView),
  systems: [
    { connector: 'shop', title: 'Tienda' },
    { connector: 'till', title: 'Caja' },
  ],
}
const ready = { line: 'ready', since: 0 } as const
const asking = { line: 'asking', since: 0 } as const
const states = (readings: Reading[], more: Partial<PanelParts> = {}, panel: Partial<PanelView> = {}) =>
  panelStates({
    ficha: { ...ficha, panels: [{ ...view, ...panel }] },
    readings,
    connection: ready,
    requests: new Map(),
    opened: new Set(),
    extra: [],
    systems: new Map(),
    ...more,
  })
const state = (...all: Parameters<typeof states>) => {
  const [first] = states(...all)
  if (!first) throw new Error('no panel')
  return first
}

describe('the rows of a panel', () => {
  it('stand newest first whichever system they are of, those of one moment as they came, the undated last', () => {
    const { rows } = state([
      reading('shop', [row('shop', 'b', '2026-01-02'), row('shop', 'z'), row('shop', 'd', '2026-01-01')]),
      reading('till', [row('till', 'a', '2026-01-03'), row('till', 'c', '2026-01-02')]),
    ])
    expect(rows.map((r) => r.ref)).toEqual(['a', 'b', 'c', 'd', 'z'])
  })
  it('stand by their moment, however each system writes its time zone', () => {
    const { rows } = state([
      reading('shop', [
        row('shop', 'third', '2026-01-02T00:30:00+02:00'),
        row('shop', 'first', '2026-01-01T23:30:00Z'),
        row('shop', 'undated'),
      ]),
      reading('till', [
        row('till', 'second', '2026-01-01T20:00:00-03:00'),
        row('till', 'before 1970', '1969-07-20T20:17:40Z'),
      ]),
    ])
    expect(rows.map((r) => r.ref)).toEqual(['first', 'second', 'third', 'before 1970', 'undated'])
  })
  it('are of its own question and its own systems', () => {
    const { rows } = state([
      reading('shop', [row('shop', 'a')]),
      reading('desk', [row('desk', 'b')]),
      reading('shop', [row('shop', 'c')], { question: 'returns' }),
    ])
    expect(rows.map((r) => r.ref)).toEqual(['a'])
    const all = state([reading('desk', [row('desk', 'b')])], { systems: new Map() }, { systems: [] })
    expect(all.sources).toMatchObject([{ connector: 'desk', title: 'desk' }])
  })
  it('have a total only where one system says it', () => {
    const counted = (connector: string) =>
      reading(connector, [row(connector, connector)], { totals: { count: 7 } })
    expect(state([counted('shop')]).totals).toEqual({ count: 7 })
    expect(state([counted('shop'), counted('till')]).totals).toBeUndefined()
  })
})

describe('a panel', () => {
  it('is withheld whole when its ficha or any system withholds it', () => {
    expect(state([reading('shop', [row('shop', 'a')])], {}, { state: 'withheld' })).toMatchObject({
      is: 'withheld',
      rows: [],
    })
    const withheld = { ...none('till'), state: { known: 'withheld' } } as Reading
    expect(state([reading('shop', [row('shop', 'a')]), withheld])).toMatchObject({
      is: 'withheld',
      rows: [],
      complete: false,
    })
  })
  it('to be opened is closed until it is asked or answered', () => {
    const later = { ask: 'on-opening' } as const
    expect(state([], {}, later).is).toBe('closed')
    expect(state([], { requests: new Map([['orders', { is: 'asking' }]]) }, later).is).toBe('waiting')
    expect(state([none('shop'), none('till')], {}, later).is).toBe('none')
  })
  it('waits while its question is out, and for nobody once it came or was cut', () => {
    expect(state([], { connection: asking }).is).toBe('waiting')
    expect(state([], { connection: ready }).is).toBe('unknown')
    const waiting = { asking: 'waiting', since: '' } as const
    const nothing = { ...none('shop', waiting), state: { known: 'nothing' } } as Reading
    expect(state([nothing]).is).toBe('waiting')
    const lost = { line: 'lost', since: 0, attempt: 0, retryAt: 0 } as const
    expect(state([nothing], { connection: lost }).is).toBe('unknown')
    // Its own question may be out though the card’s line is cut, or be over though the card still asks.
    expect(state([nothing], { connection: lost, requests: new Map([['orders', { is: 'asking' }]]) }).is).toBe(
      'waiting',
    )
    expect(state([], { connection: asking, requests: new Map([['orders', { is: 'asked' }]]) }).is).toBe(
      'unknown',
    )
  })
  it('says that somebody is late, unless there is something to show', () => {
    const late = { ...none('till', { asking: 'late', after: 100 }), state: { known: 'nothing' } } as Reading
    expect(state([late], { connection: asking }).is).toBe('late')
    expect(state([reading('shop', [row('shop', 'a')]), late], { connection: asking })).toMatchObject({
      is: 'rows',
      complete: false,
    })
  })
  it('is complete when every system has said all, and is not being asked again', () => {
    const waiting: Asking = { asking: 'waiting', since: '' }
    expect(state([reading('shop', []), none('till')]).complete).toBe(true)
    expect(state([reading('shop', [], { asking: waiting }), none('till')]).complete).toBe(false)
    expect(state([none('shop')]).complete).toBe(false)
    expect(state([], {}, { systems: [] }).complete).toBe(false)
  })
  it('tells of each system how old its answer is, by what it was asked, and what is missing', () => {
    const { sources } = state([
      reading('shop', [], { next: 'page-2' }),
      {
        ...none('till'),
        state: {
          known: 'incomplete',
          value: [],
          missing: 'truncated',
          from: from('till', { confirmed: false, askedBy: 'correo', observedAt: '2025-12-01' }),
        },
      },
    ])
    expect(sources).toMatchObject([
      {
        title: 'Tienda',
        known: 'value',
        fetchedAt: '2026-01-01T00:00:00Z',
        freshUntil: '2026-01-01T00:01:00Z',
        next: 'page-2',
      },
      {
        title: 'Caja',
        known: 'incomplete',
        missing: 'truncated',
        confirmed: false,
        askedBy: 'correo',
        observedAt: '2025-12-01',
      },
    ])
  })
  it('asked for more stands after those of the ficha, once, with the name the ficha gives it', () => {
    const titles = (extra: ('returns' | 'orders' | 'payments')[]) =>
      states([], { extra }).map((p) => [p.view.question, p.view.title])
    expect(titles(['returns', 'orders', 'payments'])).toEqual([
      ['orders', 'Pedidos'],
      ['returns', 'Devoluciones'],
      ['payments', 'payments'],
    ])
  })
  it('is none at all before the ficha is known', () => expect(states([], { ficha: undefined })).toEqual([]))
})
