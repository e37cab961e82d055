// @vitest-environment happy-dom

import { signal } from '@preact/signals'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { QuestionToAsk } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { type View, ViewProvider } from '../view.ts'
import QuestionBox from './question.tsx'

const birthday: QuestionToAsk = {
  id: 'birthday',
  ref: 'r',
  words: '¿Qué día cumple años?',
  why: 'Con la respuesta se sabría: Cumpleaños',
  options: [],
  type: 'date',
  action: { connector: 'shop', name: 'birthday' },
}
type Answer = { is: 'done'; value: { done: boolean; says: string } }
async function box(question: QuestionToAsk, answers: (value: string) => Answer) {
  await setLanguage('es')
  await loadTexts(later)
  const given: string[] = []
  const view = {
    card: {
      answer: async (_: QuestionToAsk, value: string) => {
        given.push(value)
        return answers(value)
      },
    },
    toast: signal(''),
  } as unknown as View
  const root = document.body.appendChild(document.createElement('div'))
  render(
    <ViewProvider value={view}>
      <QuestionBox question={question} />
    </ViewProvider>,
    root,
  )
  const input = root.querySelector('input') as HTMLInputElement
  // Each is painted, and what it caused, before the next.
  const write = async (value: string) => {
    await act(async () => {
      input.value = value
      input.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await act(async () => {
      root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    })
  }
  return { root, input, write, given, view }
}
afterEach(() => {
  for (const root of [...document.body.children]) {
    render(null, root)
    root.remove()
  }
})

it('an answer without options is written, as what it is; refused, it says why and what was written stays', async () => {
  const { root, input, write, given } = await box(birthday, (value) => ({
    is: 'done',
    value: { done: value < '2027', says: 'Ese día no ha llegado.' },
  }))
  expect([input.type, root.querySelector('label')?.textContent]).toEqual(['date', '¿Qué día cumple años?'])
  await write('2090-01-01')
  await vi.waitFor(
    () => expect(root.querySelector('p.bad')?.textContent).toContain('Ese día no ha llegado.'),
    { timeout: 20_000 },
  )
  expect(input.value).toBe('2090-01-01')
  await write('1986-05-14')
  expect(given).toEqual(['2090-01-01', '1986-05-14'])
})
it('nothing written is no answer', async () => {
  const { write, given } = await box(birthday, () => ({ is: 'done', value: { done: true, says: '' } }))
  await write('   ')
  expect(given).toEqual([])
})
it('with options it is one touch, and there is nothing to write in', async () => {
  const { root, given } = await box(
    {
      ...birthday,
      options: [
        { value: 'yes', label: 'Sí' },
        { value: 'no', label: 'No' },
      ],
    },
    () => ({ is: 'done', value: { done: true, says: '' } }),
  )
  expect(root.querySelector('input')).toBeNull()
  await act(async () => root.querySelector('button')?.click())
  expect(given).toEqual(['yes'])
})
