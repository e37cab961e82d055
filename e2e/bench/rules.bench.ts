import type { Rule, Template } from '../../connectors/contract/index.ts'
import { createDeriver } from '../../connectors/hub/rules/index.ts'
import type { FactBase, FactRow } from '../../connectors/hub/rules/types.ts'
import { summary } from './figures.ts'
import type { Subject } from './report.ts'
import { pairs } from './rules.by-hand.ts'

/**
 * Thirty rules over five thousand orders against the same rules hand-written, and again when nothing they
 * read changed.
 */
const orders = 5_000
const now = new Date('2026-11-21T12:00:00Z')
const ago = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString()
const from = { connector: 'shop', record: 'shop/1', fetchedAt: now.toISOString(), confirmed: true }
const channels = ['web', 'app', 'store']
const states = ['delivered', 'delivered', 'late', 'shipped', 'cancelled']

/** New objects each time, as an answer that has just been heard. */
const heard = (): FactRow[] =>
  Array.from(
    { length: orders },
    (_, i): FactRow => ({
      connector: 'shop',
      from,
      values: {
        orderNumber: `N-${i}`,
        orderDate: ago((i * 7) % 1_100),
        total: { amount: (10 + ((i * 13) % 90) + 0.5).toFixed(2), currency: 'EUR' },
        status: { code: states[i % 5] },
        channel: { code: channels[i % 3] },
        items: 1 + (i % 4),
        ...(i % 4 ? { delivered: ago(((i * 7) % 1_100) - 1 - (i % 3)) } : {}),
        expectedArrival: ago(((i * 7) % 1_100) - 2),
        ...(i % 9 ? {} : { pickup: 'Colón' }),
        ...(i % 5 ? {} : { motive: 'regalo de cumpleaños' }),
      },
    }),
  )
const rules = pairs.map(
  ({ cel }, i): Rule => ({
    version: 1,
    id: `rule-${i}`,
    kind: 'signal',
    title: `rule ${i}`,
    when: cel,
    values: {},
    norm: {},
    text: {},
    tone: {},
  }),
)
const template: Template = {
  version: 1,
  id: 'bench',
  title: 'bench',
  for: { roles: ['adviser'] },
  layout: 'compact',
  glance: [],
  marks: [],
  signals: rules.map((r) => r.id),
  advice: [],
  panels: [],
  mayAsk: [],
  mayOverride: true,
  timeline: [],
}
const derive = () =>
  createDeriver({
    rules,
    template,
    locale: 'es',
    titles: {},
    sensitivityOf: () => 'none',
    settings: { timeZone: 'Europe/Madrid', currency: 'EUR' },
  })
const base = (rows: readonly FactRow[]): FactBase => ({
  questions: { orders: { complete: true, because: [], rows } },
  context: {},
  now,
  flags: [],
})

const timed = (work: () => void): number => {
  const start = performance.now()
  work()
  return performance.now() - start
}
/**
 * At most five times the hand-written rules is the promise; again, when nothing they read changed, is for
 * comparison.
 */
export function run(rounds = 200): Subject {
  const ours: number[] = []
  const hand: number[] = []
  const again: number[] = []
  const ratio: number[] = []
  for (let i = -10; i < rounds; i++) {
    const rows = heard()
    const deriver = derive()
    const facts = base(rows)
    let answers: readonly (string | undefined)[] = []
    let wanted: readonly boolean[] = []
    const cel = () => {
      answers = deriver.run(facts).results.map((r) => r.answer.is)
    }
    const plain = () => {
      wanted = pairs.map((p) => p.byHand(rows, now.getTime()))
    }
    // Pairs are interleaved, and who goes first alternates: neither inherits the other's warm caches.
    const [a, b] =
      i % 2
        ? [timed(cel), timed(plain)]
        : (() => {
            const y = timed(plain)
            return [timed(cel), y] as const
          })()
    const c = timed(() => {
      deriver.run(facts)
    })
    wanted.forEach((yes, n) => {
      if (answers[n] !== (yes ? 'yes' : 'no'))
        throw new Error(`rule ${pairs[n]?.cel}: ${answers[n]}, by hand ${yes}`)
    })
    if (i >= 0) {
      ours.push(a)
      hand.push(b)
      again.push(c)
      ratio.push(a / b)
    }
  }
  const times = summary('just heard / hand-written', '×', ratio)
  return {
    title: `Rules: ${rules.length} over ${orders} orders (${rounds} interleaved pairs)`,
    lines: [
      summary('just heard', 'ms', ours),
      summary('the same rules hand-written', 'ms', hand),
      summary('again, nothing they read changed', 'ms', again),
      times,
      summary(
        'again / just heard',
        '×',
        again.map((v, i) => v / (ours[i] as number)),
      ),
    ],
    goals: [
      { name: 'rules / hand-written', goal: '≤ 5 ×', is: times.median, unit: '×', met: times.median <= 5 },
    ],
  }
}
