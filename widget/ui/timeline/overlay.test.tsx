// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TimelineAnswer, TimelineEntry, TimelineGap } from '../../../connectors/contract/index.ts'
import { history } from '../../i18n/history.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { SourceError } from '../../source/port.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import { Days } from './entry.tsx'
import { type FetchPage, Pages } from './pages.ts'
import Timeline from './timeline.tsx'

configure({ asyncUtilTimeout: 30_000 })
const now = Date.parse('2026-03-10T10:00:00Z')
const entry = (key: string, at: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  key,
  question: 'orders',
  at,
  coming: false,
  from: { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true },
  fields: { orderNumber: { shown: 'clear', value: key } },
  title: 'orderNumber',
  ...more,
})
const answer = (more: Partial<TimelineAnswer> = {}): TimelineAnswer => ({
  entries: [],
  coming: [],
  comingPartial: [],
  gaps: [],
  kinds: [],
  withheld: [],
  more: false,
  ...more,
})
const gap = (is: TimelineGap['is'], title: string): TimelineGap => ({
  connector: title,
  title,
  question: 'orders',
  is,
})
const refusal = (code: string) =>
  new SourceError('refused', '', {
    type: '',
    title: '',
    status: 403,
    code: code as 'forbidden',
    detail: `says ${code}`,
  })
beforeAll(async () => {
  await setLanguage('es')
  await Promise.all([loadTexts(later), loadTexts(history)])
})
beforeEach(() => document.body.replaceChildren())
afterEach(() => vi.useRealTimers())

describe('the pages', () => {
  type Asked = Parameters<FetchPage>[0]
  const made = (next: (n: number) => TimelineAnswer) => {
    const asked: Asked[] = []
    let changes = 0
    const pages = new Pages(
      async (request) => next(asked.push(request)),
      () => {
        changes++
      },
    )
    return { pages, asked, changes: () => changes }
  }
  const heard = (pages: Pages) => vi.waitFor(() => expect(pages.busy).toBe(false), { timeout: 20_000 })
  it('are short at first and longer then, of what was chosen and nothing else', async () => {
    const { pages, asked } = made((n) => answer({ more: n < 3, next: `n${n}` }))
    pages.start({ kind: '', text: '' })
    await heard(pages)
    pages.older()
    pages.older()
    await heard(pages)
    pages.start({ kind: 'orders', text: 'bota' })
    await heard(pages)
    pages.older()
    expect(asked).toEqual([
      { limit: 50 },
      { next: 'n1', limit: 100 },
      { limit: 50, kinds: ['orders'], text: 'bota' },
    ])
  })
  it('of what comes stand the nearest first, of what was the latest first; what answers out of order stays said', async () => {
    const { pages } = made((n) =>
      n === 1
        ? answer({
            entries: [entry('b', '2026-03-01'), entry('c', '2026-02-01')],
            coming: [entry('y', '2026-05-01')],
            gaps: [gap('unordered', 'Tienda')],
            more: true,
            next: 'n',
          })
        : answer({
            entries: [entry('a', '2026-03-05'), entry('d', '2026-01-01')],
            coming: [entry('x', '2026-04-01'), entry('y', '2026-05-01')],
            gaps: [gap('unordered', 'Tienda'), gap('failed', 'Caja')],
          }),
    )
    pages.start({ kind: '', text: '' })
    await heard(pages)
    pages.older()
    await heard(pages)
    expect([pages.entries.map((e) => e.key), pages.coming.map((e) => e.key)]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['x', 'y'],
    ])
    expect(pages.gaps.map((g) => `${g.title} ${g.is}`)).toEqual(['Caja failed', 'Tienda unordered'])
    pages.start({ kind: 'orders', text: '' })
    expect([pages.entries, pages.coming, pages.gaps]).toEqual([[], [], []])
  })
  it('whose handle grew old start over; what else refuses is said, and is asked again from the start', async () => {
    const ends = ['', 'expired-handle', '', 'forbidden', '']
    const { pages, asked, changes } = made(() => {
      const end = ends.shift()
      if (end) throw refusal(end)
      return answer({ entries: [entry('a', '2026-03-05')], more: true, next: 'n' })
    })
    pages.start({ kind: '', text: '' })
    await heard(pages)
    pages.older()
    await vi.waitFor(() => expect(asked).toHaveLength(3), { timeout: 20_000 })
    await heard(pages)
    expect([asked[1]?.next, asked[2]?.next, pages.error, pages.entries.length]).toEqual([
      'n',
      undefined,
      undefined,
      1,
    ])
    const before = changes()
    pages.older()
    await heard(pages)
    expect([pages.error, changes() - before]).toEqual(['says forbidden', 2])
    pages.retry()
    await heard(pages)
    expect([asked.at(-1), pages.error]).toEqual([{ next: 'n', fresh: true, limit: 100 }, undefined])
  })
  it('ask by themselves for who is late so many times and no more; stopped, not at all', async () => {
    vi.useFakeTimers()
    const { pages, asked } = made((n) =>
      answer({ more: true, next: `n${n}`, gaps: [gap('waiting', 'Tienda')] }),
    )
    pages.start({ kind: '', text: '' })
    await vi.advanceTimersByTimeAsync(799)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(13)
    pages.start({ kind: '', text: '' })
    await vi.advanceTimersByTimeAsync(10)
    pages.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(14)
  })
})

describe('the timeline', () => {
  type Request = Parameters<NonNullable<View['card']['source']['timeline']>>[0]
  const opened = (next: (n: number) => TimelineAnswer | Promise<TimelineAnswer>) => {
    const asked: Request[] = []
    const signals: AbortSignal[] = []
    const view = {
      card: {
        source: {
          timeline: async (request: Request, stop: AbortSignal) => {
            signals.push(stop)
            return next(asked.push(request))
          },
        },
      },
      state: {
        who: signal({ card: 'handle', ficha: { panels: [] } }),
        systems: signal(new Map([['shop', { title: 'Tienda' }]])),
      },
      now: signal(now),
      open: freshOpen(),
      toast: signal(''),
    } as unknown as View
    const made = render(
      <ViewProvider value={view}>
        <Timeline />
      </ViewProvider>,
    )
    return { asked, signals, ...made, text: () => made.container.textContent ?? '' }
  }
  const has = (words: string) => waitFor(() => expect(document.body.textContent).toContain(words))
  it('asks with the card’s handle in the language on screen, and says how much there is', async () => {
    const { asked, text } = opened(() =>
      answer({
        entries: [entry('a', '2026-03-05'), entry('b', '2026-03-04')],
        coming: [entry('c', '2026-04-01', { coming: true })],
      }),
    )
    await has(t('timeline.shown', { n: 3 }))
    expect(asked[0]).toMatchObject({ card: 'handle', locale: 'es', limit: 50 })
    expect(text()).toContain(t('timeline.coming'))
    expect(text()).toContain(t('timeline.past'))
  })
  it('asks for more by itself as one reads on, but not while one searches', async () => {
    const { asked } = opened((n) =>
      answer({
        entries: [entry(`e${n}`, '2026-03-05')],
        more: n < 3,
        next: `n${n}`,
        searchedTo: '2026-01-15',
      }),
    )
    await has(t('timeline.shown', { n: 3 }))
    expect(asked.map((r) => r.next)).toEqual([undefined, 'n1', 'n2'])
    document.body.replaceChildren()
    const search = opened((n) =>
      answer({
        entries: [entry(`e${n}`, '2026-03-05')],
        more: n > 1,
        next: `n${n}`,
        searchedTo: '2026-01-15',
      }),
    )
    await has(t('timeline.shown', { n: 1 }))
    act(() => void fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' bota ' } }))
    await has(t('timeline.searched', { to: '15 ene' }))
    expect(search.asked.slice(1)).toMatchObject([{ text: 'bota', limit: 50 }])
    await act(async () => void fireEvent.click(screen.getByText(t('timeline.search-on'))))
    await waitFor(() => expect(search.asked.at(-1)).toMatchObject({ text: 'bota', next: 'n2' }))
  })
  it('is of one kind when it is chosen; closed, it calls off what it asked', async () => {
    const kinds = [{ question: 'orders', label: 'Pedidos', types: {} }] as unknown as TimelineAnswer['kinds']
    const { asked, signals, unmount } = opened((n) => (n === 1 ? answer({ kinds }) : new Promise(() => {})))
    await has(t('timeline.none'))
    const select = screen.getByLabelText<HTMLSelectElement>(t('timeline.filter'))
    expect([...select.options].map((o) => o.textContent)).toEqual([t('timeline.all'), 'Pedidos'])
    act(() => void fireEvent.change(select, { target: { value: 'orders' } }))
    await waitFor(() => expect(asked).toHaveLength(2))
    expect(asked[1]).toMatchObject({ kinds: ['orders'] })
    // The choice of kinds stays while the answer is on its way.
    expect(select.options).toHaveLength(2)
    act(() => void unmount())
    expect(signals.at(-1)?.aborted).toBe(true)
  })
  it('says who is missing, awaited, seen in part or out of order, and what this role does not see; and not that there is nothing', async () => {
    let n = 0
    const { asked, text } = opened(() => {
      n++
      return answer({
        gaps: [
          gap('failed', 'Caja'),
          gap('failed', 'Caja'),
          gap('filtered', 'Soporte'),
          gap('unordered', 'Tienda'),
          gap('unread', 'Encuestas'),
        ],
        withheld: ['Pagos'],
        comingPartial: ['Citas'],
      })
    })
    await has(t('timeline.partial', { who: 'Caja' }))
    for (const words of [
      t('timeline.filtered', { who: 'Soporte' }),
      t('timeline.unordered', { who: 'Tienda' }),
      t('timeline.unread', { who: 'Encuestas' }),
      t('timeline.withheld', { what: 'Pagos' }),
      t('timeline.coming-partial', { who: 'Citas' }),
    ])
      expect(text()).toContain(words)
    expect(text()).not.toContain(t('timeline.none'))
    await act(async () => void fireEvent.click(screen.getByText(t('retry'))))
    await waitFor(() => expect(n).toBe(2))
    expect(asked[1]).toMatchObject({ limit: 50 })
  })
  it('that cannot be read says why, and is asked again when wanted', async () => {
    let fails = true
    opened(() => {
      if (fails) throw refusal('forbidden')
      return answer()
    })
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('says forbidden'))
    fails = false
    await act(async () => void fireEvent.click(screen.getByText(t('retry'))))
    await has(t('timeline.none'))
    expect(screen.queryByRole('alert')).toBeNull()
  })
  it('does not say that there is nothing while something comes, or while only a part was searched, and searches on', async () => {
    const { text } = opened(() => answer({ coming: [entry('c', '2026-04-01', { coming: true })] }))
    await has(t('timeline.coming'))
    expect(text()).not.toContain(t('timeline.none'))
    document.body.replaceChildren()
    const part = opened((n) =>
      n === 1 ? answer({ more: true, next: 'n1', searchedTo: '2026-01-15' }) : new Promise(() => {}),
    )
    await has(t('timeline.searched', { to: '15 ene' }))
    expect(part.text()).not.toContain(t('timeline.none'))
    const on = screen.getByText<HTMLButtonElement>(t('timeline.search-on'))
    expect(on.disabled).toBe(false)
    await act(async () => void fireEvent.click(on))
    await waitFor(() => expect(part.asked[1]).toMatchObject({ next: 'n1' }))
    expect([on.disabled, on.closest('section')?.getAttribute('aria-busy')]).toEqual([true, 'true'])
  })
  it('asks once for a word that is typed, not for each of its letters', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { asked } = opened(() => answer())
    await act(async () => void (await vi.advanceTimersByTimeAsync(0)))
    expect(asked).toHaveLength(1)
    for (const value of ['b', 'bo', 'bota'])
      act(() => void fireEvent.input(screen.getByRole('searchbox'), { target: { value } }))
    await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)))
    expect(asked.slice(1).map((r) => r.text)).toEqual(['bota'])
  })
  it('names a day once, however its rows are drawn, in a list that the keyboard reaches', async () => {
    const entries = Array.from({ length: 25 }, (_, i) => entry(`e${i}`, '2026-03-05'))
    const { container } = opened(() => answer({ entries }))
    await has(t('timeline.shown', { n: 25 }))
    expect(container.querySelectorAll('.scroller li')).toHaveLength(25)
    expect(container.querySelectorAll('.scroller h4')).toHaveLength(1)
    const list = screen.getByRole('region', { name: t('timeline.past') })
    expect([list.tabIndex, list.className]).toEqual([0, 'scroller'])
  })
  it('opens with the next five that come, the others one touch away', async () => {
    const coming = Array.from({ length: 7 }, (_, i) => entry(`c${i}`, `2026-04-0${i + 1}`, { coming: true }))
    const { container } = opened(() => answer({ coming }))
    const shown = () => container.querySelectorAll('section section li').length
    await waitFor(() => expect(shown()).toBe(5))
    fireEvent.click(screen.getByText(t('timeline.coming-more', { n: 2 })))
    await waitFor(() => expect(shown()).toBe(7))
  })
})

it('an entry says what it is, what comes of it, its hour, its state and its system, and links there', () => {
  const kinds = [
    { question: 'orders', label: 'Pedidos', types: { total: 'money', state: 'status' } },
  ] as unknown as TimelineAnswer['kinds']
  const drawn = (at: string, more: Partial<TimelineEntry> = {}) => {
    document.body.replaceChildren()
    const { container } = render(
      <Days entries={[entry('10432', at, more)]} about={{ kinds, now, system: (c) => c.toUpperCase() }} />,
    )
    const text = (what: string) => container.querySelector(what)?.textContent?.replace(/\s/gu, ' ')
    return {
      head: text('b.h'),
      amount: text('.n'),
      small: text('small'),
      link: container.querySelector('a')?.getAttribute('href'),
    }
  }
  const fields = {
    orderNumber: { shown: 'clear', value: '10432' },
    total: { shown: 'clear', value: { amount: '5', currency: 'EUR' } },
    state: { shown: 'clear', value: { code: 'x', label: 'Enviado' } },
  } as TimelineEntry['fields']
  const whole = {
    fields,
    amount: 'total',
    status: 'state',
    from: { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true, url: 'https://shop.example/1' },
  }
  expect(drawn('2026-03-10T08:30:00Z', whole)).toEqual({
    head: 'Pedido · 10432 ↗',
    amount: '5,00 €',
    small: '09:30 · Enviado · SHOP',
    link: 'https://shop.example/1',
  })
  expect(drawn('2026-03-10', { ...whole, coming: true })).toMatchObject({
    head: 'Entrega · 10432 ↗',
    small: 'Enviado · SHOP',
  })
  const call = {
    fields: { channel: { shown: 'clear', value: 'call' } } as TimelineEntry['fields'],
    title: 'channel',
    question: 'interactions' as const,
  }
  expect(drawn('2026-03-10', call).head).toBe(`Contacto · ${t('timeline.channel.call')}`)
})
