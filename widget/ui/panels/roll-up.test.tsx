// @vitest-environment happy-dom
import { signal } from '@preact/signals-core'
import { act, configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { RollUp, RollUpMember } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import { SourceError } from '../../source/port.ts'
import { type View, ViewProvider } from '../view.ts'
import RollUpOf from './roll-up.tsx'

// A wait ends by what it waits for, not by the second the library gives it.
configure({ asyncUtilTimeout: 30_000 })

const euros = (amount: string, currency = 'EUR') => ({ amount, currency })
const member = (
  name: string,
  is: RollUpMember['is'],
  sums: ReturnType<typeof euros>[] = [],
  more: Partial<RollUpMember> = {},
): RollUpMember => ({
  name: { shown: 'clear', value: name },
  is,
  sums: { shown: 'clear', value: sums },
  from:
    is === 'value'
      ? [{ connector: 'shop', record: 'r', fetchedAt: '2026-03-10T09:59:00Z', confirmed: true }]
      : [],
  because: [],
  ...more,
})
const whole: RollUp = {
  kind: 'company',
  question: 'orders',
  beyond: 0,
  complete: true,
  because: [],
  sums: { shown: 'clear', value: [euros('127.30'), euros('9.00', 'USD')] },
  members: [
    member('', 'value', [euros('100.10')], { self: true }),
    member('Eva Mora', 'value', [euros('27.20'), euros('9.00', 'USD')], {
      role: { shown: 'clear', value: 'compras' },
    }),
  ],
}
type Heard = RollUp | Error | Promise<RollUp>

function tree(...says: Heard[]) {
  const asked: unknown[] = []
  const signals: AbortSignal[] = []
  const ask = async function* (request: unknown, stop: AbortSignal) {
    asked.push(request)
    signals.push(stop)
    for (const one of says) {
      const rollUp = await one
      if (rollUp instanceof Error) throw rollUp
      yield {
        event: 'reading',
        reading: {
          question: 'relations',
          connector: 'crm',
          state: { known: 'nothing' },
          asking: { asking: 'idle' },
          rollUp,
        },
      }
    }
    yield { event: 'settled' }
  }
  const who = {
    card: 'handle',
    ficha: {
      panels: [
        { question: 'orders', state: 'open', systems: [{ connector: 'shop', title: 'Tienda' }] },
        { question: 'payments', state: 'withheld', systems: [] },
      ],
      mayAsk: [],
    },
  }
  const view = {
    card: { source: { ask } },
    state: { epoch: 3, who: signal(who), systems: signal(new Map()) },
    now: signal(Date.parse('2026-03-10T10:00:00Z')),
  } as unknown as View
  const { container, unmount } = render(
    <ViewProvider value={view}>
      <RollUpOf kind="company" />
    </ViewProvider>,
  )
  return {
    asked,
    signals,
    container,
    unmount,
    press: () =>
      act(() => {
        fireEvent.click(screen.getByRole('button'))
      }),
  }
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
afterEach(() => {
  document.body.replaceChildren()
})

it('nothing is asked until it is pressed, and only what the role may see is offered', async () => {
  const { asked, press } = tree(whole)
  expect(screen.getAllByRole('button').map((b) => b.getAttribute('aria-label'))).toEqual([
    'Sumar pedidos de sus miembros, preguntando ahora',
  ])
  expect(asked).toEqual([])
  await press()
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toMatch(/^En total: 127,30.€ \+ 9,00.(US)?\$$/),
  )
  expect(asked).toEqual([{ card: 'handle', question: 'orders', rollUp: 'company', epoch: 3, locale: 'es' }])
})

it('each member with their sum, their source and its age; this customer is one of them', async () => {
  const { press } = tree(whole)
  await press()
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2))
  const [self, eva] = screen.getAllByRole('listitem').map((li) => li.textContent ?? '')
  expect(self).toMatch(/^Este cliente100,10.€Tienda, /)
  expect(eva).toMatch(/^Eva Mora27,20.€ \+ 9,00.(US)?\$compras\u00a0· Tienda, /)
})

it('what is missing makes it "at least", and says of whom and why; unknown, none and withheld never look alike', async () => {
  const { press } = tree({
    ...whole,
    complete: false,
    beyond: 2,
    because: [{ code: 'incomplete', says: 'Hay más miembros' }],
    sums: { shown: 'clear', value: [euros('100.10')] },
    members: [
      member('Uno', 'incomplete', [], {
        because: [{ connector: 'shop', code: 'down', says: 'Tienda no contesta' }],
      }),
      member('Dos', 'unknown', [], { because: [{ code: 'not-asked', says: 'No se sabe cuál es' }] }),
      member('Tres', 'none'),
      member('Cuatro', 'withheld'),
    ],
  })
  await press()
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toMatch(
      /^Al menos 100,10.€; la suma está incompletaHay más miembros; 2 más sin preguntar$/,
    ),
  )
  expect(screen.getAllByRole('listitem').map((li) => li.textContent)).toEqual([
    'Unoal menos nadaTienda no contesta',
    'Dosno se sabeNo se sabe cuál es',
    'Tresno tiene',
    'CuatroTu puesto no ve este dato',
  ])
})

it('while members are out no sum is said; broken off, none is left standing; closed, nobody is asked on', async () => {
  let give: (x: RollUp) => void = () => {}
  const half: RollUp = { ...whole, complete: false, members: [member('Uno', 'waiting')] }
  const waits = tree(
    half,
    new Promise<RollUp>((r) => {
      give = r
    }),
  )
  await waits.press()
  await waitFor(() => expect(screen.getByRole('listitem').textContent).toBe('Unopreguntando'))
  expect(screen.getByRole('status').textContent).toBe('Preguntando a cada miembro…')
  expect(screen.getByRole<HTMLButtonElement>('button').disabled).toBe(true)
  waits.unmount()
  expect(waits.signals[0]?.aborted).toBe(true)
  give(whole)
  const broken = tree(half, new SourceError('lost', 'gone'))
  await broken.press()
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('No se pudo preguntar.'))
  expect(screen.queryByRole('listitem')).toBeNull()
})

it('a role that sees no amounts is told so', async () => {
  const { press } = tree({ ...whole, complete: false, sums: { shown: 'withheld' }, members: [] })
  await press()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Tu puesto no ve los importes'))
})
