// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Candidate } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { SourceError } from '../../source/port.ts'
import { virtualClock } from '../../state/testing/world.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import Search from './search.tsx'

configure({ asyncUtilTimeout: 30_000 })
const person = (ref: string): Candidate => ({
  ref,
  name: { shown: 'clear', value: { full: `Persona ${ref}` } },
  kind: 'person',
  bits: 9,
  preselected: false,
  systems: [],
  says: '',
  facts: [],
})
function opened(found: (text: string) => Promise<readonly Candidate[]>, recents: object[] = []) {
  const clock = virtualClock()
  const asked: { text: string; signal: AbortSignal }[] = []
  const shown = vi.fn()
  const open = freshOpen()
  const card = {
    clock,
    show: shown,
    recents: async () => recents,
    search: (text: string, stop: AbortSignal) => {
      asked.push({ text, signal: stop })
      return found(text)
    },
  }
  const view = { card, open, state: { revealed: signal(new Map()) }, now: signal(0) } as unknown as View
  const { unmount, container } = render(
    <ViewProvider value={view}>
      <Search />
    </ViewProvider>,
  )
  const input = screen.getByRole('combobox') as HTMLInputElement
  return {
    asked,
    shown,
    input,
    clock,
    open,
    unmount,
    says: () => container.querySelector('[aria-live]')?.textContent,
    type: async (text: string) => {
      await act(() => void fireEvent.input(input, { target: { value: text } }))
      await act(() => clock.run(220))
    },
    press: (key: string) => act(() => void fireEvent.keyDown(input, { key })),
    active: () => screen.queryAllByRole('option', { selected: true }).map((o) => o.textContent),
  }
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

it('nothing is asked before three letters, and only once the agent has stopped typing', async () => {
  const { asked, type, input } = opened(async () => [])
  await type('lu')
  expect(asked).toEqual([])
  await act(() => void fireEvent.input(input, { target: { value: 'luc' } }))
  await act(() => void fireEvent.input(input, { target: { value: 'lucí' } }))
  await type('lucía')
  expect(asked.map((a) => a.text)).toEqual(['lucía'])
})
it('a late answer to what was typed before does not take the place of the newest', async () => {
  const answers = new Map<string, (found: readonly Candidate[]) => void>()
  const { asked, type } = opened((text) => new Promise((done) => answers.set(text, done)))
  await type('ana')
  await type('anabel')
  expect(asked.map((a) => a.signal.aborted)).toEqual([true, false])
  await act(async () => answers.get('anabel')?.([person('nueva')]))
  await act(async () => answers.get('ana')?.([person('vieja')]))
  expect(screen.queryByText('Persona vieja')).toBeNull()
  expect(screen.getByText('Persona nueva')).toBeTruthy()
})
it('a search that failed late says nothing of the newest', async () => {
  const fails = new Map<string, (error: Error) => void>()
  const { type, says } = opened((text) => new Promise((_, fail) => fails.set(text, fail)))
  await type('ana')
  await type('anabel')
  await act(async () => fails.get('ana')?.(new Error('the line is cut')))
  expect(says()).toBe(t('search.busy'))
})
it('with nobody found, what was typed exactly is still offered, and the list counts as open', async () => {
  const { type, input } = opened(async () => [])
  expect(input.getAttribute('aria-expanded')).toBe('false')
  await type('eva')
  expect(input.getAttribute('aria-expanded')).toBe('true')
  expect(screen.getAllByRole('option').map((o) => o.textContent)).toEqual([
    t('search.exact', { text: 'eva' }),
  ])
})
it('Enter takes the only one found; among several, what was typed exactly, unless one was chosen', async () => {
  const one = opened(async () => [person('a')])
  await one.type('ana')
  one.press('Enter')
  expect(one.shown.mock.calls).toEqual([[{ candidate: 'a' }]])

  document.body.replaceChildren()
  const two = opened(async () => [person('a'), person('b')])
  await two.type('ana')
  two.press('Enter')
  two.press('ArrowDown')
  two.press('ArrowDown')
  two.press('Enter')
  expect(two.shown.mock.calls).toEqual([[{ hints: [{ kind: 'any', value: 'ana' }] }], [{ candidate: 'b' }]])
})
it('the arrows go through all that is offered and round again', async () => {
  const { type, press, active } = opened(async () => [person('a'), person('b')])
  await type('ana')
  const seen: (string | undefined)[] = []
  for (let i = 0; i < 4; i++) {
    press('ArrowDown')
    seen.push(active()[0] ?? undefined)
  }
  expect(seen).toEqual(['Persona a', 'Persona b', 'Buscar exactamente «ana»', 'Persona a'])
  press('ArrowUp')
  expect(active()).toEqual(['Buscar exactamente «ana»'])
})
it('while nothing is typed, the last people are offered, at most five', async () => {
  const recents = Array.from({ length: 7 }, (_, i) => ({
    name: `Reciente ${i}`,
    at: `2026-03-0${i + 1}`,
    hints: [{ kind: 'phone', value: String(i) }],
  }))
  const { shown, type } = opened(async () => [], recents)
  await screen.findByText('Reciente 0')
  expect(screen.getAllByText(/^Reciente \d/)).toHaveLength(5)
  fireEvent.click(screen.getByText('Reciente 1'))
  expect(shown.mock.calls).toEqual([[{ hints: [{ kind: 'phone', value: '1' }] }]])
  await type('ana')
  expect(screen.queryByText('Reciente 0')).toBeNull()
})
it('says how the search goes: too short, under way, how many, nobody, or why it failed', async () => {
  const answers: Record<string, () => Promise<readonly Candidate[]>> = {
    ana: async () => [person('a'), person('b')],
    eva: async () => [],
    luz: () => new Promise(() => {}),
    mar: () =>
      Promise.reject(
        new SourceError('refused', '', {
          type: '',
          title: '',
          status: 429,
          code: 'too-many',
          detail: 'Demasiadas veces.',
        }),
      ),
    sol: () => Promise.reject(new Error('a fault of ours')),
  }
  const { type, says, input, asked } = opened((text) => answers[text]?.() ?? Promise.reject(new Error(text)))
  expect(says()).toBe('')
  await type('lu')
  expect(says()).toBe(t('search.short'))
  await type('')
  expect(says()).toBe('')
  await type('luz')
  expect(says()).toBe(t('search.busy'))
  await type('  ana ')
  expect([says(), input.getAttribute('aria-expanded')]).toEqual([t('search.count', { n: 2 }), 'true'])
  await type('eva')
  expect(says()).toBe(t('search.none', { text: 'eva' }))
  await type('mar')
  expect(says()).toBe(t('search.failed', { says: 'Demasiadas veces.' }))
  await type('sol')
  expect(says()).toBe(t('search.failed', { says: '' }))
  expect(asked.map((a) => a.text)).toEqual(['luz', 'ana', 'eva', 'mar', 'sol'])
})
it('what is typed exactly goes without the blanks around it, and not before three letters', async () => {
  const { type, press, shown, input } = opened(async () => [])
  await type('  an ')
  press('Enter')
  // Nobody was taken, and the key was not either.
  expect(fireEvent.keyDown(input, { key: 'Enter' })).toBe(true)
  expect(shown).not.toHaveBeenCalled()
  await type('  ana ')
  press('Enter')
  fireEvent.click(screen.getByRole('option'))
  expect(shown.mock.calls).toEqual([
    [{ hints: [{ kind: 'any', value: 'ana' }] }],
    [{ hints: [{ kind: 'any', value: 'ana' }] }],
  ])
})
it('the chosen one is named to a screen reader, and nobody is chosen any more when something else is typed', async () => {
  const { type, press, active, input, shown } = opened(async () => [person('a'), person('b')])
  await type('ana')
  const chosen = () => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent
  expect(input.hasAttribute('aria-activedescendant')).toBe(false)
  press('ArrowDown')
  expect([chosen(), active()]).toEqual(['Persona a', ['Persona a']])
  await type('anabel')
  expect([chosen(), active()]).toEqual([undefined, []])
  fireEvent.click(screen.getByText('Persona b'))
  expect(shown.mock.calls).toEqual([[{ candidate: 'b' }]])
})
it('closed, it asks no more and calls off what it asked', async () => {
  const { type, asked, clock, input, unmount, open } = opened(() => new Promise(() => {}))
  open.value = 'search'
  await type('ana')
  await act(() => void fireEvent.input(input, { target: { value: 'anabel' } }))
  fireEvent.click(screen.getByText(t('tool.close')))
  expect(open.value).toBeUndefined()
  act(() => void unmount())
  await act(() => clock.run(1_000))
  expect(asked.map((a) => [a.text, a.signal.aborted])).toEqual([['ana', true]])
})
