import type { Frame } from 'playwright-core'
import type { AnyRow, Connector, TimelineRequest } from '../../connectors/contract/index.ts'
import { realClock } from '../../connectors/hub/ports.ts'
import {
  agent,
  all,
  ana,
  never,
  of,
  request,
  template,
  testHub,
} from '../../connectors/hub/testing/test-hub.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { interleaved, ratio, summary } from './figures.ts'
import type { Subject } from './report.ts'

const lengths = [50, 5_000, 50_000] as const
const rows = (n: number, dated: string, more: Record<string, unknown>): AnyRow[] =>
  Array.from({ length: n }, (_, i) => ({
    id: `r${i}`,
    url: `https://shop.example/${i}`,
    [dated]: new Date(Date.now() - (i + 1) * 1_800_000).toISOString(),
    ...more,
  }))
/**
 * What was done for one first page: rows read from systems, bytes that travelled before it, elements that
 * were painted. The same at every run.
 */
interface Work {
  rows: number
  bytes: number
  elements: number
}
const paged = (
  id: string,
  question: 'orders' | 'interactions',
  list: readonly AnyRow[],
  read: (rows: number) => void,
): Connector => ({
  id,
  title: id,
  origins: [],
  access: { kind: 'open' },
  find: { by: ['phone'], run: async () => ({ match: 'one', record: ana }) },
  answers: {
    [question]: {
      from: 'record',
      async get(_: unknown, want: { limit: number; cursor?: string }) {
        const from = Number(want.cursor ?? 0)
        const next = from + want.limit
        read(Math.min(next, list.length) - from)
        return {
          rows: list.slice(from, next),
          complete: next >= list.length,
          ...(next < list.length ? { next: String(next) } : {}),
        }
      },
    },
  } as Connector['answers'],
})

/** A hub of its own for each length: two systems, half of the entries each, a page at a time. */
async function timelineOf(entries: number, read: (rows: number) => void) {
  const { hub } = testHub({
    connectors: [
      paged(
        'shop',
        'orders',
        rows(entries / 2, 'orderDate', { orderNumber: 'N-1', total: { amount: '10.00', currency: 'EUR' } }),
        read,
      ),
      paged(
        'phone',
        'interactions',
        rows(entries / 2, 'startDate', {
          summary: 'Pregunta por su pedido',
          kind: { code: 'call', label: 'llamada' },
        }),
        read,
      ),
    ],
    templates: [template({ panels: [], timeline: ['orders', 'interactions'] })],
    clock: realClock,
  })
  const me = agent()
  const card = of(await all(hub.open(request(), me, never)), 'who').at(-1)?.card as string
  return (asked: Partial<TimelineRequest>) =>
    hub.timeline({ limit: 50, locale: 'es', ...asked, card }, me, never)
}

/** Click → the frame in which the first entries stand. */
const paint = (frame: Frame): Promise<number> =>
  frame.evaluate(
    () =>
      new Promise<number>((done) => {
        const button = [...document.querySelectorAll<HTMLButtonElement>('.further button')].find(
          (b) => b.textContent === 'Cronología',
        ) as HTMLButtonElement
        const watch = new MutationObserver(() => {
          if (document.querySelector('.scroller li')) {
            watch.disconnect()
            requestAnimationFrame(() => done(performance.now() - from))
          }
        })
        watch.observe(document.body, { childList: true, subtree: true })
        const from = performance.now()
        button.click()
      }),
  )

/**
 * The real card in a real browser over the real hub: how long until the line of time stands, at three lengths
 * side by side.
 */
export async function run(rounds: number): Promise<Subject> {
  const [demo, browser] = await Promise.all([startDemo({ people: 300 }), launchChromium()])
  try {
    const work = new Map<number, Work>(lengths.map((n) => [n, { rows: 0, bytes: 0, elements: 0 }]))
    const hubs = new Map(
      await Promise.all(
        lengths.map(
          async (n) =>
            [
              n,
              await timelineOf(n, (rows) => {
                ;(work.get(n) as Work).rows += rows
              }),
            ] as const,
        ),
      ),
    )
    const { page, card } = await openCard(browser, demo, {
      attributes: { phone: lucia.phone },
      height: 1_200,
    })
    let current: (typeof lengths)[number] = 50
    await page.route('**/v1/timeline', async (route) => {
      const asked = route.request().postDataJSON() as Partial<TimelineRequest>
      const body = JSON.stringify(await hubs.get(current)?.(asked))
      if (asked.next === undefined) (work.get(current) as Work).bytes = body.length
      await route.fulfill({ body, contentType: 'application/json' })
    })
    await card.getByRole('button', { name: 'Cronología' }).waitFor()
    const frame = page.frames().find((f) => f !== page.mainFrame()) as Frame
    const once = async (n: (typeof lengths)[number]): Promise<number> => {
      current = n
      const ms = await paint(frame)
      ;(work.get(n) as Work).elements = await frame.evaluate(
        () => document.querySelectorAll('section.timeline *').length,
      )
      await page.waitForTimeout(30)
      await card.locator('section.timeline > header button').click()
      return ms
    }
    for (const n of lengths) await once(n)
    const samples = await interleaved(lengths, rounds, once)
    const of = (n: (typeof lengths)[number]) => samples.get(n) as number[]
    const done = (n: (typeof lengths)[number]) => work.get(n) as Work
    const grown = ratio('50,000 / 50 entries', of(50_000), of(50))
    return {
      title: `Timeline: first paint at three lengths (${rounds} rounds, side by side)`,
      lines: [
        ...lengths.map((n) => summary(`${n.toLocaleString('en')} entries`, 'ms', of(n))),
        ratio('5,000 / 50 entries', of(5_000), of(50)),
        grown,
      ],
      goals: [
        ...(['elements', 'bytes'] as const).map((what) => {
          const is = done(50_000)[what] / done(50)[what]
          return {
            name: `${what} of 50,000 entries against 50`,
            goal: '≤ 1.1 ×',
            is,
            unit: '×' as const,
            met: is <= 1.1,
          }
        }),
        {
          name: 'first paint of 50,000 entries against 50',
          goal: '≤ 1.25 ×',
          is: grown.median,
          unit: '×',
          met: grown.median <= 1.25,
        },
      ],
      notes: lengths.map(
        (n) =>
          `${n.toLocaleString('en')} entries: ${done(n).elements} elements painted, ${done(n).bytes} bytes in the first page, ${done(n).rows} rows read from systems in all`,
      ),
    }
  } finally {
    await browser.close()
    await demo.stop()
  }
}
