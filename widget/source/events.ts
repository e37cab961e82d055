import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'

/**
 * Card events as they come over the wire, checked by hand: light, because it is in the first load, and strict where the
 * card would otherwise stumble or take one state for another. What is not named here travels on unread.
 */
type Check = (value: unknown) => boolean
type Plain = Record<string, unknown>

const isPlain = (v: unknown): v is Plain => typeof v === 'object' && v !== null && !Array.isArray(v)
const own = <T>(of: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined
const text: Check = (v) => typeof v === 'string'
const number: Check = (v) => typeof v === 'number' && Number.isFinite(v)
const boolean: Check = (v) => typeof v === 'boolean'
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
/** An object with these texts (named in one string), and these other things. */
const has = (texts: string, others: Record<string, Check> = {}): Check => {
  const all = [
    ...texts
      .split(' ')
      .filter(Boolean)
      .map((key): [string, Check] => [key, text]),
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
const any: Check = () => true

/** A field whose value the card reads: `clear` without one would be painted as if there were one. */
const fieldOf = (value: Check) =>
  by('shown', { clear: has('', { value }), masked: has('hint', { revealable: boolean }), withheld: any })
const field = fieldOf(any)
const from = has('connector record fetchedAt', { confirmed: boolean })
const rows = list(has('ref', { from, fields: map(field) }))
const known = by('known', {
  nothing: any,
  none: has('', { from }),
  value: has('freshUntil', { value: rows, from }),
  incomplete: has('', { value: rows, from, missing: one('truncated', 'filtered') }),
  withheld: any,
})
const asking = by('asking', {
  idle: any,
  waiting: has('since'),
  late: has('', { after: number }),
  failed: has('code since'),
})
const name = fieldOf(has('full'))
const kind = one('person', 'company', 'household', 'prospect')
const reasons = list(has('field says', { bits: number, systems: list(text) }))
const candidate = has('ref says', {
  name,
  kind,
  facts: list(has('label', { field })),
  systems: list(text),
  bits: number,
  preselected: boolean,
})
const panel = has('id question title', {
  ask: one('at-once', 'on-opening', 'on-request'),
  state: one('open', 'withheld'),
  fields: list(has('name label type')),
  systems: list(has('connector title')),
})
const action = has('connector name title confirm', {
  input: list(has('name label type', { required: boolean })),
})
const ficha = has('id title purpose', {
  layout: one('compact', 'touch'),
  glance: list(has('rule title')),
  panels: list(panel),
  mayAsk: list(has('question title')),
  timeline: boolean,
  others: list(has('id title')),
  actions: list(action),
})
const used = list(has('fact label', { field }))
const answer3 = by('is', { yes: any, no: any, unknown: has('', { because: list(has('code says')) }) })
const pointed = maybe(has('connector name'))

const bodies: Record<EventBody['event'], Check> = {
  who: has('card', {
    outcome: one('identified', 'possible', 'several', 'nobody'),
    keys: list(has('kind', { value: fieldOf(text), found: boolean })),
    ficha,
    person: maybe(has('', { name, kind, marks: list(has('fact label', { field })) })),
    sure: maybe(has('by says', { level: one('sure', 'probable', 'possible'), reasons })),
    candidates: maybe(list(candidate)),
    question: maybe(has('', { candidate })),
    locked: maybe(has('words')),
  }),
  reading: has('', {
    reading: has('question connector', { state: known, asking, totals: maybe(map(any)), next: maybe(text) }),
  }),
  retract: has('says', { records: list(text) }),
  signal: has('rule title', {
    kind: one('glance', 'signal', 'stage', 'margin', 'promise'),
    answer: fieldOf(answer3),
    text: fieldOf(text),
    tone: one('good', 'calm', 'warn', 'bad'),
    spark: maybe(list(number)),
    reasons: used,
  }),
  advice: has('', {
    items: list(
      has('id ref text', {
        rank: one('repair', 'promise', 'help', 'thanks', 'offer'),
        reasons: used,
        action: pointed,
        link: maybe(text),
      }),
    ),
    ask: maybe(has('id ref words why', { action: pointed, options: list(has('value label')) })),
  }),
  system: has('connector title', {
    state: one('asking', 'answered', 'late', 'down', 'not-asked'),
    code: maybe(text),
    since: maybe(text),
    retryAt: maybe(text),
  }),
  fault: has('code says', { connector: maybe(text) }),
  settled: has('changes', { answered: number, failed: number }),
}
const stamp = has('event', { v: (v) => v === 1, epoch: number, seq: number, revision: number })

/** `unknown`: a kind of a later version, to be passed over; its place in the sequence counts. `broken`: not an event. */
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
