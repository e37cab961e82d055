import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'

/**
 * The card's parser of card events. They are defined in `connectors/contract/event.ts`. This parser is
 * written by hand because it is in the first load: valibot with the definition would have four times its
 * bytes. A test feeds both the same good and bad events.
 *
 * It is laxer than the definition in two ways, so that a card works with a gateway of a later version: it
 * ignores unknown keys, and accepts any value that only selects a text on screen (`code`, `kind`, a
 * question).
 */
type Check = (value: unknown) => boolean
type Plain = Record<string, unknown>

const isPlain = (v: unknown): v is Plain => typeof v === 'object' && v !== null && !Array.isArray(v)
const own = <T>(of: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined
const text: Check = (v) => typeof v === 'string'
const number: Check = (v) => typeof v === 'number' && Number.isFinite(v)
const count: Check = (v) => Number.isInteger(v) && (v as number) >= 0
const boolean: Check = (v) => typeof v === 'boolean'
const present: Check = (v) => v !== undefined
const any: Check = () => true
const maybe =
  (check: Check): Check =>
  (v) =>
    v === undefined || check(v)
const list =
  (check: Check): Check =>
  (v) =>
    Array.isArray(v) && v.every(check)
const one =
  (...of: string[]): Check =>
  (v) =>
    typeof v === 'string' && of.includes(v)
/**
 * An object with these text properties (names in one string, `?` after the optional ones) and these others.
 */
const has = (texts: string, others: Record<string, Check> = {}): Check => {
  const all = [
    ...texts
      .split(' ')
      .filter(Boolean)
      .map((key): [string, Check] => (key.endsWith('?') ? [key.slice(0, -1), maybe(text)] : [key, text])),
    ...Object.entries(others),
  ]
  return (v) => isPlain(v) && all.every(([key, check]) => check(own(v, key)))
}
const by =
  (key: string, cases: Record<string, Check>): Check =>
  (v) => {
    const name = isPlain(v) && own(v, key)
    return typeof name === 'string' && !!own(cases, name)?.(v)
  }
const map =
  (check: Check): Check =>
  (v) =>
    isPlain(v) && Object.values(v).every(check)

const from = has('connector record fetchedAt url? observedAt? askedBy?', { confirmed: boolean })
const fieldOf = (value: Check) =>
  by('shown', {
    clear: has('', { value, losers: maybe(list(has('', { value, from }))), from: maybe(from) }),
    masked: has('hint ref?', { revealable: boolean }),
    withheld: any,
  })
/** A `clear` field without a value is refused: it would be painted as if it had one. */
const field = fieldOf(present)
const words = fieldOf(text)
const name = fieldOf(has('full given? family?'))
const money = has('amount currency')
const sums = fieldOf(list(money))
const because = list(has('code says connector?'))
const option = list(has('value label'))
const policies = maybe(list(has('id title text', { where: maybe(has('field', { is: list(text) })) })))

const rows = list(has('ref', { from, fields: map(field) }))
const known = by('known', {
  nothing: any,
  none: has('', { from }),
  value: has('freshUntil', { value: rows, from }),
  incomplete: has('', { value: rows, from, missing: one('truncated', 'filtered', 'unreadable') }),
  withheld: any,
})
const asking = by('asking', {
  idle: any,
  waiting: has('since'),
  late: has('', { after: number }),
  failed: has('code since retryAt?'),
})
const rollUp = has('kind question', {
  beyond: count,
  sums,
  complete: boolean,
  because,
  members: list(
    has('', {
      name: words,
      role: maybe(words),
      self: maybe(boolean),
      is: one('waiting', 'value', 'none', 'incomplete', 'unknown', 'withheld'),
      sums,
      from: list(from),
      because,
    }),
  ),
})

const kind = one('person', 'company', 'household', 'prospect')
const reasons = list(has('field says', { bits: number, systems: list(text) }))
const candidate = has('ref says', {
  name,
  kind,
  facts: list(has('kind label', { field: words })),
  systems: list(text),
  bits: number,
  preselected: boolean,
})
const panel = has('id question title rollUp?', {
  ask: one('at-once', 'on-opening', 'on-request'),
  state: one('open', 'withheld'),
  fields: list(has('name label type', { list: maybe(boolean) })),
  systems: list(has('connector title')),
  blocks: maybe(list(has('connector', { blocks: list(any) }))),
  policies,
})
const action = has('connector name title confirm', {
  input: list(
    has('name label type', { required: boolean, maxLength: maybe(number), options: maybe(option) }),
  ),
})
const ficha = has('id title purpose', {
  layout: one('compact', 'touch'),
  glance: list(has('rule title')),
  panels: list(panel),
  mayAsk: list(has('question title', { panel: maybe(panel) })),
  timeline: boolean,
  others: list(has('id title')),
  actions: list(action),
})
const used = list(has('fact label', { field, from: maybe(has('connector fetchedAt url?')) }))
const answer3 = by('is', { yes: any, no: any, unknown: has('', { because }) })
const pointed = maybe(has('connector name'))

const bodies: Record<EventBody['event'], Check> = {
  who: has('card', {
    outcome: one('identified', 'possible', 'several', 'nobody'),
    keys: list(has('kind', { value: words, found: boolean })),
    ficha,
    person: maybe(
      has('', { name, kind, formOfAddress: maybe(words), marks: list(has('fact label', { field })) }),
    ),
    about: maybe(list(text)),
    sure: maybe(has('by says', { level: one('sure', 'probable', 'possible'), reasons })),
    candidates: maybe(list(candidate)),
    question: maybe(has('', { candidate })),
    locked: maybe(has('words')),
  }),
  reading: has('', {
    reading: has('question connector next?', {
      state: known,
      asking,
      totals: maybe(has('', { count: maybe(number), sum: maybe(money) })),
      rollUp: maybe(rollUp),
    }),
  }),
  retract: has('says', { records: list(text) }),
  signal: has('rule title', {
    kind: one('glance', 'signal', 'stage', 'margin', 'promise'),
    answer: fieldOf(answer3),
    text: words,
    tone: one('good', 'calm', 'warn', 'bad'),
    spark: maybe(list(number)),
    reasons: used,
    policies,
  }),
  advice: has('', {
    items: list(
      has('id ref text link?', {
        rank: one('repair', 'promise', 'help', 'thanks', 'offer'),
        reasons: used,
        action: pointed,
        policies,
      }),
    ),
    ask: maybe(has('id ref words why type?', { action: pointed, options: option })),
  }),
  system: has('connector title code? since? retryAt?', {
    state: one('asking', 'answered', 'late', 'down', 'not-asked'),
  }),
  fault: has('code says connector?'),
  settled: has('changes', { answered: count, failed: count }),
}
const stamp = has('event', { v: (v) => v === 1, epoch: count, seq: count, revision: count })

/**
 * `unknown`: an event of a later version, to be skipped; its place in the sequence counts. `broken`: not an
 * event.
 */
export type ReadEvent =
  | { is: 'event'; event: CardEvent }
  | { is: 'unknown'; epoch: number; seq: number }
  | { is: 'broken' }

export function parseEvent(raw: unknown): ReadEvent {
  if (!stamp(raw)) return { is: 'broken' }
  const { event, epoch, seq } = raw as CardEvent
  if (!Object.hasOwn(bodies, event)) return { is: 'unknown', epoch, seq }
  return bodies[event](raw) ? { is: 'event', event: raw as CardEvent } : { is: 'broken' }
}
