// @vitest-environment happy-dom

import { signal } from '@preact/signals'
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { QuestionToAsk } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
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
type Answer =
  | { is: 'done'; value: { done: boolean; says: string } }
  | { is: 'failed'; code: string; says: string }
  | { is: 'gone' }
async function box(question: QuestionToAsk, answers: (value: string) => Answer | Promise<Answer>) {
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
it.each([
  ['offline', 'act.unknown'],
  ['lost', 'act.unknown'],
  ['internal', 'act.unknown'],
  ['conflict', 'act.said'],
  ['forbidden', 'act.failed'],
] as const)('an answer that ended with %s says what is known of it', async (code, key) => {
  const { root, write, view } = await box(birthday, () => ({ is: 'failed', code, says: 'Míralo.' }))
  await write('1986-05-14')
  await expect.poll(() => root.querySelector('p.bad')?.textContent).toBe(t(key, { says: 'Míralo.' }))
  expect(view.toast.value).toBe('')
})
it('an answer that was written is said; one that was left out, or whose card has gone, is not', async () => {
  const yes = (): Answer => ({ is: 'done', value: { done: true, says: '' } })
  const skipped = await box(birthday, yes)
  await act(async () => (skipped.root.querySelector('footer .link') as HTMLElement).click())
  expect([skipped.given, skipped.view.toast.value]).toEqual([[''], ''])
  const done = await box({ ...birthday, type: 'text' }, yes)
  await done.write('  1986-05-14 ')
  expect(done.given).toEqual(['1986-05-14'])
  await expect.poll(() => done.view.toast.value).toBe(t('question.answered'))
  const gone = await box(birthday, () => ({ is: 'gone' }))
  await gone.write('1986-05-14')
  expect([gone.view.toast.value, gone.root.querySelector('p.bad')]).toEqual(['', null])
})
it('while one answer is on its way there is no other; then there is', async () => {
  let end: (answer: Answer) => void = () => {}
  const { root, write, given } = await box(birthday, () => new Promise<Answer>((done) => (end = done)))
  const button = () => root.querySelector('button[type=submit]') as HTMLButtonElement
  expect(button().disabled).toBe(true)
  await write('1986-05-14')
  expect(button().disabled).toBe(true)
  await write('1986-05-15')
  expect(given).toEqual(['1986-05-14'])
  await act(async () => end({ is: 'gone' }))
  await expect.poll(() => button().disabled).toBe(false)
  await write('1986-05-15')
  expect(given).toEqual(['1986-05-14', '1986-05-15'])
})
it.each([
  ['date', 'date'],
  ['number', 'number'],
  ['mail', 'email'],
  ['phone', 'tel'],
  ['text', 'text'],
  [undefined, 'text'],
])('a %s is written as %s', async (type, is) => {
  const { input } = await box(
    { ...birthday, ...(type ? { type } : { type: undefined }) } as QuestionToAsk,
    () => ({ is: 'gone' }),
  )
  expect(input.type).toBe(is)
})
