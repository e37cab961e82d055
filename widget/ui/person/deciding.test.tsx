// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Candidate, Who } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import Chooser from './chooser.tsx'
import Locked from './locked.tsx'
import Possible from './possible.tsx'
import { WhoHead } from './who.tsx'

configure({ asyncUtilTimeout: 30_000 })
const candidate = (ref: string, more: Partial<Candidate> = {}): Candidate => ({
  ref,
  name: { shown: 'clear', value: { full: `Persona ${ref}` } },
  kind: 'person',
  bits: 9,
  preselected: false,
  systems: ['shop'],
  says: 'Mismo teléfono',
  facts: [],
  ...more,
})
const who = (more: Partial<Who> = {}): Who =>
  ({
    outcome: 'identified',
    card: 'c',
    about: [],
    person: { name: { shown: 'clear', value: { full: 'Ana Gil' } }, kind: 'person', marks: [] },
    sure: { level: 'sure', by: 'phone', says: '', reasons: [] },
    keys: [],
    ficha: { glance: [], others: [], actions: [], panels: [], mayAsk: [] },
    ...more,
  }) as unknown as Who

function show(children: preact.ComponentChildren, card: object = {}) {
  const open = freshOpen()
  const view = {
    card,
    state: {
      systems: signal(new Map()),
      who: signal(who()),
      faults: signal([]),
      subject: undefined,
      revealed: signal(new Map()),
    },
    now: signal(0),
    toast: signal(''),
    open,
  } as unknown as View
  return { open, ...render(<ViewProvider value={view}>{children}</ViewProvider>) }
}
const press = (key: string, more: KeyboardEventInit = {}, at: Element = document.body) =>
  at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

describe('several people', () => {
  it('are chosen by their number, unless somebody types, a modifier is held or something is open', () => {
    const chosen = vi.fn()
    const { open, container } = show(
      <Chooser who={who({ outcome: 'several', candidates: ['a', 'b', 'c'].map((ref) => candidate(ref)) })} />,
      { show: chosen },
    )
    const input = container.appendChild(document.createElement('input'))
    press('1', { ctrlKey: true })
    press('1', {}, input)
    open.value = 'search'
    press('1')
    open.value = undefined
    press('4')
    press('0')
    expect(chosen).not.toHaveBeenCalled()
    press('2')
    press('3')
    expect(chosen.mock.calls).toEqual([[{ candidate: 'b' }], [{ candidate: 'c' }]])
  })
  it('each is shown with what tells them apart, and with a touch', () => {
    const chosen = vi.fn()
    show(<Chooser who={who({ outcome: 'several', candidates: [candidate('a'), candidate('b')] })} />, {
      show: chosen,
    })
    fireEvent.click(screen.getByRole('button', { name: /Persona b/ }))
    expect(chosen.mock.calls).toEqual([[{ candidate: 'b' }]])
  })
})

describe('one who may be the same person', () => {
  const answer = async (words: string, done: object = { is: 'done' }) => {
    const decide = vi.fn(async () => done)
    const one = candidate('a')
    const { container } = show(<Possible candidate={one} />, { decide })
    await act(async () => void fireEvent.click(screen.getByText(words)))
    return { calls: decide.mock.calls, one, container }
  }
  it.each([
    ['Sí, es', 'same'],
    ['No es', 'different'],
  ])('«%s» decides «%s» about that candidate', async (words, decision) => {
    const { calls, one } = await answer(words)
    expect(calls).toEqual([[decision, { candidate: one }]])
  })
  it('«No sé» decides nothing and asks no more', async () => {
    const { calls, container } = await answer('No sé')
    expect([calls, container.textContent]).toEqual([[], ''])
  })
  it('a decision that was not taken is said, with its reason', async () => {
    const { container } = await answer('Sí, es', { is: 'failed', says: 'Sin permiso.' })
    expect(container.textContent).toContain('No se pudo. Sin permiso.')
  })
})

it('somebody who is only probable bears a question mark and how sure it is; somebody sure does not', () => {
  const mark = (level: 'sure' | 'probable') => {
    document.body.replaceChildren()
    show(<WhoHead who={who({ sure: { level, by: 'phone', says: '', reasons: [] } })} />)
    return document.querySelector('.sure')?.textContent
  }
  expect(mark('sure')).toMatch(/^✓ por teléfono/)
  expect(mark('probable')).toMatch(/^\? casi seguro/)
})

it('a locked account opens once the agent has confirmed the question with the customer', () => {
  const confirm = vi.fn()
  show(<Locked words="Pregunta por la población." />, { confirm })
  expect(confirm).not.toHaveBeenCalled()
  fireEvent.click(screen.getByText('Confirmado'))
  expect(confirm).toHaveBeenCalledTimes(1)
})
