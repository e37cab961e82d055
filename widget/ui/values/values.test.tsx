// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FactUsed, Field, Reason } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { type View, ViewProvider } from '../view.ts'
import { copyText } from './copy.ts'
import { distinct, FactList } from './reasons.tsx'
import { Value } from './value.tsx'
import { clipboardText, valueText } from './value-text.ts'

// A wait ends by what it waits for, not by the second the library gives it.
configure({ asyncUtilTimeout: 30_000 })
const now = Date.parse('2026-03-10T10:00:00Z')
const clear = <T,>(value: T): Field<T> => ({ shown: 'clear', value })
const from = (connector: string) => ({
  connector,
  record: 'r',
  fetchedAt: '2026-03-10T09:59:00Z',
  confirmed: true,
})

function show(children: preact.ComponentChildren, card: object = {}) {
  const view = {
    card,
    state: {
      systems: signal(new Map([['shop', { title: 'Tienda' }]])),
      signals: signal(new Map()),
      who: signal(undefined),
      revealed: signal(new Map()),
    },
    now: signal(now),
    toast: signal(''),
  } as unknown as View
  return { view, ...render(<ViewProvider value={view}>{children}</ViewProvider>) }
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())
afterEach(() => vi.restoreAllMocks())

describe('the clipboard', () => {
  it('gets what a system would want back: bare amounts, numbers as they came', () => {
    expect(valueText('money', { amount: '1842.50', currency: 'EUR' }, now)).toMatch(/^1\.?842,50\s€$/)
    expect(clipboardText('money', { amount: '1842.50', currency: 'EUR' }, now)).toBe('1842.50')
    expect(valueText('phone', '+34600123456', now)).not.toBe('+34600123456')
    expect(clipboardText('phone', '+34600123456', now)).toBe('+34600123456')
    expect(clipboardText('id', ['A-1', 'A-2'], now)).toBe('A-1, A-2')
  })
  it('in a frame that may not write to it, is filled the old way, and the focus comes back', async () => {
    const button = document.body.appendChild(document.createElement('button'))
    button.focus()
    vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('not allowed')) } })
    let copied = ''
    document.execCommand = () => {
      // As in a browser: what is selected has the focus.
      const area = document.querySelector('textarea')
      area?.focus()
      copied = area?.value ?? ''
      return true
    }
    expect(await copyText('10432')).toBe(true)
    expect([copied, document.querySelector('textarea'), document.activeElement]).toEqual([
      '10432',
      null,
      button,
    ])
    document.execCommand = () => false
    expect(await copyText('10432')).toBe(false)
    vi.unstubAllGlobals()
  })
})

describe('a field', () => {
  it('that two systems give differently shows one, and says that the other differs', async () => {
    show(
      <Value
        field={{ shown: 'clear', value: 'Valencia', losers: [{ value: 'Sevilla', from: from('shop') }] }}
      />,
    )
    const other = await screen.findByText('Otro sistema dice otra cosa')
    const box = other.closest('details') as HTMLElement
    expect(within(box).getByText('Sevilla')).toBeTruthy()
    expect(box.textContent).toContain('Tienda')
  })
  it('that is masked is shown only for a reason of three letters or more, and for the field it is asked of', async () => {
    const reveal = vi.fn(async () => ({ is: 'done', value: undefined }))
    show(<Value field={{ shown: 'masked', hint: 'ES•• ••56', revealable: true }} row="row-1" name="iban" />, {
      reveal,
    })
    fireEvent.click(screen.getByRole('button'))
    const input = await screen.findByLabelText('¿Para qué necesitas verlo?')
    fireEvent.input(input, { target: { value: ' x ' } })
    fireEvent.submit(input.closest('form') as HTMLElement)
    await screen.findByText(/Escribe al menos 3/)
    expect(reveal).not.toHaveBeenCalled()
    fireEvent.input(input, { target: { value: 'devolución' } })
    fireEvent.submit(input.closest('form') as HTMLElement)
    await waitFor(() => expect(screen.queryByLabelText('¿Para qué necesitas verlo?')).toBeNull())
    expect(reveal.mock.calls).toEqual([[{ ref: 'row-1', field: 'iban', reason: 'devolución' }]])
  })
  it('that nobody may reveal offers no button', () => {
    show(<Value field={{ shown: 'masked', hint: '•••', revealable: false }} row="row-1" name="iban" />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('why', () => {
  const reason = (says: string, bits: number, ...systems: string[]): Reason => ({
    field: says === 'prior' ? 'prior' : 'phone',
    says,
    bits,
    systems,
  })
  it('each reason is said once, with all its systems and its strongest weight, the strongest first, the start last', () => {
    const all = [
      reason('prior', -9),
      reason('mismo nombre', 3, 'shop'),
      reason('mismo teléfono', 12, 'shop'),
      reason('mismo teléfono', 14, 'desk'),
      reason('mismo teléfono', 9, 'shop', 'till'),
      reason('otro código postal', -2, 'desk'),
    ]
    expect(distinct(all).map((r) => [r.says, r.bits, r.systems])).toEqual([
      ['mismo teléfono', 14, ['shop', 'desk', 'till']],
      ['mismo nombre', 3, ['shop']],
      ['otro código postal', -2, ['desk']],
      ['prior', -9, []],
    ])
  })
  it('of a fact this role may not see it is said only that there is one', () => {
    const facts: FactUsed[] = [
      { fact: 'orders.total', label: 'Total', field: clear(3), from: from('shop') },
      { fact: 'scores.value', label: 'Riesgo de irse', field: { shown: 'withheld' } },
    ]
    const { container } = show(<FactList reasons={facts} />)
    expect(container.querySelectorAll('li')).toHaveLength(2)
    expect(container.textContent).toContain('Total: 3')
    expect(container.textContent).toContain('otro dato que tu puesto no ve')
    expect(container.textContent).not.toContain('Riesgo de irse')
  })
})
