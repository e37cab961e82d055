// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TimelineAnswer, TimelineEntry } from '../../../connectors/contract/index.ts'
import { flush } from '../../state/testing/world.ts'
import { Days } from './entry.tsx'
import { type FetchPage, Pages } from './pages.ts'
import { rangeOf, Windowed } from './windowed.tsx'

const now = Date.parse('2026-03-10T10:00:00Z')
const entry = (i: number): TimelineEntry => ({
  key: `k${i}`,
  question: 'orders',
  at: new Date(now - i * 3_600_000).toISOString(),
  coming: false,
  from: { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true, url: `https://shop.example/${i}` },
  fields: { orderNumber: { shown: 'clear', value: `N-${i}` } },
  title: 'orderNumber',
})
const about = { kinds: [], now, system: () => 'Tienda' }
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

describe('the window', () => {
  it.each([50, 5_000, 50_000])(
    'holds no more than a screenful of %i entries, at the top and in the middle',
    async (count) => {
      const root = document.body.appendChild(document.createElement('div'))
      const all = Array.from({ length: count }, (_, i) => entry(i))
      render(
        <Windowed
          blocks={Math.ceil(count / 20)}
          estimate={() => 880}
          label="x"
          onEnd={() => {}}
          renderBlock={(b) => (
            <Days entries={all.slice(b * 20, b * 20 + 20)} before={all[b * 20 - 1]} about={about} />
          )}
        />,
        root,
      )
      const elements = () => root.querySelectorAll('*').length
      expect(root.querySelectorAll('li').length).toBeGreaterThan(0)
      expect(elements()).toBeLessThan(600)
      const box = root.firstElementChild as HTMLElement
      box.scrollTop = (count / 40) * 880
      await act(() => void box.dispatchEvent(new Event('scroll')))
      if (count > 50)
        await vi.waitFor(() => expect(root.textContent).toContain(`N-${count / 2}`), { timeout: 20_000 })
      expect(elements()).toBeLessThan(600)
      // The planted fault: the same list without a window.
      if (count === 5_000) {
        render(<Days entries={all.slice(0, 400)} about={about} />, root)
        expect(elements()).toBeGreaterThan(600)
      }
      render(null, root)
    },
  )
  it('shows the blocks around the view, whatever each measures', () => {
    expect(rangeOf(100, () => 1_000, 0, 500)).toEqual({ first: 0, last: 0 })
    expect(rangeOf(100, () => 1_000, 50_500, 500)).toEqual({ first: 50, last: 51 })
    expect(rangeOf(3, (i) => [10, 20, 30][i] ?? 0, 0, 500)).toEqual({ first: 0, last: 2 })
  })
})

describe('the pages', () => {
  const answer = (entries: readonly TimelineEntry[], more: Partial<TimelineAnswer> = {}): TimelineAnswer => ({
    entries,
    coming: [],
    comingPartial: [],
    gaps: [],
    kinds: [],
    withheld: [],
    more: false,
    ...more,
  })
  const made = (answers: TimelineAnswer[]) => {
    const asked: Parameters<FetchPage>[0][] = []
    const pages = new Pages(
      async (request) => {
        asked.push(request)
        return answers.shift() ?? answer([])
      },
      () => {},
    )
    return { pages, asked }
  }
  /** The page asked for has come. */
  const heard = (pages: Pages) => vi.waitFor(() => expect(pages.busy).toBe(false), { timeout: 20_000 })
  it('what comes late takes its place, and nothing stands twice', async () => {
    const { pages, asked } = made([
      answer([entry(3), entry(5)], {
        more: true,
        next: 'n',
        gaps: [{ connector: 'shop', title: 'Tienda', question: 'orders', is: 'failed' }],
      }),
      answer([entry(4), entry(5), entry(1)]),
    ])
    pages.start({ kind: '', text: '' })
    await heard(pages)
    pages.retry()
    await heard(pages)
    expect(pages.entries.map((e) => e.key)).toEqual(['k1', 'k3', 'k4', 'k5'])
    expect(asked[1]).toMatchObject({ next: 'n', fresh: true })
  })
  it('another filter drops what the former had asked, even if it answers later', async () => {
    let first!: (a: TimelineAnswer) => void
    let calls = 0
    const pages = new Pages(
      () =>
        calls++ === 0
          ? new Promise((done) => {
              first = done
            })
          : Promise.resolve(answer([entry(9)])),
      () => {},
    )
    pages.start({ kind: '', text: '' })
    pages.start({ kind: 'orders', text: '' })
    await heard(pages)
    first(answer([entry(1)]))
    await flush()
    expect(pages.entries.map((e) => e.key)).toEqual(['k9'])
  })
  it('who is late is asked about again by itself', async () => {
    const { pages, asked } = made([
      answer([], {
        more: true,
        next: 'n',
        gaps: [{ connector: 'shop', title: 'Tienda', question: 'orders', is: 'waiting' }],
      }),
      answer([entry(1)]),
    ])
    vi.useFakeTimers()
    pages.start({ kind: '', text: '' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(2)
    expect(pages.gaps).toEqual([])
    pages.stop()
  })
})
