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
  it('only the line for the next agent is kept as a draft; a draft is no gesture and has no worth', async () => {
    const dated: ActionView = {
      ...handoff,
      input: [...handoff.input, { name: 'until', label: 'Hasta cuándo', type: 'date', required: false }],
    }
    const card = cardOf()
    show(<ActForm action={dated} />, card)
    write('Una línea', 'Llamar mañana')
    write('Hasta cuándo (opcional)', '2026-03-12')
    expect(card.keepDraft.mock.calls).toEqual([['Llamar mañana']])
    await send()
    expect(card.act.mock.calls[0]?.[0].input).toEqual({ text: 'Llamar mañana', until: '2026-03-12' })
    expect('amount' in (card.act.mock.calls[0]?.[0] ?? {})).toBe(false)
  })
  it('while it is on its way it cannot be sent again, and what was said of the last try is gone', async () => {
    const card = cardOf()
    show(<ActForm action={handoff} />, card)
    write('Una línea', 'Llamar mañana')
    await send()
    expect(document.querySelector('.bad[aria-live]')?.textContent).toBe('Ocupado.')
    card.act.mockImplementation(() => new Promise(() => {}))
    await send()
    await send()
    expect(card.act).toHaveBeenCalledTimes(2)
    expect(document.querySelector('.bad[aria-live]')?.textContent).toBe('')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Enviando…' }).disabled).toBe(true)
  })
  it('says what the system said when it was done', async () => {
    const card = cardOf('', { is: 'done', value: { done: true, says: 'Nota 12.' } })
    const { toast } = show(<ActForm action={handoff} />, card)
    write('Una línea', 'Llamar mañana')
    await send()
    expect(toast.value).toBe('Nota 12.')
  })
  it('what was refused by its system stays open with its words, and is not told as done', async () => {
    const card = cardOf('', { is: 'done', value: { done: false, says: 'Fuera de plazo.' } })
    const { open, toast } = show(<ActForm action={handoff} />, card)
    open.value = { action: handoff }
    write('Una línea', 'Llamar mañana')
    await send()
    expect(document.querySelector('.bad[aria-live]')?.textContent).toContain('Fuera de plazo.')
    expect([open.value, toast.value]).toEqual([{ action: handoff }, ''])
  })
  it('a field that was emptied again is a gap in the sentence, not a hole', () => {
    show(<ActForm action={gesture} />, cardOf())
    write('Cuánto', '12')
    write('Cuánto', '')
    expect(document.querySelector('.confirm')?.textContent).toBe('Se dan …')
  })
  it('the first field that is wrong gets the focus, not the first of the form', async () => {
    const two: ActionView = {
      ...gesture,
      input: [
        { name: 'sum', label: 'Cuánto', type: 'money', required: true },
        { name: 'mail', label: 'Correo', type: 'mail', required: true },
      ],
    }
    const card = cardOf()
    show(<ActForm action={two} />, card)
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Cuánto')))
    write('Cuánto', '12')
    write('Correo', 'sin arroba')
    await send()
    expect(card.act).not.toHaveBeenCalled()
    expect(document.activeElement).toBe(screen.getByLabelText('Correo'))
    expect(
      ['Cuánto', 'Correo'].map((label) => screen.getByLabelText(label).getAttribute('aria-invalid')),
    ).toEqual(['false', 'true'])
  })
  it('asks with the field that fits, chooses nothing beforehand, and says which may be left out', () => {
    const all: ActionView = {
      ...gesture,
      input: [
        {
          name: 'why',
          label: 'Motivo',
          type: 'text',
          required: true,
          options: [
            { value: 'late', label: 'Tarde' },
            { value: 'broken', label: 'Roto' },
          ],
        },
        { name: 'told', label: 'Ya lo sabe', type: 'boolean', required: false },
        { name: 'more', label: 'Detalles', type: 'text', required: false },
        { name: 'code', label: 'Código', type: 'text', required: true, maxLength: 100 },
        { name: 'call', label: 'Teléfono', type: 'phone', required: true },
      ],
    }
    show(<ActForm action={all} />, cardOf())
    const fields = [...document.querySelectorAll<HTMLInputElement>('.field [name]')].map((field) => [
      field.name,
      field.tagName === 'INPUT' ? field.type : field.tagName.toLowerCase(),
      field.getAttribute('aria-required'),
      field.closest('.field')?.querySelector('label .soft') !== null,
    ])
    expect(fields).toEqual([
      ['why', 'select', 'true', false],
      ['told', 'checkbox', 'false', true],
      ['more', 'textarea', 'false', true],
      ['code', 'text', 'true', false],
      ['call', 'tel', 'true', false],
    ])
    const choice = screen.getByLabelText<HTMLSelectElement>('Motivo')
    expect([choice.value, ...[...choice.options].map((o) => o.value)]).toEqual(['', '', 'late', 'broken'])
    expect(screen.getByLabelText<HTMLInputElement>('Ya lo sabe (opcional)').checked).toBe(false)
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

describe('the form on a card', () => {
  const of = (connector: string, title: string): ActionView => ({
    connector,
    name: 'handoff',
    title,
    confirm: '',
    input: [],
  })
  const over = (offered: ActionView[], line = 'ready') => {
    const who = signal({ ficha: { actions: offered } })
    const open = freshOpen()
    const view = {
      card: { draft: async () => '' },
      open,
      toast: signal(''),
      state: { who, connection: signal({ line }) },
    } as unknown as View
    open.value = { action: offered[0] as ActionView }
    render(
      <ViewProvider value={view}>
        <Overlay />
      </ViewProvider>,
    )
    return { open, who }
  }
  it('is of the system whose action was chosen, where two systems have one of that name', async () => {
    const [desk, shop] = [of('desk', 'En Soporte'), of('shop', 'En la tienda')]
    const { open } = over([desk, shop])
    await screen.findByRole('heading', { name: 'En Soporte' })
    await act(async () => void (open.value = { action: shop }))
    expect(screen.getByRole('heading').textContent).toBe('En la tienda')
  })
  it('is never that of the action before, when the one that was chosen is not offered', async () => {
    const { open } = over([of('desk', 'En Soporte')])
    await screen.findByRole('heading', { name: 'En Soporte' })
    await act(async () => void (open.value = { action: of('shop', 'En la tienda') }))
    expect(document.querySelector('form')).toBeNull()
  })
  it('can be sent while the card is asked again: only a card that has settled takes an action away', async () => {
    const { who } = over([of('desk', 'En Soporte')], 'asking')
    await screen.findByRole('heading', { name: 'En Soporte' })
    await act(async () => void (who.value = { ficha: { actions: [] } }))
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Confirmar' }).disabled).toBe(false)
  })
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
  it('may be left unanswered, and then counts as no answer', async () => {
    const card = await asked('Ahora no')
    expect([card.rateCard.mock.calls, card.reportMissing.mock.calls]).toEqual([[], []])
    expect(screen.getByRole('status').textContent).toBe('Gracias.')
  })
  it('of what is missing has the focus there, and not among the further questions', async () => {
    await asked('No')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('¿Qué echas en falta?')))
    document.body.replaceChildren()
    const reportMissing = vi.fn()
    show(<More />, { reportMissing })
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cerrar'))
    const input = screen.getByLabelText('¿Qué echas en falta?')
    act(() => void fireEvent.input(input, { target: { value: 'las tallas' } }))
    act(() => void fireEvent.submit(input.closest('form') as HTMLElement))
    expect([reportMissing.mock.calls, screen.getByRole('status').textContent]).toEqual([
      [['las tallas']],
      'Gracias.',
    ])
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
it('closed, it leaves the focus where the agent has gone meanwhile', async () => {
  const [button, other] = ['uno', 'otro'].map((text) => {
    const made = document.body.appendChild(document.createElement('button'))
    made.textContent = text
    return made
  }) as [HTMLButtonElement, HTMLButtonElement]
  button.focus()
  const open = freshOpen()
  open.value = 'help'
  const view = { card: {}, open, state: { who: signal(undefined) } } as unknown as View
  const over = () => (open.value === undefined ? null : <Overlay />)
  const { rerender } = render(<ViewProvider value={view}>{over()}</ViewProvider>)
  await screen.findByText('Teclas')
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Cerrar'))
  other.focus()
  open.value = undefined
  rerender(<ViewProvider value={view}>{over()}</ViewProvider>)
  await act(async () => {})
  expect(document.activeElement).toBe(other)
})
