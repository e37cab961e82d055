// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { AdviceItem } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
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

function show(items: readonly AdviceItem[], done: readonly (readonly [string, string])[] = []) {
  document.body.replaceChildren()
  const advise = vi.fn()
  const open = freshOpen()
  const view = {
    card: { advise },
    state: {
      advice: signal({ value: { items } }),
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
