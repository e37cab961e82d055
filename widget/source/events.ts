import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'

/**
 * Card events as they come over the wire, checked by hand: light, because it is in the first load, and strict where the
 * card would otherwise stumble or take one state for another. What is not named here travels on unread.
 */
type Check = (value: unknown) => boolean
type Plain = Record<string, unknown>

const text: Check = (v) => typeof v === 'string'
const number: Check = (v) => typeof v === 'number' && Number.isFinite(v)
const boolean: Check = (v) => typeof v === 'boolean'
const maybe = (check: Check): Check => (v) => v === undefined || check(v)
const list = (check: Check): Check => (v) => Array.isArray(v) && v.every(check)
const one = (...of: string[]): Check => (v) => typeof v === 'string' && of.includes(v)
const has = (checks: Record<string, Check>): Check => {
  const all = Object.entries(checks)
  return (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && all.every(([key, check]) => check(Object.hasOwn(v, key) ? (v as Plain)[key] : undefined))
}
const by = (key: string, cases: Record<string, Check>): Check => (v) => {
  const name = typeof v === 'object' && v !== null && Object.hasOwn(v, key) ? (v as Plain)[key] : undefined
  return typeof name === 'string' && Object.hasOwn(cases, name) && (cases[name] as Check)(v)
}
const map = (check: Check): Check => (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && Object.values(v).every(check)
const any: Check = () => true

const field = by('shown', { clear: any, masked: has({ hint: text, revealable: boolean }), withheld: any })
/** A field whose value the card reads: `clear` without one would be painted as if there were one. */
const fieldOf = (value: Check) => by('shown', { clear: has({ value }), masked: has({ hint: text, revealable: boolean }), withheld: any })
const from = has({ connector: text, record: text, fetchedAt: text, confirmed: boolean })
const rows = list(has({ ref: text, from, fields: map(field) }))
const known = by('known', {
  nothing: any, none: has({ from }), value: has({ value: rows, from, freshUntil: text }),
  incomplete: has({ value: rows, from, missing: one('truncated', 'filtered') }), withheld: any,
})
const asking = by('asking', { idle: any, waiting: has({ since: text }), late: has({ after: number }), failed: has({ code: text, since: text }) })
const name = fieldOf(has({ full: text }))
const kind = one('person', 'company', 'household', 'prospect')
const reasons = list(has({ field: text, says: text, bits: number, systems: list(text) }))
const candidate = has({ ref: text, name, kind, facts: list(has({ label: text, field })), systems: list(text), says: text, bits: number, preselected: boolean })
const panel = has({ id: text, question: text, title: text, ask: one('at-once', 'on-opening', 'on-request'), state: one('open', 'withheld'), fields: list(has({ name: text, label: text, type: text })), systems: list(has({ connector: text, title: text })) })
const action = has({ connector: text, name: text, title: text, confirm: text, input: list(has({ name: text, label: text, type: text, required: boolean })) })
const ficha = has({
  id: text, title: text, layout: one('compact', 'touch'), glance: list(has({ rule: text, title: text })), panels: list(panel), mayAsk: list(has({ question: text, title: text })),
  timeline: boolean, others: list(has({ id: text, title: text })), actions: list(action), purpose: text,
})
const used = list(has({ fact: text, label: text, field }))
const answer3 = by('is', { yes: any, no: any, unknown: has({ because: list(has({ code: text, says: text })) }) })
const pointed = maybe(has({ connector: text, name: text }))

const bodies: Record<EventBody['event'], Check> = {
  who: has({
    outcome: one('identified', 'possible', 'several', 'nobody'), card: text, keys: list(has({ kind: text, value: fieldOf(text), found: boolean })), ficha,
    person: maybe(has({ name, kind, marks: list(has({ fact: text, label: text, field })) })), sure: maybe(has({ level: one('sure', 'probable', 'possible'), by: text, says: text, reasons })),
    candidates: maybe(list(candidate)), question: maybe(has({ candidate })), locked: maybe(has({ words: text })),
  }),
  reading: has({ reading: has({ question: text, connector: text, state: known, asking, totals: maybe(map(any)), next: maybe(text) }) }),
  retract: has({ records: list(text), says: text }),
  signal: has({ rule: text, kind: one('glance', 'signal', 'stage', 'margin', 'promise'), title: text, answer: fieldOf(answer3), text: fieldOf(text), tone: one('good', 'calm', 'warn', 'bad'), spark: maybe(list(number)), reasons: used }),
  advice: has({
    items: list(has({ id: text, ref: text, rank: one('repair', 'promise', 'help', 'thanks', 'offer'), text, reasons: used, action: pointed, link: maybe(text) })),
    ask: maybe(has({ id: text, ref: text, words: text, why: text, action: pointed, options: list(has({ value: text, label: text })) })),
  }),
  system: has({ connector: text, title: text, state: one('asking', 'answered', 'late', 'down', 'not-asked'), code: maybe(text), since: maybe(text), retryAt: maybe(text) }),
  fault: has({ code: text, says: text, connector: maybe(text) }),
  settled: has({ answered: number, failed: number, changes: text }),
}
const stamp = has({ v: (v) => v === 1, epoch: number, seq: number, revision: number, event: text })

/** `unknown`: a kind of a later version, to be passed over; its place in the sequence counts. `broken`: not an event. */
export type ReadEvent = { is: 'event'; event: CardEvent } | { is: 'unknown'; epoch: number; seq: number } | { is: 'broken' }

export function parseEvent(raw: unknown): ReadEvent {
  if (!stamp(raw)) return { is: 'broken' }
  const { event, epoch, seq } = raw as CardEvent
  if (!Object.hasOwn(bodies, event)) return { is: 'unknown', epoch, seq }
  return bodies[event](raw) ? { is: 'event', event: raw as CardEvent } : { is: 'broken' }
}
