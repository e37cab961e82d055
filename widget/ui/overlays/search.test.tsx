// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Candidate } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
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
  render(
    <ViewProvider value={view}>
      <Search />
    </ViewProvider>,
  )
  const input = screen.getByRole('combobox') as HTMLInputElement
  return {
    asked,
    shown,
    input,
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
