// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/preact'
import { afterEach, expect, it } from 'vitest'
import type { PolicyView, ReleasedRow } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { PolicyNotes } from './policy-notes.tsx'

const from = { connector: 'desk', record: 'r', fetchedAt: '2026-11-21T10:00:00Z', confirmed: true }
const row = (fields: ReleasedRow['fields']): ReleasedRow => ({ ref: 'x', from, fields })
const clear = (value: unknown) => ({ shown: 'clear' as const, value })
const words = (id: string, where?: PolicyView['where']): PolicyView => ({
  id,
  title: `Norma ${id}`,
  text: `Haz lo de ${id}.`,
  ...(where ? { where } : {}),
})
const of = [
  words('todas'),
  words('entrega', { field: 'matter', is: ['entrega', 'delivery'] }),
  words('tarde', { field: 'status', is: ['late'] }),
]
const shown = (r?: ReleasedRow): string[] => {
  const { container } = render(<PolicyNotes of={of} row={r} />)
  return [...container.querySelectorAll('details')].map((d) => d.querySelector('bdi')?.textContent ?? '')
}
afterEach(cleanup)

it('stands beside the rows it governs, by code or by words, and nowhere else', () => {
  expect(shown(row({ matter: clear('Entrega'), status: clear({ code: 'open', label: 'Abierta' }) }))).toEqual(
    ['Norma entrega'],
  )
  expect(
    shown(row({ matter: clear('factura'), status: clear({ code: 'late', label: 'Retrasado' }) })),
  ).toEqual(['Norma tarde'])
  expect(shown(row({ matter: clear('factura') }))).toEqual([])
})
it('what governs all that stands here is said once, beside the panel', () =>
  expect(shown()).toEqual(['Norma todas']))
it('a fact this role may not see decides nothing', () => {
  expect(
    shown(
      row({ matter: { shown: 'masked', hint: 'entrega', revealable: false }, status: { shown: 'withheld' } }),
    ),
  ).toEqual([])
})
it('is folded, in the language on screen, and text is only text', async () => {
  await loadTexts(later)
  await setLanguage('en')
  const { container: root } = render(
    <PolicyNotes of={[{ id: 'a', title: '<b>x</b>', text: '<img src=x onerror=alert(1)>' }]} />,
  )
  const details = root.querySelector('details') as HTMLDetailsElement
  expect([details.open, details.querySelector('summary')?.textContent, root.querySelector('img, b')]).toEqual(
    [false, 'What to do: <b>x</b>', null],
  )
  await setLanguage('es')
})
