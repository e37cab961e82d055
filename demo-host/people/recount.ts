import type { DeskTicket, Owned, Raw, SurveyAnswer } from './raw.ts'

/**
 * The eight answers and the stage of one person, counted by hand from what the systems keep: no connector, no
 * rule, no hub. Tests compare the card with it. The norms are the company's, written here a second time on
 * purpose.
 */
export interface Recounted {
  /** As the shop has it, else the helpdesk, the till, the web; empty: known only by a browser. */
  name: string
  kind: 'person' | 'prospect'
  marks: string | undefined
  history: { orders: number; cents: number }
  best: boolean
  contacts: { times: number; often: boolean }
  satisfied: { is: 'yes' | 'no' | 'unknown'; kind?: SurveyAnswer['kind']; score?: number }
  open: { count: number; due: number }
  recommended: number
  stage: 'after' | 'renewing' | 'buying' | 'evaluating' | 'lapsed' | 'considering' | 'between'
}
const DAY = 86_400_000
const scale: Record<SurveyAnswer['kind'], [number, number]> = {
  nps: [0, 10],
  csat: [1, 5],
  ces: [1, 7],
  review: [1, 5],
}
const digits = (phone: string) => phone.replace(/\D/g, '').slice(-9)

/** Messages count when the customer wrote them; what opens a ticket always does. */
const heard = (t: DeskTicket, author: string): number[] =>
  t.entries
    .filter((e) => e.type === 'Create' || (e.type === 'Correspond' && e.by === author))
    .map((e) => e.at)

export function recount(raw: Raw, owned: Owned, now: number): Recounted {
  const shopIds = new Set(owned.shop)
  const deskIds = new Set(owned.desk)
  const tillIds = new Set(owned.till)
  const visitors = new Set(owned.visitors)
  const mails = new Set(owned.mails.map((m) => m.toLowerCase()))
  const phones = new Set(owned.phones.map(digits))
  const since = (days: number) => (at: number) => at >= now - days * DAY && at <= now

  const bought = [
    ...raw.shop.orders.filter((o) => shopIds.has(o.customer)).map((o) => ({ at: o.placed, cents: o.cents })),
    ...raw.till.tickets
      .filter((t) => t.member !== undefined && tillIds.has(t.member))
      .map((t) => ({ at: t.at, cents: t.cents })),
  ]
  const cents = bought.filter((o) => since(365)(o.at)).reduce((n, o) => n + o.cents, 0)

  const users = raw.desk.users.filter((u) => deskIds.has(u.id))
  const tickets = raw.desk.tickets.filter((t) => deskIds.has(t.user))
  const written = tickets.flatMap((t) => heard(t, users.find((u) => u.id === t.user)?.name ?? ''))
  const called = raw.phone.calls
    .filter((c) => c.direction === 'in' && phones.has(digits(c.number)))
    .map((c) => c.at)
  const times = [...written, ...called].filter(since(30)).length

  const open = tickets.filter((t) => t.status !== 'resolved' && t.status !== 'rejected')
  const answer = raw.survey.answers
    .filter((a) => mails.has(a.mail.toLowerCase()) && since(365)(a.at))
    .toSorted((a, b) => b.at - a.at)[0]
  const happy =
    answer && (answer.score - scale[answer.kind][0]) / (scale[answer.kind][1] - scale[answer.kind][0]) >= 0.7
  const seen = raw.web.events.filter((e) => visitors.has(e.visitor))
  const looked = seen.filter((e) => since(30)(e.at))
  const renewing = raw.subs.subscriptions.some(
    (s) =>
      mails.has(s.mail.toLowerCase()) &&
      s.state !== 'cancelled' &&
      s.renews !== undefined &&
      s.renews >= now &&
      s.renews <= now + 30 * DAY,
  )
  const stage = bought.some((o) => since(30)(o.at))
    ? 'after'
    : renewing
      ? 'renewing'
      : seen.some((e) => e.type === 'cart' && since(3)(e.at))
        ? 'buying'
        : looked.filter((e) => e.type === 'search' || e.type === 'video').length >= 2
          ? 'evaluating'
          : bought.length > 0 && !bought.some((o) => since(365)(o.at))
            ? 'lapsed'
            : looked.length > 0
              ? 'considering'
              : 'between'

  const preferences = raw.till.preferences.find((p) => tillIds.has(p.member))
  const customer = raw.shop.customers.find((c) => shopIds.has(c.id))
  const known = customer
    ? `${customer.firstName} ${customer.lastName}`
    : (users[0]?.realName ??
      raw.till.members.find((m) => tillIds.has(m.id))?.name ??
      raw.web.visitors.find((v) => visitors.has(v.id))?.name ??
      '')
  return {
    name: known,
    kind: customer || users.length > 0 || tillIds.size > 0 ? 'person' : 'prospect',
    marks: preferences?.remark ?? preferences?.likes,
    history: { orders: bought.length, cents },
    best: cents >= 100_000,
    contacts: { times, often: times >= 4 },
    satisfied: answer
      ? { is: happy ? 'yes' : 'no', kind: answer.kind, score: answer.score }
      : { is: 'unknown' },
    open: { count: open.length, due: open.filter((t) => t.due !== undefined && t.due < now + DAY).length },
    recommended: raw.till.referrals.filter((f) => tillIds.has(f.member)).length,
    stage,
  }
}
