import type {
  JourneyAnswer,
  JourneyFigure,
  JourneyMatter,
  JourneyPromise,
  JourneyScore,
  JourneyStep,
  Money,
  Question,
  Status,
} from '../../contract/index.ts'

/**
 * One row as the reader may see it, with clear values only. Hidden values are left out, and `Seen.hidden`
 * names them.
 */
export interface VisibleRow {
  connector: string
  values: Readonly<Record<string, unknown>>
}
/**
 * `hidden`: fields that this reader does not see. `whole`: every system answered in full. A question that may
 * not be asked is absent.
 */
export interface VisibleAnswer {
  rows: readonly VisibleRow[]
  hidden: ReadonlySet<string>
  whole: boolean
}
export type JourneySummary = Omit<JourneyAnswer, 'pseudonym' | 'missing'>

const dayMs = 86_400_000
const maxSteps = 80
export const journeyDays = 90

/**
 * The last days from the customer's side: how long they waited, how often they repeated themselves, how they
 * were passed on, what was promised and what came. Pure, and made only of what the reader sees, so that no
 * figure gives away what a field withholds.
 */
export function journeyOf(
  seen: Partial<Record<Question, VisibleAnswer>>,
  now: Date,
  days = journeyDays,
): JourneySummary {
  const from = now.getTime() - days * dayMs
  const at = (value: unknown): number | undefined => {
    const t = typeof value === 'string' ? Date.parse(value) : Number.NaN
    return Number.isNaN(t) ? undefined : t
  }
  const ago = (t: number): number => Math.trunc((now.getTime() - t) / dayMs) + 0
  const within = (q: Question, field: string) =>
    (seen[q]?.rows ?? []).filter((r) => {
      const t = at(r.values[field])
      return t !== undefined && t >= from && t <= now.getTime()
    })
  const figure = <T>(
    needs: readonly (readonly [Question, readonly string[]])[],
    make: () => T,
  ): JourneyFigure<T> => {
    const asked = needs.filter(([q]) => seen[q])
    if (asked.length === 0 || asked.some(([q, fields]) => fields.some((f) => seen[q]?.hidden.has(f))))
      return { is: 'withheld' }
    const whole = asked.every(([q]) => seen[q]?.whole)
    const value = make()
    return whole
      ? { is: 'known', value }
      : isEmpty(value)
        ? { is: 'unknown' }
        : { is: 'known', value, partial: true }
  }

  // Internal notes are left out: the customer did not see them.
  const contacts = within('interactions', 'startDate')
    .filter((r) => code(r.values.direction) !== 'internal' && code(r.values.kind) !== 'note')
    .sort((a, b) => (at(a.values.startDate) ?? 0) - (at(b.values.startDate) ?? 0))
  const incoming = contacts.filter((r) => code(r.values.direction) !== 'out')
  const matterNumbers = new Map<string, number>()
  const matterOf = (value: unknown): number | undefined => {
    const key = typeof value === 'string' ? value.trim().toLocaleLowerCase() : ''
    if (!key) return undefined
    const n = matterNumbers.get(key) ?? matterNumbers.size + 1
    matterNumbers.set(key, n)
    return n
  }
  const matters = new Map<number, JourneyMatter & { last?: string | undefined }>()
  const contactCounts = new Map<VisibleRow, number>()
  for (const row of incoming) {
    const n = matterOf(row.values.matter)
    if (n === undefined) continue
    const channel = channelOf(row.values.kind)
    const before = matters.get(n) ?? {
      matter: n,
      name: String(row.values.matter),
      contacts: 0,
      channels: [],
      hops: 0,
      transfers: 0,
      waited: 0,
    }
    const solved = row.values.resolved
    matters.set(n, {
      ...before,
      contacts: before.contacts + 1,
      channels:
        channel && !before.channels.includes(channel) ? [...before.channels, channel] : before.channels,
      hops: before.hops + (before.last && channel && before.last !== channel ? 1 : 0),
      transfers: before.transfers + (typeof row.values.transfers === 'number' ? row.values.transfers : 0),
      waited: before.waited + secondsOf(row.values.waited),
      ...(typeof solved === 'boolean' ? { solved } : {}),
      last: channel ?? before.last,
    })
    contactCounts.set(row, before.contacts + 1)
  }
  const mattersByContacts = [...matters.values()]
    .map(({ last: _, ...m }): JourneyMatter => m)
    .sort((a, b) => b.contacts - a.contacts)
  const waits = incoming.map((r) => secondsOf(r.values.waited)).filter((s) => s > 0)
  const requests = within('requests', 'dateCreated')
  const answered = requests.flatMap((r) => {
    const [a, b] = [at(r.values.dateCreated), at(r.values.firstAnswered)]
    return a !== undefined && b !== undefined && b >= a ? [(b - a) / 1_000] : []
  })

  const promises = [...deliveries(), ...spokenPromises()].sort((a, b) => b.dueDaysAgo - a.dueDaysAgo)
  function deliveries(): JourneyPromise[] {
    return (seen.orders?.rows ?? []).flatMap((r) => {
      const [due, came, status] = [
        at(r.values.expectedArrival),
        at(r.values.delivered),
        code(r.values.status),
      ]
      if (due === undefined || due < from || status === 'cancelled') return []
      return [
        promiseOf(
          'delivery',
          typeof r.values.orderNumber === 'string' ? r.values.orderNumber : undefined,
          due,
          came,
          status === 'delivered' || status === 'ready' ? 'done' : undefined,
        ),
      ]
    })
  }
  function spokenPromises(): JourneyPromise[] {
    return (seen.promises?.rows ?? []).flatMap((r) => {
      const due = at(r.values.due)
      return due === undefined || due < from
        ? []
        : [
            promiseOf(
              'word',
              typeof r.values.what === 'string' ? r.values.what : undefined,
              due,
              at(r.values.kept),
              code(r.values.status) === 'kept' ? 'done' : undefined,
            ),
          ]
    })
  }
  function promiseOf(
    kind: JourneyPromise['kind'],
    what: string | undefined,
    due: number,
    came: number | undefined,
    status: 'done' | undefined,
  ): JourneyPromise {
    // A promise for a day can be kept until that day is over.
    const late = came === undefined ? now.getTime() - due : came - due
    const days = Math.max(1, Math.floor(late / dayMs))
    const is =
      came !== undefined
        ? late < dayMs
          ? 'kept'
          : 'late'
        : status === 'done'
          ? 'unknown'
          : late >= dayMs
            ? 'broken'
            : 'open'
    return {
      kind,
      ...(what ? { what } : {}),
      dueDaysAgo: ago(due),
      ...(came === undefined ? {} : { receivedDaysAgo: ago(came) }),
      is,
      ...(is === 'late' || is === 'broken' ? { lateDays: days } : {}),
    }
  }

  const scores = (seen.feedback?.rows ?? [])
    .flatMap((r): (JourneyScore & { t: number })[] => {
      const [t, score, kind] = [at(r.values.dateCreated), r.values.score, code(r.values.kind)]
      if (t === undefined || typeof score !== 'number') return []
      const outOf = typeof r.values.outOf === 'number' ? r.values.outOf : (scales[kind ?? ''] ?? 10)
      return [
        {
          t,
          daysAgo: ago(t),
          at: String(r.values.dateCreated),
          kind: kind ?? '',
          score,
          outOf,
          ...(typeof r.values.comment === 'string' ? { comment: r.values.comment } : {}),
        },
      ]
    })
    .sort((a, b) => a.t - b.t)
  const lastScore = scores.at(-1)
  const mainMatter = mattersByContacts[0]
  const saidAndDone =
    lastScore && mainMatter && seen.feedback && !seen.feedback.hidden.has('score')
      ? {
          score: lastScore.score,
          outOf: lastScore.outOf,
          kind: lastScore.kind,
          contacts: mainMatter.contacts,
          ...(mainMatter.name ? { name: mainMatter.name } : {}),
        }
      : undefined

  const steps: (JourneyStep & { t: number })[] = []
  const step = (t: number | undefined, more: Omit<JourneyStep, 'daysAgo' | 'at'>) => {
    if (t !== undefined && t >= from && t <= now.getTime())
      steps.push({ t, daysAgo: ago(t), at: new Date(t).toISOString(), ...dropUndefined(more) })
  }
  for (const r of seen.orders?.rows ?? []) {
    const [due, came] = [at(r.values.expectedArrival), at(r.values.delivered)]
    step(at(r.values.orderDate), {
      is: 'ordered',
      channel: code(r.values.channel),
      words: text(r.values.orderNumber),
      amount: money(r.values.total),
    })
    if (came !== undefined)
      step(came, {
        is: 'delivered',
        words: text(r.values.orderNumber),
        ...(due !== undefined && came - due >= dayMs ? { late: true, tone: 'bad' } : { tone: 'good' }),
      })
  }
  for (const r of contacts) {
    const again = contactCounts.get(r)
    step(at(r.values.startDate), {
      is: code(r.values.direction) === 'out' ? 'reached' : 'contact',
      channel: channelOf(r.values.kind),
      words: text(r.values.summary) ?? text(r.values.matter),
      matter: matterOf(r.values.matter),
      waited: secondsOf(r.values.waited) || undefined,
      ...(again && again > 1 ? { again, tone: 'warn' } : {}),
    })
  }
  for (const r of requests) {
    step(at(r.values.dateCreated), {
      is: 'opened',
      channel: code(r.values.channel),
      words: text(r.values.subject),
      matter: matterOf(r.values.matter),
    })
    const [a, b] = [at(r.values.dateCreated), at(r.values.firstAnswered)]
    step(b, {
      is: 'answered',
      words: text(r.values.subject),
      waited: a !== undefined && b !== undefined ? Math.max(0, (b - a) / 1_000) : undefined,
    })
    step(at(r.values.dateClosed), { is: 'closed', words: text(r.values.subject), tone: 'good' })
  }
  for (const r of seen.returns?.rows ?? [])
    step(at(r.values.returnDate), { is: 'returned', words: text(r.values.product) ?? text(r.values.number) })
  for (const r of seen.promises?.rows ?? []) {
    step(at(r.values.made), { is: 'promised', words: text(r.values.what) })
    step(at(r.values.kept), { is: 'kept', words: text(r.values.what), tone: 'good' })
  }
  for (const s of scores)
    step(s.t, {
      is: 'said',
      score: s.score,
      outOf: s.outOf,
      words: s.comment,
      tone: s.score / s.outOf >= 0.7 ? 'good' : s.score / s.outOf < 0.5 ? 'bad' : 'calm',
    })
  const ordered = steps.sort((a, b) => a.t - b.t)

  return {
    days,
    steps: ordered.slice(-maxSteps).map(({ t: _, ...s }) => s),
    cut: Math.max(0, ordered.length - maxSteps),
    waits: figure([['interactions', ['startDate', 'waited']]], () => ({
      seconds: waits.reduce((a, b) => a + b, 0),
      times: waits.length,
      longest: Math.max(0, ...waits),
    })),
    answers: figure([['requests', ['dateCreated', 'firstAnswered']]], () => ({
      times: answered.length,
      longestSeconds: Math.max(0, ...answered),
    })),
    matters: figure([['interactions', ['startDate', 'matter', 'kind']]], () => mattersByContacts),
    hops: figure([['interactions', ['startDate', 'matter', 'kind']]], () =>
      mattersByContacts.reduce((n, m) => n + m.hops, 0),
    ),
    promises: figure(
      [
        ['orders', ['expectedArrival', 'delivered', 'status']],
        ['promises', ['due', 'kept', 'status']],
      ],
      () => promises,
    ),
    scores: figure([['feedback', ['dateCreated', 'score']]], () => scores.map(({ t: _, ...s }) => s)),
    ...(saidAndDone ? { saidAndDone } : {}),
  }
}

const scales: Readonly<Record<string, number>> = { nps: 10, csat: 5, ces: 7, review: 5 }
const code = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? (value as Status).code : undefined
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() ? value : undefined
const money = (value: unknown): Money | undefined =>
  typeof value === 'object' && value !== null && 'amount' in value ? (value as Money) : undefined
/**
 * A telephone call counts as one, whatever a system calls it. A value that only says that something was
 * written names no channel.
 */
const channelOf = (kind: unknown): string | undefined => {
  const c = code(kind)
  return c === 'phone' ? 'call' : c === 'store' ? 'visit' : c === 'message' || c === 'request' ? undefined : c
}
const isEmpty = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length === 0
    : typeof value === 'object' && value !== null
      ? Object.values(value).every((n) => n === 0)
      : value === 0
const dropUndefined = <T extends object>(o: T): T =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T
const secondsOf = (value: unknown): number => {
  const m =
    typeof value === 'string'
      ? /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(value)
      : null
  return m
    ? Number(m[1] ?? 0) * 86_400 + Number(m[2] ?? 0) * 3_600 + Number(m[3] ?? 0) * 60 + Number(m[4] ?? 0)
    : 0
}
