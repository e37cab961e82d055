// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  Field,
  ForeignBlock,
  ForeignCard,
  PanelView,
  ReleasedRow,
} from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import type { PanelState, SourceState } from '../../state/index.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import Blocks from './blocks.tsx'
import Foreign from './foreign.tsx'
import { FromLine, lacking, standing } from './from.tsx'
import LaidOut from './laid-out.tsx'
import Lines from './lines.tsx'
import { Panel } from './panel.tsx'
import Facts from './record.tsx'
import { type Column, columns, Row, rowKey } from './rows.tsx'
import Tree from './tree.tsx'

configure({ asyncUtilTimeout: 30_000 })
const now = Date.parse('2026-03-10T10:00:00Z')
const clear = (value: unknown): Field => ({ shown: 'clear', value }) as Field
const row = (fields: Record<string, Field>, connector = 'shop', url?: string): ReleasedRow =>
  ({
    ref: 'ref',
    from: {
      connector,
      record: 'r',
      fetchedAt: '2026-03-10T09:59:50Z',
      confirmed: true,
      ...(url ? { url } : {}),
    },
    fields,
  }) as ReleasedRow
const money = (amount: string) => clear({ amount, currency: 'EUR' })
const col = (name: string, type: string): Column => ({ name, label: `L-${name}`, type })
const plain = (text: string | null | undefined) => (text ?? '').replace(/\s/gu, ' ').trim()
function show(children: preact.ComponentChildren, card: object = {}, state: object = {}) {
  const view = {
    card,
    state: {
      systems: signal(new Map([['shop', { title: 'Tienda', state: 'answered' }]])),
      signals: signal(new Map()),
      connection: signal({ line: 'ready' }),
      who: signal(undefined),
      revealed: signal(new Map()),
      ...state,
    },
    now: signal(now),
    toast: signal(''),
    open: freshOpen(),
  } as unknown as View
  return render(<ViewProvider value={view}>{children}</ViewProvider>).container
}
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

describe('the columns of a list', () => {
  const view = (fields: PanelView['fields']) => ({ fields }) as PanelView
  it('are those of the ficha; else all that the rows have, typed by what is seen', () => {
    const fields = [{ name: 'a', label: 'A', type: 'id' }] as PanelView['fields']
    expect(columns(view(fields), [row({ b: clear(1) })])).toBe(fields)
    expect(
      columns(view([]), [
        row({ orderNumber: { shown: 'withheld' } }),
        row({ orderNumber: clear('1'), total: money('1') }),
        row({ x: { shown: 'withheld' } }),
      ]),
    ).toEqual([
      { name: 'orderNumber', label: 'order number', type: 'text' },
      { name: 'total', label: 'total', type: 'money' },
      { name: 'x', label: 'x', type: 'text' },
    ])
  })
  it('a row is known by its system and its own number, else by its place', () => {
    const cols = [col('note', 'text'), col('n', 'id')]
    expect(rowKey(row({ note: clear('x'), n: clear('7') }), cols, 3)).toBe('shop 7')
    expect(rowKey(row({ n: clear('7') }, 'till'), cols, 3)).toBe('till 7')
    expect(rowKey(row({ n: { shown: 'withheld' } }), cols, 3)).toBe('shop 3')
  })
})

describe('a row', () => {
  const cols = [
    col('n', 'id'),
    col('orderDate', 'date'),
    col('status', 'status'),
    col('total', 'money'),
    col('subject', 'text'),
    col('items', 'number'),
    col('open', 'boolean'),
    col('lines', 'nested'),
  ]
  const drawn = (fields: Record<string, Field>, many = false, url?: string) => {
    document.body.replaceChildren()
    const c = show(<Row row={row(fields, 'shop', url)} cols={cols} many={many} question="orders" />)
    return {
      head: plain(c.querySelector('b.h')?.textContent),
      weights: [...c.querySelectorAll(':scope > .n')].map((n) => plain(n.textContent)),
      small: plain(c.querySelector('small')?.textContent),
      nested: plain(c.querySelector('details.lines summary')?.textContent),
      link: c.querySelector('a')?.getAttribute('href'),
    }
  }
  it('has its title, its amount, its state, and the rest in small with what each is', () => {
    expect(
      drawn({
        n: clear('10432'),
        orderDate: clear('2026-03-01'),
        status: clear({ code: 'x', label: 'Enviado' }),
        total: money('12.5'),
        items: clear(3),
        open: clear(true),
      }),
    ).toEqual({
      head: '10432',
      weights: ['12,50 €', 'Enviado'],
      small: '1 mar · L-items 3',
      nested: '',
      link: undefined,
    })
  })
  it('is titled by what it is about before its number; without an amount its state stands in its place', () => {
    expect(
      drawn({ n: clear('7'), subject: clear('No llega'), status: clear({ code: 'x', label: 'Abierto' }) }),
    ).toMatchObject({ head: 'No llega', weights: ['Abierto'], small: '7' })
  })
  it('says of itself whether it is open only where no state says it', () => {
    expect(drawn({ n: clear('7'), open: clear(true) }).small).toBe(`L-open ${t('yes')}`)
  })
  it('leaves out what is empty, names its system among several, and links to it', () => {
    expect(
      drawn({ n: clear('7'), subject: clear(''), items: clear(2) }, true, 'https://shop.example/7'),
    ).toMatchObject({ head: '7 ↗', small: 'L-items 2 · Tienda', link: 'https://shop.example/7' })
  })
  it('says how many it holds in turn, and which once it is opened', async () => {
    const lines = [
      { name: 'Zapato', n: 2, price: { amount: '5', currency: 'EUR' } },
      { name: 'Bota', gone: null },
    ]
    expect(drawn({ n: clear('7'), lines: clear(lines) })).toMatchObject({ head: '7', nested: 'L-lines (2)' })
    const details = document.querySelector('details') as HTMLDetailsElement
    expect(details.querySelector('ul')).toBeNull()
    await act(async () => {
      details.open = true
      details.dispatchEvent(new Event('toggle'))
    })
    await screen.findByText('Bota')
    document.body.replaceChildren()
    const c = show(<Lines lines={lines} />)
    expect([...c.querySelectorAll('li')].map((li) => plain(li.textContent))).toEqual([
      'Zapato · × 2 · 5,00 €',
      'Bota',
    ])
  })
})

describe('the fields a system lays out itself', () => {
  const view = (blocks: unknown[]) =>
    ({
      fields: ['a', 'b', 'c', 's'].map((n) => col(n, n === 's' ? 'series' : 'text')),
      blocks: [{ connector: 'shop', blocks }],
    }) as unknown as PanelView
  const fields = { a: clear('uno'), b: clear('dos'), s: clear([1, 3, 2]) }
  it('are badges, one large figure with its line, and groups with their title', () => {
    const c = show(
      <Blocks
        view={view([
          { block: 'badges', fields: ['a', 'c', 'b'] },
          { block: 'metric', field: 'a', spark: 's' },
          { block: 'facts', title: { es: 'Grupo', en: 'Group' }, fields: ['b'] },
        ])}
        rows={[row(fields)]}
      />,
    )
    expect([...c.querySelectorAll('.chips > span')].map((x) => plain(x.textContent))).toEqual(['uno', 'dos'])
    expect(plain(c.querySelector('.metric')?.textContent)).toBe('L-a uno')
    expect(c.querySelector('.metric path')?.getAttribute('d')).toBe('M1.0 18.0 L45.0 2.0 L89.0 10.0')
    expect([c.querySelector('h3')?.textContent, plain(c.querySelector('dl')?.textContent)]).toEqual([
      'Grupo',
      'L-bdos',
    ])
  })
  it('of a system that lays out nothing are plain facts; one point makes no line', () => {
    const c = show(
      <Blocks
        view={view([{ block: 'metric', field: 'a', spark: 's' }])}
        rows={[row({ a: clear('x') }, 'till'), row({ a: clear('y'), s: clear([1]) })]}
      />,
    )
    expect([plain(c.querySelector('dl')?.textContent), c.querySelector('path')]).toEqual(['L-ax', null])
  })
})

describe('a card in somebody else’s words', () => {
  const foreign = (...blocks: unknown[]) => {
    document.body.replaceChildren()
    return show(
      <Foreign
        rows={[
          row({
            card: clear({
              key: 'k',
              title: { es: 'Plan', en: 'The plan' },
              state: 'loaded',
              blocks: blocks as ForeignBlock[],
            } satisfies Partial<ForeignCard>),
          }),
        ]}
      />,
    )
  }
  it('is text in its size and tone, line by line; badges, copies, links, dates, rows and boxes', () => {
    const c = foreign(
      { is: 'text', text: 'una\ndos', tone: 'warn', size: 'l' },
      { is: 'badge', text: 'Oro', tone: 'good' },
      { is: 'copy', label: 'Código', value: 'X-1' },
      { is: 'link', label: 'Ver', url: 'https://a.example/1' },
      { is: 'datetime', at: '2026-03-01T09:30:00Z' },
      { is: 'divider' },
      { is: 'spacer' },
      {
        is: 'row',
        main: [{ is: 'badge', text: 'izq', tone: 'calm' }],
        aside: [{ is: 'badge', text: 'der', tone: 'calm' }],
      },
      { is: 'box', content: [{ is: 'badge', text: 'dentro', tone: 'calm' }] },
    )
    expect(c.querySelector('h3')?.textContent).toBe('Plan')
    const text = c.querySelector('.size-l.tone-warn')
    expect([
      text?.querySelectorAll('br').length,
      [...(text?.querySelectorAll('bdi') ?? [])].map((b) => b.textContent),
    ]).toEqual([1, ['una', 'dos']])
    expect([
      c.querySelector('.tag')?.className,
      c.querySelector('button')?.textContent,
      c.querySelector('a')?.getAttribute('href'),
    ]).toEqual(['tag good', 'X-1', 'https://a.example/1'])
    expect(c.querySelector('.soft')?.textContent?.trim()).toBe('Código')
    expect([
      c.querySelector('time')?.getAttribute('datetime'),
      plain(c.querySelector('time')?.textContent),
    ]).toEqual(['2026-03-01T09:30:00Z', '1 mar 10:30'])
    expect([c.querySelectorAll('hr').length, c.querySelectorAll('.gap').length]).toEqual([1, 1])
    const pair = c.querySelector('.pair')
    expect([
      pair?.firstElementChild?.textContent,
      pair?.querySelector('.n')?.textContent,
      c.querySelector('.box')?.textContent,
    ]).toEqual(['izq', 'der', 'dentro'])
  })
  it('may come spread over the fields of its row', () => {
    const c = show(
      <Foreign
        rows={[
          row({
            title: clear('Plan'),
            blocks: clear([{ is: 'badge', text: 'Oro', tone: 'good' }]),
            state: clear('loaded'),
          }),
        ]}
      />,
    )
    expect(plain(c.textContent)).toBe('PlanOro')
  })
})

describe('what is not a list', () => {
  const of = (question: string, more: object = {}, rows = [row({ a: clear('x') })]) => {
    document.body.replaceChildren()
    const panel = {
      view: { question, fields: [], systems: [], ...more },
      rows,
      sources: [],
      complete: true,
    } as unknown as PanelState
    return show(<LaidOut panel={panel} cols={[col('a', 'text')]} />)
  }
  it('is laid out as what it is', () => {
    expect(of('cards').querySelector('.foreign')).not.toBeNull()
    expect(of('relations').querySelector('.tree')).not.toBeNull()
    expect(
      of('own', {
        blocks: [{ connector: 'shop', blocks: [{ block: 'badges', fields: ['a'] }] }],
      }).querySelector('.chips'),
    ).not.toBeNull()
    expect(of('own', { blocks: [] }).querySelector('dl.facts')).not.toBeNull()
    expect(of('person').querySelector('dl.facts')).not.toBeNull()
  })
  it('one record leaves out what is empty, and shows each of several states', () => {
    const c = show(
      <Facts
        rows={[
          row({
            a: clear(''),
            b: clear([
              { code: 'x', label: 'Uno' },
              { code: 'y', label: 'Dos' },
            ]),
          }),
        ]}
        cols={[col('a', 'text'), col('b', 'status'), col('c', 'text')]}
      />,
    )
    expect([
      [...c.querySelectorAll('dt')].map((d) => d.textContent),
      [...c.querySelectorAll('.tag')].map((d) => d.textContent),
    ]).toEqual([['L-b'], ['Uno', 'Dos']])
  })
  it('relations with no one above them are added up where there are several; each names its parent only where it stands elsewhere', () => {
    const company = (name: string, amount: string) =>
      row({ name: clear(name), kind: clear({ code: 'company' }), total: money(amount) })
    const panel = {
      view: { question: 'relations', rollUp: 'company', fields: [], systems: [] },
      rows: [company('A', '1'), company('B', '2')],
      sources: [],
      complete: true,
    } as unknown as PanelState
    const c = show(<Tree panel={panel} cols={[col('name', 'text')]} />)
    expect(plain(c.querySelector('small')?.textContent)).toBe(
      plain(t('relations.sum', { n: 2, total: '3,00 €' })),
    )
    document.body.replaceChildren()
    expect(
      show(
        <Tree panel={{ ...panel, rows: [company('A', '1')] }} cols={[col('name', 'text')]} />,
      ).querySelector('small'),
    ).toBeNull()
    document.body.replaceChildren()
    const cut = show(<Tree panel={{ ...panel, totals: { count: 3 } }} cols={[col('name', 'text')]} />)
    expect(plain(cut.querySelector('small')?.textContent)).toBe(
      plain(t('relations.least', { n: 2, total: '3,00 €' })),
    )
  })
})

describe('a panel', () => {
  const source = (more: Partial<SourceState> = {}): SourceState => ({
    connector: 'shop',
    title: 'Tienda',
    known: 'value',
    asking: { asking: 'idle' },
    fetchedAt: '2026-03-10T09:59:50Z',
    confirmed: true,
    ...more,
  })
  const panel = (more: Partial<PanelState> = {}, view: object = {}): PanelState =>
    ({
      view: {
        id: 'p',
        question: 'orders',
        title: 'Pedidos',
        ask: 'on-opening',
        state: 'open',
        fields: [col('n', 'id')],
        systems: [],
        ...view,
      },
      is: 'rows',
      rows: [row({ n: clear('7') })],
      complete: true,
      sources: [source()],
      ...more,
    }) as PanelState
  it('that is closed is opened by its button, or asked by it where it is asked only on request', () => {
    const open = vi.fn()
    for (const [ask, words] of [
      ['on-opening', 'panel.open'],
      ['on-request', 'panel.ask'],
    ] as const) {
      document.body.replaceChildren()
      show(<Panel panel={panel({ is: 'closed', rows: [] }, { ask })} />, { open })
      fireEvent.click(screen.getByRole('button', { name: `${t(words)}: Pedidos` }))
      expect(screen.getByRole('button').textContent).toBe(t(words))
    }
    expect(open.mock.calls).toEqual([['p'], ['p']])
  })
  it('that is not known says so and can be asked again; what its own question failed of is said', () => {
    const retry = vi.fn()
    const c = show(
      <Panel panel={panel({ is: 'unknown', rows: [], request: { is: 'failed', says: 'Pide permiso.' } })} />,
      { retry },
    )
    expect(plain(c.querySelector('.unknown')?.textContent)).toBe(
      `${t('none.unsure', { what: t('orders.what') })} Pide permiso. ${t('retry')}`,
    )
    fireEvent.click(screen.getByText(t('retry')))
    expect(retry.mock.calls).toEqual([[{ panel: 'p' }]])
    document.body.replaceChildren()
    const bare = show(
      <Panel panel={panel({ is: 'unknown', rows: [], request: { is: 'failed', says: '' } })} />,
    )
    expect(bare.textContent).toContain(t('panel.failed'))
  })
  it('with rows says what failed of asking for more; several systems that have more are told apart', () => {
    const c = show(
      <Panel
        panel={panel({
          request: { is: 'failed', says: '' },
          sources: [
            source({ next: 'a' }),
            source({ connector: 'till', title: 'Caja', next: 'b' }),
            source({ connector: 'desk' }),
          ],
          complete: false,
        })}
      />,
    )
    expect([...c.querySelectorAll('.partial')].map((p) => p.textContent)).toContain(t('panel.failed'))
    expect([...c.querySelectorAll('button.link')].map((b) => b.textContent)).toEqual([
      `${t('panel.more')} · Tienda`,
      `${t('panel.more')} · Caja`,
    ])
  })
  it('without the house’s rules says it in other words than without rows', () => {
    const none = (question: string) => {
      document.body.replaceChildren()
      return show(<Panel panel={panel({ is: 'none', rows: [] }, { question })} />).querySelector(
        'section > p',
      )?.textContent
    }
    expect([none('policies'), none('orders')]).toEqual([
      t('none.policies'),
      t('none', { what: t('orders.what') }),
    ])
  })
  it('says of each source how it stands, in words and with a mark of its own', () => {
    const words = (more: Partial<SourceState>, live = true, unasked = false) =>
      Object.values(standing(source(more), now, live, unasked))
    const down = { asking: 'failed', code: 'unavailable', since: '' } as const
    const wait = { asking: 'waiting', since: '' } as const
    const when = t('at.time', { time: '10:59' })
    const none = { fetchedAt: undefined }
    expect([
      words({}),
      words({ fetchedAt: '2026-03-10T09:59:58Z' }),
      words({ asking: { asking: 'late', after: 2_100 } }),
      words({ asking: wait }),
      words({ asking: down }),
      words({}, false),
      words({ fetchedAt: '2026-03-10T08:30:00Z' }),
      words({ ...none, asking: wait }),
      words({ ...none, asking: down }),
      words(none),
      words(none, true, true),
    ]).toEqual([
      [t('from.age', { title: 'Tienda', age: 'hace 10 s' }), ''],
      [t('from.now', { title: 'Tienda' }), ''],
      [t('from.late', { title: 'Tienda', time: '2,1 s' }), 'wait'],
      [t('from.again', { title: 'Tienda', when }), 'wait'],
      [t('from.old', { title: 'Tienda', when, why: t('code.unavailable') }), 'old'],
      [t('from.stale', { title: 'Tienda', when }), 'old'],
      [t('from.stale', { title: 'Tienda', when: t('at.time', { time: '09:30' }) }), 'old'],
      [t('from.waiting', { title: 'Tienda' }), 'wait'],
      [t('from.down', { title: 'Tienda', why: t('code.unavailable') }), 'down'],
      [t('from.silent', { title: 'Tienda' }), 'down'],
      [`Tienda: ${t('system.not-asked')}`, 'off'],
    ])
    const line = (name: string) => {
      document.body.replaceChildren()
      return show(<FromLine panel={panel()} id="f" />, {}, { connection: signal({ line: name }) })
        .querySelector('.from')
        ?.className.trim()
    }
    expect(['asking', 'ready', 'lost', 'refused'].map(line)).toEqual(['from', 'from', 'from old', 'from old'])
  })
  it('that is not whole says of whom: who is awaited, who is down', () => {
    const nothing = { known: 'nothing' } as const
    expect(
      lacking(
        panel({
          sources: [
            source({ ...nothing, asking: { asking: 'waiting', since: '' } }),
            source({ ...nothing, title: 'Caja', asking: { asking: 'failed', code: 'late', since: '' } }),
          ],
        }),
      ),
    ).toBe(
      `${t('from.waiting', { title: 'Tienda' })}; ${t('from.down', { title: 'Caja', why: t('code.late') })}`,
    )
  })
})
