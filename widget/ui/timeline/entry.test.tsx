// @vitest-environment happy-dom
import { render } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Field, TimelineEntry } from '../../../connectors/contract/index.ts'
import { history } from '../../i18n/history.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { Days } from './entry.tsx'
import { Windowed } from './windowed.tsx'

const now = Date.parse('2026-03-10T10:00:00Z')
const entry = (key: string, at: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  key,
  question: 'orders',
  at,
  coming: false,
  from: { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true },
  fields: {},
  ...more,
})
const days = (entries: readonly TimelineEntry[], before?: TimelineEntry) =>
  render(<Days entries={entries} before={before} about={{ kinds: [], now, system: () => 'Tienda' }} />)
    .container
beforeAll(async () => {
  await setLanguage('es')
  await Promise.all([loadTexts(later), loadTexts(history)])
})
beforeEach(() => document.body.replaceChildren())

it('a day is called by what it is to the reader: today, yesterday, tomorrow, else its date', () => {
  const names = days([
    entry('t', '2026-03-11'),
    entry('a', '2026-03-10T08:00:00Z'),
    entry('b', '2026-03-10T07:00:00Z'),
    entry('c', '2026-03-09T23:30:00Z'),
    entry('d', '2026-03-09T22:30:00Z'),
    entry('e', '2026-03-01'),
  ])
  // Half past midnight of the tenth, in Madrid, is still the ninth in London.
  expect([...names.querySelectorAll('h4')].map((h) => h.textContent?.toLowerCase())).toEqual([
    'mañana',
    'hoy',
    'ayer',
    expect.stringContaining('1 de marzo'),
  ])
  expect([...names.querySelectorAll('ul')].map((ul) => ul.children.length)).toEqual([1, 3, 1, 1])
})
it('a day that goes on from the block before is not named twice, but its list is', () => {
  const rest = days([entry('b', '2026-03-10T07:00:00Z')], entry('a', '2026-03-10T08:00:00Z'))
  expect([
    rest.querySelector('h4'),
    rest.querySelector('ul')?.getAttribute('aria-label')?.toLowerCase(),
  ]).toEqual([null, 'hoy'])
})
it('of what this role may not see nothing is written; of what is masked, its hint', () => {
  const text = (field: Field) => {
    document.body.replaceChildren()
    const fields = { amount: field }
    return days([entry('a', '2026-03-10', { fields, amount: 'amount' })]).querySelector('.n')?.textContent
  }
  expect(days([entry('b', '2026-03-10')]).querySelector('.n')?.textContent).toBe('')
  expect(text({ shown: 'withheld' })).toBe('')
  expect(text({ shown: 'masked', hint: '•• €', revealable: false })).toBe('•• €')
  expect(text({ shown: 'clear', value: 'diez' })).toBe('diez')
})
it('what its system does not confirm says so', () => {
  const from = { connector: 'shop', record: 'r', fetchedAt: '', confirmed: false }
  const [yes, no] = [
    days([entry('a', '2026-03-10')]).textContent,
    days([entry('a', '2026-03-10', { from })]).textContent,
  ]
  expect(no).not.toBe(yes)
  expect(no?.startsWith(yes ?? '?')).toBe(true)
})
it('the block that holds the focus stays in the page, however far one scrolls', async () => {
  const { container } = render(
    <Windowed
      blocks={200}
      estimate={() => 880}
      label="x"
      onEnd={() => {}}
      renderBlock={(b) => <button type="button">{`bloque ${b}`}</button>}
    />,
  )
  const box = container.querySelector('.scroller') as HTMLElement
  const first = box.querySelector('button') as HTMLElement
  await act(() => first.focus())
  box.scrollTop = 100 * 880
  await act(() => void box.dispatchEvent(new Event('scroll')))
  expect([first.isConnected, document.activeElement === first]).toEqual([true, true])
  expect(box.textContent).toContain('bloque 100')
  expect(box.textContent).not.toContain('bloque 50')
})
