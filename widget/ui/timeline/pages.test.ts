import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { TimelineAnswer, TimelineEntry, TimelineGap } from '../../../connectors/contract/index.ts'
import { SourceError } from '../../source/port.ts'
import { type FetchPage, Pages } from './pages.ts'

const entry = (key: string, at: string): TimelineEntry => ({
  key,
  question: 'orders',
  at,
  coming: false,
  from: { connector: 'shop', record: 'r', fetchedAt: '', confirmed: true },
  fields: {},
})
const page = (more: Partial<TimelineAnswer> = {}): TimelineAnswer => ({
  entries: [],
  coming: [],
  comingPartial: [],
  gaps: [],
  withheld: [],
  kinds: [],
  more: false,
  ...more,
})
const gap = (is: TimelineGap['is'], connector = 'shop'): TimelineGap => ({
  is,
  connector,
  title: connector,
  question: 'orders',
})
/** Pages over these answers, in turn; the last one for ever. Whoever is an error is thrown. */
function over(...answers: (TimelineAnswer | Error)[]) {
  const asked: Parameters<FetchPage>[0][] = []
  const pages = new Pages(
    async (request) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)] as TimelineAnswer | Error
      asked.push(request)
      if (answer instanceof Error) throw answer
      return answer
    },
    () => {},
  )
  const start = async (kind = '', text = '') => {
    pages.start({ kind, text })
    await vi.advanceTimersByTimeAsync(0)
  }
  return { pages, asked, start }
}
const refused = (code: 'expired-handle' | 'forbidden') =>
  new SourceError('refused', '', { type: '', title: '', status: 403, code, detail: `detail ${code}` })
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('what is coming stands in order of time, the soonest first, whatever page it came with', async () => {
  const { pages, start } = over(
    page({ coming: [entry('b', '2026-03-12')], more: true, next: 'n' }),
    page({ coming: [entry('c', '2026-04-01'), entry('a', '2026-03-11')] }),
  )
  await start()
  pages.older()
  await vi.advanceTimersByTimeAsync(0)
  expect(pages.coming.map((e) => e.key)).toEqual(['a', 'b', 'c'])
})
it('a page asked with the handle of an older card starts anew; on the first page it is said', async () => {
  const { pages, asked, start } = over(
    page({ more: true, next: 'n' }),
    refused('expired-handle'),
    page({ entries: [entry('a', '2026-03-01')] }),
  )
  await start('orders', 'bota')
  pages.older()
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual([
    { limit: 50, kinds: ['orders'], text: 'bota' },
    { limit: 100, next: 'n', kinds: ['orders'], text: 'bota' },
    { limit: 50, kinds: ['orders'], text: 'bota' },
  ])
  expect([pages.entries.map((e) => e.key), pages.error]).toEqual([['a'], undefined])

  const first = over(refused('expired-handle'))
  await first.start()
  expect([first.asked.length, first.pages.error]).toEqual([1, 'detail expired-handle'])
})
it('those who failed are asked again afresh; after a page that failed, that very page', async () => {
  const { pages, asked, start } = over(page({ gaps: [gap('failed')], more: true, next: 'n' }), page())
  await start()
  pages.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(asked[1]).toEqual({ limit: 100, next: 'n', fresh: true })

  const broken = over(refused('forbidden'), page())
  await broken.start()
  expect(broken.pages.error).toBe('detail forbidden')
  broken.pages.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect([broken.asked[1], broken.pages.error]).toEqual([{ limit: 50 }, undefined])
})
it('who is late is not asked about for ever', async () => {
  const { asked, start } = over(page({ gaps: [gap('waiting')], more: true, next: 'n' }))
  await start()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(asked.length).toBe(13)
})
it('that something older came before something newer is said of its system, once, from then on', async () => {
  const { pages, start } = over(
    page({ gaps: [gap('unordered')], more: true, next: 'n' }),
    page({ gaps: [gap('unordered'), gap('failed', 'desk')], more: true, next: 'o' }),
    page(),
  )
  await start()
  pages.older()
  await vi.advanceTimersByTimeAsync(0)
  expect(pages.gaps.map((g) => `${g.connector} ${g.is}`)).toEqual(['desk failed', 'shop unordered'])
  pages.older()
  await vi.advanceTimersByTimeAsync(0)
  expect(pages.gaps.map((g) => `${g.connector} ${g.is}`)).toEqual(['shop unordered'])
})
it('what has no date, or could not be read, of one page is said of its system on every later one', async () => {
  const { pages, start } = over(
    page({ gaps: [gap('unread'), gap('unread', 'desk')], more: true, next: 'n' }),
    page({ gaps: [gap('unread'), gap('unordered')] }),
  )
  await start()
  pages.older()
  await vi.advanceTimersByTimeAsync(0)
  expect(pages.gaps.map((g) => `${g.connector} ${g.is}`)).toEqual([
    'shop unread',
    'desk unread',
    'shop unordered',
  ])
})
it('while a page is on its way, or when there is no older one, nothing more is asked', async () => {
  const { pages, asked, start } = over(page({ more: true, next: 'n' }), page())
  await start()
  pages.older()
  pages.older()
  await vi.advanceTimersByTimeAsync(0)
  pages.older()
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.length).toBe(2)
})
