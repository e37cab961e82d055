import { expect, it } from 'vitest'
import type { Field, Reading } from '../../connectors/contract/index.ts'
import { priorStatements } from './prior-statements.ts'

const clear = (value: unknown): Field => ({ shown: 'clear', value })
const reading = (
  question: 'requests' | 'interactions' | 'orders',
  ...rows: Record<string, Field>[]
): Reading => ({
  question,
  connector: 'desk',
  asking: { asking: 'idle' },
  state: {
    known: 'value',
    freshUntil: '',
    from: { connector: 'desk', record: 'r', fetchedAt: '', confirmed: true },
    value: rows.map((fields, n) => ({
      ref: String(n),
      from: {
        connector: 'desk',
        record: 'r',
        fetchedAt: '',
        confirmed: true,
        url: `https://desk.example/${n}`,
      },
      fields,
    })),
  },
})
const on = (day: number, told: unknown, more: Record<string, Field> = {}) => ({
  startDate: clear(`2026-01-0${day}`),
  told: clear(told),
  ...more,
})

it('what the customer told stands newest first, each thing once, with the last time it was said', () => {
  const heard = priorStatements([reading('interactions', on(1, ['a', 'b']), on(3, ['a']), on(2, ['c', 'a']))])
  expect(heard.map((t) => `${t.words} ${t.at}`)).toEqual(['a 2026-01-03', 'c 2026-01-02', 'b 2026-01-01'])
  expect(heard[0]).toMatchObject({ kind: 'told', connector: 'desk', url: 'https://desk.example/1' })
})

it('told and offered are two things; what is empty, masked or no list is none', () => {
  const heard = priorStatements([
    reading('interactions', on(1, ['a', '', 7], { offered: clear(['a']), channel: clear({ code: 'chat' }) })),
    reading('interactions', { told: { shown: 'masked', hint: '•••', revealable: false } }, on(2, 'b')),
  ])
  expect(heard.map((t) => `${t.kind} ${t.words}`).sort()).toEqual(['offered a', 'told a'])
  expect(heard.map((t) => t.where)).toEqual([{ code: 'chat' }, { code: 'chat' }])
})

it('only requests and contacts tell, and no more than are read at a glance', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(priorStatements([reading('orders', on(1, many))])).toEqual([])
  expect(priorStatements([reading('requests', { told: clear(many) })])).toHaveLength(6)
  expect(priorStatements([reading('requests', { told: clear(many) })], 2)).toHaveLength(2)
})

it('what was told at one moment stands in the order of the readings; moments count, however a system writes its zone', () => {
  const at = (moment: string, ...told: string[]) => ({ startDate: clear(moment), told: clear(told) })
  const same = '2026-01-02T10:00:00Z'
  const heard = priorStatements([
    reading('interactions', at(same, 'a', 'b'), at(same, 'c'), at('2026-01-02T10:30:00+01:00', 'before')),
    reading('interactions', at(same, 'd'), at('2026-01-02T09:30:00-01:00', 'after')),
  ])
  expect(heard.map((t) => t.words)).toEqual(['after', 'a', 'b', 'c', 'd', 'before'])
})

it('a list that has more to it tells what came of it; one that is withheld or empty tells nothing', () => {
  const whole = reading('requests', on(1, ['a']))
  const value = whole.state.known === 'value' ? whole.state.value : []
  const states = [
    { ...whole.state, known: 'incomplete', missing: 'truncated', value },
    { known: 'withheld' },
    { known: 'nothing' },
  ]
  expect(
    states.map((state) => priorStatements([{ ...whole, state } as Reading]).map((t) => t.words)),
  ).toEqual([['a'], [], []])
})
