// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ActionView } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import ActForm from './act.tsx'
import More from './more.tsx'
import Overlay from './overlay.tsx'
import { RateCard } from './rate-card.tsx'

configure({ asyncUtilTimeout: 30_000 })
function show(children: preact.ComponentChildren, card: object, state: object = {}) {
  const open = freshOpen()
  const toast = signal('')
  const view = {
    card,
    open,
    toast,
    state: { connection: signal({ line: 'ready' }), panels: signal([]), who: signal(undefined), ...state },
    now: signal(0),
  } as unknown as View
  return { open, toast, ...render(<ViewProvider value={view}>{children}</ViewProvider>) }
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

describe('a form of an action', () => {
  const handoff: ActionView = {
    connector: 'desk',
    name: 'handoff',
    title: 'Para el siguiente',
    confirm: 'Se deja: {text}',
    input: [{ name: 'text', label: 'Una línea', type: 'text', required: true }],
  }
  const gesture: ActionView = {
    connector: 'desk',
    name: 'gesture',
    title: 'Un gesto',
    confirm: 'Se dan {sum}',
    input: [{ name: 'sum', label: 'Cuánto', type: 'money', required: true }],
  }
  type Sent = { key: string; input: object; amount?: number }
  const cardOf = (draft = '', done: object = { is: 'failed', code: 'conflict', says: 'Ocupado.' }) => {
    const act_ = vi.fn(async (_: Sent) => done)
    const keepDraft = vi.fn()
    return { act: act_, keepDraft, draft: async () => draft }
  }
  const write = (label: string, value: string) =>
    act(() => void fireEvent.input(screen.getByLabelText(label), { target: { value } }))
  const send = () => act(async () => void fireEvent.submit(document.querySelector('form') as HTMLElement))

  it('sent twice bears one key, so that it is done once; another form bears another', async () => {
    const card = cardOf()
    show(<ActForm action={handoff} />, card)
    write('Una línea', 'Llamar mañana')
    await send()
    await send()
    const keys = card.act.mock.calls.map(([sent]) => sent.key)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    document.body.replaceChildren()
    const other = cardOf()
    show(<ActForm action={handoff} />, other)
    write('Una línea', 'Llamar mañana')
    await send()
    expect(other.act.mock.calls[0]?.[0].key).not.toBe(keys[0])
  })
  it('a line that was begun comes back, unless the agent has begun another meanwhile', async () => {
    const text = () => (screen.getByLabelText('Una línea') as HTMLTextAreaElement).value
    show(<ActForm action={handoff} />, cardOf('a medias'))
    await waitFor(() => expect(text()).toBe('a medias'))
    document.body.replaceChildren()
    let give: (text: string) => void = () => {}
    const card = { ...cardOf(), draft: () => new Promise<string>((done) => (give = done)) }
    show(<ActForm action={handoff} />, card)
    write('Una línea', 'otra cosa')
    await act(async () => give('a medias'))
    expect(text()).toBe('otra cosa')
    expect(card.keepDraft.mock.calls).toEqual([['otra cosa']])
  })
  it('a gesture says what it is worth; done, it says so and closes', async () => {
    const card = cardOf('', { is: 'done', value: { done: true, says: '' } })
    const { open, toast } = show(<ActForm action={gesture} />, card)
    open.value = { action: gesture }
    write('Cuánto', '12,50')
    expect(document.querySelector('.confirm')?.textContent).toBe('Se dan 12,50')
    await send()
    expect(card.act.mock.calls[0]?.[0]).toMatchObject({
      amount: 12.5,
      input: { sum: { amount: '12.50', currency: 'EUR' } },
    })
    expect([open.value, toast.value]).toEqual([undefined, 'Hecho.'])
  })
  it('what is missing is said beside its field, which gets the focus, and nothing is sent', async () => {
    const card = cardOf()
    show(<ActForm action={handoff} />, card)
    await send()
    expect(card.act).not.toHaveBeenCalled()
    const field = screen.getByLabelText('Una línea')
    expect(document.activeElement).toBe(field)
    expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Falta este dato',
    )
  })
})

it('more is offered of what is not on screen; a panel that is there unopened counts as not there', () => {
  const mayAsk = ['returns', 'scores', 'orders'].map((question) => ({ question, title: question }))
  const panels = signal([
    { view: { question: 'returns' }, is: 'rows' },
    { view: { question: 'scores' }, is: 'closed' },
  ])
  const askMore = vi.fn()
  const who = signal({ ficha: { mayAsk } })
  const { open } = show(<More />, { askMore }, { panels, who })
  open.value = 'more'
  expect([...document.querySelectorAll('.chips button')].map((b) => b.textContent)).toEqual([
    'scores',
    'orders',
  ])
  fireEvent.click(screen.getByText('scores'))
  expect([askMore.mock.calls, open.value]).toEqual([[['scores']], undefined])
})

describe('the one question to the agent', () => {
  const asked = async (answer: string) => {
    const card = { shouldSurveyAgent: async () => true, rateCard: vi.fn(), reportMissing: vi.fn() }
    show(<RateCard />, card)
    fireEvent.click(await screen.findByText(answer))
    return card
  }
  it('answered with yes it thanks; otherwise it asks what is missing', async () => {
    expect((await asked('Sí')).rateCard.mock.calls).toEqual([['yes']])
    expect(screen.getByRole('status').textContent).toBe('Gracias.')
    document.body.replaceChildren()
    const card = await asked('A medias')
    expect(card.rateCard.mock.calls).toEqual([['partly']])
    const input = screen.getByLabelText('¿Qué echas en falta?')
    fireEvent.submit(input.closest('form') as HTMLElement)
    fireEvent.input(input, { target: { value: ' las tallas ' } })
    fireEvent.submit(input.closest('form') as HTMLElement)
    expect(card.reportMissing.mock.calls).toEqual([['las tallas']])
  })
  it('is not asked where the company does not want it', async () => {
    const { container } = show(<RateCard />, { shouldSurveyAgent: async () => false })
    await act(async () => {})
    expect(container.textContent).toBe('')
  })
})

it('closed, what was opened gives the focus back to where it came from', async () => {
  const button = document.body.appendChild(document.createElement('button'))
  button.focus()
  const open = freshOpen()
  open.value = 'help'
  const view = { card: {}, open, state: { who: signal(undefined) } } as unknown as View
  const over = () => (open.value === undefined ? null : <Overlay />)
  const { rerender } = render(<ViewProvider value={view}>{over()}</ViewProvider>)
  await screen.findByText('Teclas')
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Cerrar'))
  open.value = undefined
  rerender(<ViewProvider value={view}>{over()}</ViewProvider>)
  await waitFor(() => expect(document.activeElement).toBe(button))
})
