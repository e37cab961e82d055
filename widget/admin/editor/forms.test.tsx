// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { fireEvent, render, screen } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FichaSet, Panel, Rule, Template } from '../../../connectors/contract/index.ts'
import { editor } from '../../i18n/editor.ts'
import { loadTexts, setLanguage, t } from '../../i18n/index.ts'
import type { EditorStore } from './editor-store.ts'
import { Choose, Fold, Line, Texts, Ticks } from './field.tsx'
import { Order } from './order.tsx'
import { Panels } from './panels.tsx'
import { Publish } from './publish.tsx'

beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(editor)
})
beforeEach(() => document.body.replaceChildren())

describe('fields', () => {
  it('several of a list keep the list’s own order, and what the list does not have is kept', () => {
    const change = vi.fn()
    const all = [
      ['a', 'A'],
      ['b', 'B'],
      ['c', 'C'],
    ] as const
    render(<Ticks label="x" all={all} on={['c', 'strange', 'b']} onChange={change} />)
    fireEvent.click(screen.getByLabelText('A'))
    fireEvent.click(screen.getByLabelText('B'))
    expect(change.mock.calls).toEqual([[['a', 'b', 'c', 'strange']], [['c', 'strange']]])
  })
  it('a text emptied in every language is no text; emptied in one, that one is left out', () => {
    const change = vi.fn()
    const { rerender } = render(<Texts label="x" value={{ es: 'Hola', en: 'Hello' }} onChange={change} />)
    fireEvent.input(screen.getByLabelText('English'), { target: { value: '' } })
    rerender(<Texts label="x" value={{ es: 'Hola' }} onChange={change} />)
    fireEvent.input(screen.getByLabelText('Español'), { target: { value: '' } })
    expect(change.mock.calls).toEqual([[{ es: 'Hola' }], [undefined]])
  })
  it('a text that was plain is kept as Spanish when another language comes; emptied in Spanish alone, it says so', () => {
    const change = vi.fn()
    const { rerender } = render(<Texts label="x" value="Hola" onChange={change} />)
    expect(screen.getByLabelText<HTMLInputElement>('Español').value).toBe('Hola')
    fireEvent.input(screen.getByLabelText('English'), { target: { value: 'Hello' } })
    rerender(<Texts label="x" value={{ es: 'Hola', en: 'Hello' } as never} onChange={change} />)
    fireEvent.input(screen.getByLabelText('Español'), { target: { value: '' } })
    expect(change.mock.calls).toEqual([[{ es: 'Hola', en: 'Hello' }], [{ es: '', en: 'Hello' }]])
  })
  it('what is wrong stands in place of the hint, tied to its input; a number has its least value', () => {
    render(
      <Line label="Filas" type="number" min={1} value={5} hint="pista" bad="no vale" onChange={() => {}} />,
    )
    const input = screen.getByLabelText<HTMLInputElement>('Filas')
    expect([input.getAttribute('aria-invalid'), input.getAttribute('min'), input.value]).toEqual([
      'true',
      '1',
      '5',
    ])
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe('no vale')
    document.body.replaceChildren()
    render(<Line label="Filas" value={undefined} hint="pista" onChange={() => {}} />)
    const bare = screen.getByLabelText<HTMLInputElement>('Filas')
    expect([bare.getAttribute('aria-invalid'), bare.value]).toEqual([null, ''])
    expect(document.getElementById(bare.getAttribute('aria-describedby') ?? '')?.textContent).toBe('pista')
  })
  it('a choice shows what is chosen; a part that is open at first is', () => {
    const options = [
      ['a', 'A'],
      ['b', 'B'],
      ['c', 'C'],
    ] as const
    render(<Choose label="x" value="b" options={options} onChange={() => {}} />)
    expect([...screen.getByLabelText<HTMLSelectElement>('x').options].map((o) => o.selected)).toEqual([
      false,
      true,
      false,
    ])
    render(
      <>
        <Fold title="abierta" open>
          x
        </Fold>
        <Fold title="cerrada" note="7">
          y
        </Fold>
      </>,
    )
    expect(
      [...document.querySelectorAll('details')].map((d) => [d.open, d.querySelector('.soft')?.textContent]),
    ).toEqual([
      [true, undefined],
      [false, ' 7'],
    ])
  })
  it('an item that was moved keeps the focus on the button that moved it, and it is said where it is now', () => {
    const said = vi.fn()
    const items = signal(['a', 'b', 'c'])
    const list = () => (
      <Order
        label="x"
        items={items.value}
        keyOf={(i) => i}
        name={(i) => i}
        onChange={(next) => (items.value = next)}
        announce={said}
      />
    )
    const { rerender } = render(list())
    const press = (key: string, which: 'up' | 'down') => {
      const button = document.querySelector<HTMLElement>(`[data-key=${key}] .${which}`) as HTMLElement
      button.focus()
      act(() => void fireEvent.click(button))
      rerender(list())
    }
    press('c', 'up')
    expect(items.value).toEqual(['a', 'c', 'b'])
    expect(document.activeElement).toBe(document.querySelector('[data-key=c] .up'))
    press('c', 'up')
    // At the top there is no higher: the focus goes to the button beside it.
    expect(document.activeElement).toBe(document.querySelector('[data-key=c] .down'))
    expect(said.mock.calls).toEqual([2, 1].map((n) => [t('editor.order.moved', { name: 'c', n, of: 3 })]))
  })
})

const rule = (id: string, more: Partial<Rule> = {}) => ({ id, title: id, ...more }) as unknown as Rule
const setOf = (...rules: Rule[]) => ({ templates: [], rules, policy: {} }) as unknown as FichaSet
it('what becomes less sensitive is confirmed by name, one by one, before it can be published', async () => {
  const publish = vi.fn(async () => true)
  const store = {
    set: signal(setOf(rule('a', { sensitivity: 'none' }), rule('b', { sensitivity: 'none' }))),
    answer: signal({ published: setOf(rule('a'), rule('b')) }),
    faults: signal([]),
    publishing: signal(true),
    busy: signal(false),
    language: signal('es'),
    publish,
  } as unknown as EditorStore
  render(<Publish store={store} />)
  const button = document.querySelector('button[type=submit]') as HTMLButtonElement
  const boxes = [...document.querySelectorAll<HTMLInputElement>('.lowered input')]
  expect([boxes.length, button.disabled]).toEqual([2, true])
  act(() => boxes[0]?.click())
  expect(button.disabled).toBe(true)
  act(() => boxes[1]?.click())
  expect(button.disabled).toBe(false)
  await act(async () => void fireEvent.submit(button.form as HTMLFormElement))
  expect(publish.mock.calls).toEqual([['', ['a', 'b']]])
  expect(store.publishing.value).toBe(false)
})
it('a second panel of one question has an id of its own', () => {
  const panel = (id: string): Panel =>
    ({ id, question: 'orders', ask: 'at-once', fields: ['total'], limit: 5, priority: 0 }) as Panel
  const edit = vi.fn()
  const store = {
    material: signal({
      questions: [{ question: 'orders', label: 'Pedidos', systems: ['shop'], many: true }],
      facts: [{ path: 'orders.total', label: 'Total', type: 'money' }],
      systems: [],
    }),
    language: signal('es'),
    status: signal({ says: '' }),
  } as unknown as EditorStore
  const template = { panels: [panel('orders'), panel('orders-2')] } as unknown as Template
  render(<Panels store={store} template={template} edit={edit} at={() => undefined} />)
  fireEvent.change(document.querySelector('p.add:last-of-type select') as HTMLElement, {
    target: { value: 'orders' },
  })
  expect(edit.mock.calls[0]?.[0].panels.map((p: Panel) => [p.id, p.fields])).toEqual([
    ['orders', ['total']],
    ['orders-2', ['total']],
    ['orders-3', ['total']],
  ])
})
