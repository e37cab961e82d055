// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { AdviceItem } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { policyNotes } from '../panels/panel.tsx'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import { Advices } from './advice.tsx'

configure({ asyncUtilTimeout: 30_000 })
const item = (id: string, more: Partial<AdviceItem> = {}): AdviceItem => ({
  id,
  ref: `ref ${id}`,
  rank: 'help',
  text: `Consejo ${id}`,
  reasons: [],
  ...more,
})
const action = { connector: 'desk', name: 'handoff', title: 'Dejar una nota', confirm: '', input: [] }

function show(items: readonly AdviceItem[], done: readonly (readonly [string, string])[] = [], ask?: object) {
  document.body.replaceChildren()
  const advise = vi.fn()
  const open = freshOpen()
  const view = {
    card: { advise },
    state: {
      advice: signal({ value: { items, ask } }),
      answered: signal(new Map(done)),
      who: signal({ ficha: { actions: [action], panels: [] } }),
      signals: signal(new Map()),
      systems: signal(new Map()),
    },
    now: signal(0),
    toast: signal(''),
    open,
  } as unknown as View
  const { container } = render(
    <ViewProvider value={view}>
      <Advices />
    </ViewProvider>,
  )
  return {
    advise,
    open,
    container,
    shown: () => [...container.querySelectorAll('.advice > p bdi')].map((p) => p.textContent),
  }
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

it('one advice stands at a time, the others one touch away; what was answered is gone', () => {
  const { shown } = show([item('a'), item('b'), item('c')])
  expect(shown()).toEqual(['Consejo a'])
  fireEvent.click(screen.getByText('2 consejos más'))
  expect(shown()).toEqual(['Consejo a', 'Consejo b', 'Consejo c'])
  expect(show([item('a'), item('b')], [['a', 'taken']]).shown()).toEqual(['Consejo b'])
  expect(show([item('a')], [['a', 'not-now']]).container.textContent).toContain('Anotado: ahora no.')
})
it('"not now" says why with one touch, "something else" in the agent’s own words, never empty', async () => {
  const first = show([item('a')])
  fireEvent.click(screen.getByText('Ahora no'))
  fireEvent.click(await screen.findByText('Ya lo sabe'))
  expect(first.advise.mock.calls).toEqual([[item('a'), 'not-now', 'known']])

  const second = show([item('a')])
  fireEvent.click(screen.getByText('Otra cosa'))
  const input = await screen.findByLabelText('¿Qué has hecho?')
  fireEvent.submit(input.closest('form') as HTMLElement)
  fireEvent.input(input, { target: { value: '  un café  ' } })
  fireEvent.submit(input.closest('form') as HTMLElement)
  expect(second.advise.mock.calls).toEqual([[item('a'), 'other', 'un café']])
})
it('offers the action it names where the card has it, and follows a link only where it is safe', () => {
  const { open } = show([item('a', { action: { connector: 'desk', name: 'handoff' } })])
  fireEvent.click(screen.getByText('Dejar una nota'))
  expect(open.value).toEqual({ action })
  show([item('a', { action: { connector: 'shop', name: 'handoff' } })])
  expect(screen.queryByText('Dejar una nota')).toBeNull()
  expect(show([item('a', { link: 'javascript:alert(1)' })]).container.querySelector('a')).toBeNull()
  expect(
    show([item('a', { link: 'https://desk.example/1' })])
      .container.querySelector('a')
      ?.getAttribute('href'),
  ).toBe('https://desk.example/1')
})
it('what was done with the last of them is said once none is left', () => {
  const says = (...done: (readonly [string, string])[]) =>
    show([item('a'), item('b')], done).container.textContent
  expect(says(['a', 'taken'], ['b', 'other'])).toBe(t('advice.own'))
  expect(says(['b', 'taken'], ['a', 'not-now'])).toBe(t('advice.later'))
  expect(says(['a', 'taken'])).not.toContain(t('advice.taken'))
  expect(says(['of another card', 'taken'], ['a', 'other'], ['b', 'taken'])).toBe(t('advice.taken'))
  expect(show([], [['gone', 'taken']]).container.textContent).toBe('')
})
it('done with one touch, the focus stays among the advice', () => {
  const { advise, container } = show([item('a', { rank: 'repair' }), item('b')])
  expect(container.querySelector('.advice')?.className).toBe('advice repair')
  const done = screen.getAllByText(t('advice.done'))[0] as HTMLElement
  done.focus()
  fireEvent.click(done)
  expect(advise.mock.calls).toEqual([[item('a', { rank: 'repair' }), 'taken', undefined]])
  expect(document.activeElement).toBe(container.querySelector('.advices'))
})
it('why is told and folded again; the rules of the house stand under their advice', () => {
  policyNotes.value = (of) => <i class="note">{of?.length}</i>
  try {
    const { container } = show([item('a', { policies: [{ id: 'p' }, { id: 'q' }] as never })])
    expect(container.querySelector('.note')?.textContent).toBe('2')
    const why = screen.getByText(t('advice.why'))
    const open = () => [
      why.getAttribute('aria-expanded'),
      container.querySelector('.advice')?.lastElementChild?.className,
    ]
    expect(open()).toEqual(['false', 'note'])
    fireEvent.click(why)
    expect(open()[0]).toBe('true')
    expect(container.querySelector('.advice')?.lastElementChild?.className).not.toBe('note')
    fireEvent.click(why)
    expect(open()).toEqual(['false', 'note'])
  } finally {
    policyNotes.value = undefined
  }
})
it('the form has the focus; Escape closes it and nothing else, and the focus goes back to what opened it', async () => {
  for (const name of [t('advice.not-now'), t('advice.other')]) {
    const { container, advise } = show([item('a')])
    const heard = vi.fn()
    container.addEventListener('keydown', heard)
    fireEvent.click(screen.getByText(name))
    await expect.poll(() => document.activeElement?.closest('.inline')).toBeTruthy()
    fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' })
    await expect.poll(() => document.activeElement?.textContent).toBe(name)
    expect([heard.mock.calls.length, advise.mock.calls.length]).toEqual([0, 0])
    fireEvent.click(screen.getByText(name))
    fireEvent.click(await screen.findByText(t('cancel')))
    await expect.poll(() => document.activeElement?.textContent).toBe(name)
  }
})
it('every reason not to is one touch', async () => {
  for (const reason of ['busy', 'known', 'refused', 'wrong'] as const) {
    const { advise } = show([item('a')])
    fireEvent.click(screen.getByText(t('advice.not-now')))
    fireEvent.click(await screen.findByText(t(`reason.${reason}`)))
    expect(advise.mock.lastCall).toEqual([item('a'), 'not-now', reason])
  }
})
it('a question for the customer stands beside the advice until it was answered', async () => {
  const ask = { id: 'q', ref: 'r', words: '¿Qué talla?', why: 'Falta', options: [] }
  show([], [], ask)
  await screen.findAllByText('¿Qué talla?')
  expect(show([], [['q', 'taken']], ask).container.textContent).toBe('')
})
