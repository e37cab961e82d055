// @vitest-environment happy-dom
import { within } from '@testing-library/preact'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { textsIn } from '../texts/index.ts'
import { readChoices, withChoices } from './choices.ts'
import { el } from './dom.ts'
import { sale } from './sale.ts'

/** What the page tells its card of who is on screen. */
interface Subject {
  hints: { kind: string; value: string }[]
  interaction: string
}
type CardElement = HTMLElement & { subject?: Subject | null }

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network here')))
  document.body.innerHTML = '<main id="app"></main>'
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})
const at = (path: string) => history.replaceState(null, '', path)
const screen = () => within(document.body)
const button = (name: string | RegExp) => screen().getByRole('button', { name })
const cards = () => [...document.querySelectorAll<CardElement>('ficha-nucleo')]
const cardOf = (conversation: string) =>
  document.querySelector<CardElement>(`[data-conversation="${conversation}"] ficha-nucleo`)

describe('what every page shares', () => {
  it('text given to an element stays text', () => {
    const made = el('p', { title: '"><b>' }, '<b>x</b>', null, el('i', {}, '&amp;'))
    expect([made.querySelector('b'), made.textContent]).toEqual([null, '<b>x</b>&amp;'])
    expect(made.getAttribute('title')).toBe('"><b>')
  })
  it('a role, a language or a theme that does not exist falls back to the page’s own', () => {
    at('/?role=root&lang=xx&theme=neon')
    expect(readChoices('store')).toEqual({ role: 'store', lang: 'es', theme: 'auto' })
    at('/?role=night&lang=pt&theme=dark')
    expect(readChoices('store')).toEqual({ role: 'night', lang: 'pt', theme: 'dark' })
  })
  it('a link carries language and theme along, never the role, and keeps what it says itself', () => {
    at('/?role=night&lang=pt&theme=dark&kind=mail')
    expect(withChoices('/pos')).toBe('/pos?lang=pt&theme=dark')
    expect(withChoices('/editor?lang=en')).toBe('/editor?lang=en&theme=dark')
  })
})

describe('the sale', () => {
  const lines = (of: HTMLElement) =>
    [...of.querySelectorAll('.lines li > span:first-child')].map((x) => x.textContent)
  it('takes away the line that was touched, adds up the rest, and is paid once', () => {
    document.documentElement.lang = 'es'
    const paid = vi.fn()
    const made = sale(textsIn('es'), paid)
    document.body.append(made)
    const shelf = [...made.querySelectorAll<HTMLButtonElement>('.shelf button')]
    for (const one of shelf.slice(0, 3)) one.click()
    const names = lines(made)
    made.querySelectorAll<HTMLButtonElement>('.lines .close')[1]?.click()
    expect(lines(made)).toEqual([names[0], names[2]])
    const price = (of: Element | null | undefined) =>
      Number(of?.textContent?.replace(/[^\d,]/g, '').replace(',', '.'))
    const left = [...made.querySelectorAll('.lines .n')].map(price)
    expect(price(made.querySelector('output'))).toBeCloseTo((left[0] ?? 0) + (left[1] ?? 0))
    button(textsIn('es')('pay')).click()
    button(textsIn('es')('pay')).click()
    expect(paid).toHaveBeenCalledTimes(1)
    expect(lines(made)).toEqual([])
  })
})

describe('the till', () => {
  const scan = async (value: string, by?: string) => {
    at('/pos')
    await import('./pos.ts')
    if (by) button(by).click()
    const field = document.getElementById('scan') as HTMLInputElement
    field.value = value
    field.form?.requestSubmit()
    return cards()[0]?.subject?.hints
  }
  it.each([
    ['9724 0000 4417', undefined, 'loyalty'],
    ['9724 0000 4417', 'Teléfono', 'loyalty'],
    ['9724000004417', 'Teléfono', 'loyalty'],
    ['600 12 34 56', undefined, 'phone'],
    ['+34 600123456', undefined, 'phone'],
    ['10432', 'Pedido', 'order'],
    ['Lucía', 'Nombre', 'name'],
  ])('looks for %s, with the key %s chosen, by %s', async (value, by, kind) => {
    expect(await scan(value, by)).toEqual([{ kind, value }])
  })
  it('forgets the customer for the next one, and when the sale is paid', async () => {
    await scan('9724 0000 4417')
    button('Cliente siguiente').click()
    expect(cards()[0]?.subject).toBeNull()
    const field = document.getElementById('scan') as HTMLInputElement
    field.value = '600 12 34 56'
    field.form?.requestSubmit()
    expect(cards()[0]?.subject?.interaction).toBe('caja-3-2')
    document.querySelector<HTMLButtonElement>('.shelf button')?.click()
    button('Cobrar').click()
    expect(cards()[0]?.subject).toBeNull()
  })
})

describe('the helpdesk', () => {
  const openDesk = async (path = '/helpdesk') => {
    at(path)
    await import('./helpdesk.ts')
  }
  const inbox = (id: string) => document.querySelector<HTMLButtonElement>(`.inbox [data-id="${id}"]`)
  const selected = () =>
    screen()
      .queryAllByRole('tab', { selected: true })
      .map((tab) => tab.id)
  const press = (key: string) =>
    document
      .querySelector('[role=tablist]')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))

  it('gives every conversation a card of its own, opened once and shown alone', async () => {
    await openDesk()
    inbox('4471')?.click()
    inbox('4473')?.click()
    inbox('4471')?.click()
    expect(cards()).toHaveLength(2)
    expect(cardOf('4471')?.subject?.hints).toEqual([{ kind: 'mail', value: 'lucia.martin@correo.example' }])
    expect(cardOf('4473')?.subject?.hints).toEqual([{ kind: 'phone', value: '603 44 55 66' }])
    expect(selected()).toEqual(['tab-4471'])
    expect([...document.querySelectorAll('.holder:not([hidden])')]).toEqual([cardOf('4471')?.parentElement])
  })
  it('closing a conversation in the back leaves the one in front; closing that one shows the last', async () => {
    await openDesk()
    for (const id of ['4471', '4472', '4473', '4474']) inbox(id)?.click()
    inbox('4472')?.click()
    document.querySelector<HTMLButtonElement>('#pane-4474 header button')?.click()
    expect(selected()).toEqual(['tab-4472'])
    press('Delete')
    expect(selected()).toEqual(['tab-4473'])
    expect(cardOf('4472')).toBeNull()
    press('ArrowRight')
    expect(selected()).toEqual(['tab-4471'])
    press('ArrowLeft')
    expect(selected()).toEqual(['tab-4473'])
  })
  it('text of the card comes in where the cursor is, between what was written', async () => {
    await openDesk()
    inbox('4471')?.click()
    const reply = document.getElementById('reply-4471') as HTMLTextAreaElement
    reply.value = 'Hola . Un saludo'
    reply.setSelectionRange(5, 5)
    cardOf('4471')?.dispatchEvent(new CustomEvent('ficha-insert', { detail: { text: 'Lucía' } }))
    expect(reply.value).toBe('Hola Lucía. Un saludo')
  })
  it('a call that is answered opens the number; one that is rejected opens nothing', async () => {
    HTMLDialogElement.prototype.showModal ??= () => {}
    await openDesk()
    const ring = (answer: 'answer' | 'reject') => {
      button(/Llamada entrante/).click()
      const submitter = document.querySelector<HTMLButtonElement>(`dialog.ringing button[value=${answer}]`)
      submitter?.form?.requestSubmit(submitter)
    }
    ring('reject')
    expect(cards()).toEqual([])
    ring('answer')
    expect(cards().map((card) => card.subject?.hints)).toEqual([[{ kind: 'phone', value: '609101112' }]])
  })
  it('says that the helpdesk does not answer where its notes cannot be read', async () => {
    await openDesk('/helpdesk?conversation=4471')
    const notes = () => [...document.querySelectorAll('.notes li')].map((li) => li.textContent)
    await expect.poll(notes).toEqual(['Soporte no responde.'])
  })
  it('a link opens the conversation it names, or whoever it names by a key', async () => {
    await openDesk('/helpdesk?conversation=4478')
    expect(selected()).toEqual(['tab-4478'])
    vi.resetModules()
    document.body.innerHTML = '<main id="app"></main>'
    await openDesk('/helpdesk?kind=visitor&value=v-7f3a9c21')
    expect(cards()[0]?.subject?.hints).toEqual([{ kind: 'visitor', value: 'v-7f3a9c21' }])
  })
})
