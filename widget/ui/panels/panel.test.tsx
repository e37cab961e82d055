// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Field, ForeignCard, ReleasedRow } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage } from '../../i18n/index.ts'
import type { PanelState, SourceState } from '../../state/index.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import Foreign from './foreign.tsx'
import { lacking, standing } from './from.tsx'
import { Panel } from './panel.tsx'
import Facts from './record.tsx'
import Tree from './tree.tsx'

configure({ asyncUtilTimeout: 30_000 })
const now = Date.parse('2026-03-10T10:00:00Z')
const clear = <T,>(value: T): Field<T> => ({ shown: 'clear', value })
const from = (connector = 'shop') => ({
  connector,
  record: 'r',
  fetchedAt: '2026-03-10T09:59:50Z',
  confirmed: true,
})
const row = (fields: Record<string, Field>, connector = 'shop'): ReleasedRow => ({
  ref: 'ref',
  from: from(connector),
  fields,
})
const source = (more: Partial<SourceState> = {}): SourceState => ({
  connector: 'shop',
  title: 'Tienda',
  known: 'value',
  asking: { asking: 'idle' },
  fetchedAt: '2026-03-10T09:59:50Z',
  confirmed: true,
  ...more,
})
const panelOf = (more: Partial<PanelState> = {}, view: Partial<PanelState['view']> = {}): PanelState => ({
  view: {
    id: 'orders',
    question: 'orders',
    title: 'Pedidos',
    ask: 'at-once',
    state: 'open',
    fields: [{ name: 'orderNumber', label: 'Pedido', type: 'id' }],
    systems: [],
    ...view,
  },
  is: 'rows',
  rows: [row({ orderNumber: clear('10432') })],
  complete: true,
  sources: [source()],
  ...more,
})
function show(children: preact.ComponentChildren, card: object = {}, line = 'ready') {
  const view = {
    card,
    state: {
      systems: signal(new Map()),
      signals: signal(new Map()),
      connection: signal({ line }),
      who: signal(undefined),
      revealed: signal(new Map()),
    },
    now: signal(now),
    toast: signal(''),
    open: freshOpen(),
  } as unknown as View
  return render(<ViewProvider value={view}>{children}</ViewProvider>)
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

describe('how a source stands', () => {
  const mark = (more: Partial<SourceState>, live = true) => standing(source(more), now, live).mark
  it('fresh values bear no mark; those of an hour ago, or of a card whose line is cut, are old', () => {
    expect(mark({})).toBe('')
    expect(mark({ fetchedAt: '2026-03-10T08:59:00Z' })).toBe('old')
    expect(mark({}, false)).toBe('old')
    expect(mark({ asking: { asking: 'failed', code: 'unavailable', since: '' } })).toBe('old')
  })
  it('without a value it waits, is down, or was not asked: never the same mark', () => {
    const nothing = { fetchedAt: undefined, known: 'nothing' } as const
    expect(mark({ ...nothing, asking: { asking: 'waiting', since: '' } })).toBe('wait')
    expect(mark({ ...nothing, asking: { asking: 'failed', code: 'unavailable', since: '' } })).toBe('down')
    expect(standing(source(nothing), now, true, true).mark).toBe('off')
  })
  it('an answer the system does not confirm says by which key it was asked; a confirmed one does not', () => {
    const words = (confirmed: boolean) => {
      document.body.replaceChildren()
      return show(<Panel panel={panelOf({ sources: [source({ confirmed, askedBy: 'correo' })] })} />)
        .container.textContent
    }
    expect(words(false)).toContain('preguntado por correo; el sistema no lo confirma')
    expect(words(true)).not.toContain('preguntado por')
  })
})

describe('a list that is not whole', () => {
  it('says of whom and why: more than fits, rows hidden from this role, what could not be read, a system that is silent', () => {
    expect(lacking(panelOf({ sources: [source({ missing: 'truncated' })] }))).toBe(
      'Tienda tiene más de lo que se ve',
    )
    expect(lacking(panelOf({ sources: [source({ missing: 'filtered' })] }))).toBe(
      'hay filas que tu puesto no ve',
    )
    expect(lacking(panelOf({ sources: [source({ missing: 'unreadable' })] }))).toBe(
      'parte de lo que contesta Tienda no se ha podido leer',
    )
    expect(lacking(panelOf({ sources: [source(), source({ known: 'nothing', title: 'Caja' })] }))).toBe(
      'Caja: sin respuesta',
    )
    expect(lacking(panelOf())).toBe('')
  })
  it('goes on from where its system stopped', () => {
    const more = vi.fn()
    show(<Panel panel={panelOf({ sources: [source({ next: 'page-2' })] })} />, { more })
    fireEvent.click(screen.getByText('Ver más'))
    expect(more.mock.calls).toEqual([['orders', 'shop', 'page-2']])
  })
  it('names its total only where that is more than stands here', () => {
    const total = (count: number) => {
      document.body.replaceChildren()
      return show(<Panel panel={panelOf({ totals: { count } })} />).container.textContent?.includes(
        'en total',
      )
    }
    expect([total(1), total(2)]).toEqual([false, true])
  })
})

describe('one record of several systems', () => {
  const cols = [{ name: 'tier', label: 'Nivel', type: 'text' }]
  const facts = (...rows: ReleasedRow[]) => show(<Facts rows={rows} cols={cols} />).container
  it('shows what this role may see, from whichever system', () => {
    expect(facts(row({ tier: { shown: 'withheld' } }), row({ tier: clear('Oro') }, 'till')).textContent).toBe(
      'NivelOro',
    )
  })
  it('says that the others differ, and keeps quiet where they agree', async () => {
    expect(facts(row({ tier: clear('Oro') }), row({ tier: clear('Oro') }, 'till')).textContent).toBe(
      'NivelOro',
    )
    document.body.replaceChildren()
    facts(row({ tier: clear('Oro') }), row({ tier: clear('Plata') }, 'till'))
    const other = await screen.findByText('Otro sistema dice otra cosa')
    expect(other.closest('details')?.textContent).toContain('Plata')
  })
})

describe('a card in somebody else’s words', () => {
  const foreign = (card: Partial<ForeignCard>) => {
    document.body.replaceChildren()
    return show(<Foreign rows={[row({ card: clear({ key: 'k', title: 'Plan', ...card }) as Field })]} />)
      .container.textContent
  }
  it('that did not come and one with nothing to show are not alike', () => {
    expect(foreign({ state: 'missing', blocks: [] })).toContain('no ha enviado la tarjeta')
    expect(foreign({ state: 'nothing', blocks: [] })).toContain('no tiene nada que mostrar')
    expect(
      foreign({ state: 'loaded', blocks: [{ is: 'text', text: 'Anual', tone: 'normal', size: 'm' }] }),
    ).toBe('PlanAnual')
  })
  it('that this role may not see says so, and nothing else', () => {
    const hidden = show(<Foreign rows={[row({ blocks: { shown: 'withheld' } })]} />).container
    expect(hidden.querySelector('.hatch')?.textContent).toBe(hidden.textContent)
  })
})

it('the sum under a parent is "at least" while the list of members is not whole', () => {
  const member = (name: string, amount: string, parent?: string) =>
    row({
      name: clear(name),
      kind: clear({ code: 'company' }),
      total: clear({ amount, currency: 'EUR' }),
      ...(parent ? { parent: clear(parent) } : {}),
    })
  const rows = [member('Hoteles SA', '10.00', 'Grupo'), member('Bares SL', '5.50', 'Grupo')]
  const tree = (complete: boolean) => {
    document.body.replaceChildren()
    const panel = panelOf(
      { rows, complete },
      { question: 'relations', rollUp: 'company', fields: [{ name: 'name', label: 'Nombre', type: 'text' }] },
    )
    return show(<Tree panel={panel} cols={panel.view.fields} />, {}).container.querySelector('small')
      ?.textContent
  }
  expect(tree(true)).toMatch(/^Suma de 2: 15,50\s€$/)
  expect(tree(false)).toMatch(/^Al menos 15,50\s€/)
})
