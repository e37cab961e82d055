import {
  type AnyRow,
  type AskRequest,
  type Because,
  type EventBody,
  type Field,
  isQuestion,
  type Money,
  type Panel,
  type Question,
  type RollUp,
  type RollUpKind,
  sumByCurrency,
  question as vocabularyOf,
} from '../../../contract/index.ts'
import type { HubContext } from '../../context.ts'
import { becauseOf } from '../../fetch/sourced-rows.ts'
import { message } from '../../messages/index.ts'
import { type PlanInput, planPanels, ruleRows } from '../../plan/queries.ts'
import { admitting } from '../../policy/rows.ts'
import { see } from '../../policy/viewer.ts'
import { type Agent, Refusal } from '../../ports.ts'
import { releaseField } from '../../release/reading.ts'
import type { CardPayload } from '../../session/handle.ts'
import { QueryRun } from '../../session/query-run.ts'
import { Wake } from '../../session/wake.ts'
import { Member, type Round } from './member.ts'

/** Asked side by side; the rest is said, not asked. */
const mostMembers = 8
const panel = (question: Question, fields: string[]): Panel => ({
  id: 'roll-up',
  question,
  ask: 'on-request',
  fields,
  limit: 100,
  priority: 0,
})
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const coded = (row: AnyRow, kind: RollUpKind): boolean =>
  typeof row.kind === 'object' && row.kind !== null && (row.kind as { code?: unknown }).code === kind

/** The amount a question has: what is added up. */
export function moneyOf(question: AskRequest['question']): string {
  const field = isQuestion(question)
    ? Object.entries(vocabularyOf(question).fields).find(([, def]) => def.type === 'money' && !def.list)?.[0]
    : undefined
  if (!field || question === 'relations')
    throw new Refusal(
      'bad-request',
      `«${question}» has no amount to add up; ask with «orders», «payments» or another that has`,
    )
  return field
}

/**
 * Asks each member of the customer's household or company live, side by side, and says the sum as it grows.
 * Nobody is merged with anybody.
 */
export async function* rollUp(
  hub: HubContext,
  about: {
    card: CardPayload
    input: PlanInput
    agent: Agent
    kind: RollUpKind
    question: Question
    line: Round['line']
  },
  signal: AbortSignal,
): AsyncGenerator<EventBody, void, undefined> {
  const { card, input, agent, kind, question } = about
  const { viewer } = input
  const { locale } = viewer
  const money = moneyOf(question)
  const shown = see(viewer, `${question}.${money}`) === 'clear'
  const wake = new Wake()
  const run = { tenant: agent.tenant, purpose: viewer.purpose, locale, salt: card.salt, signal }
  const edges = new QueryRun(
    hub,
    planPanels([panel('relations', ['kind', 'name', 'role', 'parent', 'member'])], input),
    run,
    wake.now,
  )
  edges.about({ records: card.records, identifiers: card.identifiers })
  wake.now()
  while (edges.pending > 0 && !signal.aborted) await wake.next()
  if (signal.aborted) return

  const because: Because[] = edges.entries.flatMap((e) =>
    becauseOf(
      e.query.connector,
      edges.standing(e, card.standings[e.query.connector.id] ?? 'not-asked', true),
      [...e.sources.values()],
      locale,
    ),
  )
  const rows = edges
    .held('relations')
    .filter((h) => admitting(viewer, 'relations', h.row).length > 0 && coded(h.row, kind))
    .map((h) => h.row)
  // a name that others stand under is the company or the household itself, not one of its members
  const groups = new Set(rows.map((r) => text(r.parent)).filter(Boolean))
  const members = [
    ...new Map(
      rows
        .filter((r) => text(r.member) || !groups.has(text(r.name)))
        .map((r) => [text(r.member) || `${text(r.name)}\n${r.id}`, r]),
    ).values(),
  ]
  const beyond = Math.max(0, members.length - mostMembers)
  if (members.length === 0) because.push({ code: 'no-system', says: message('sum.nobody', locale) })
  if (beyond > 0) because.push({ code: 'incomplete', says: message('sum.beyond', locale) })

  const lanes = planPanels([panel(question, [money, 'status'])], input).map((l) => ({
    ...l,
    limit: ruleRows,
  }))
  const round: Round = {
    hub,
    agent,
    viewer,
    lanes,
    question,
    money,
    salt: card.salt,
    line: about.line,
    signal,
    changed: wake.now,
  }
  const self = new Member(round)
  const others = members.slice(0, mostMembers).map((row) => ({ row, member: new Member(round) }))
  // Amounts that this role may not see are not fetched, of anybody.
  let out = shown ? 1 + others.length : 0
  let broken: unknown
  const done = (p: Promise<void>) =>
    p
      .catch((e: unknown) => {
        broken = e
      })
      .finally(() => {
        out--
        wake.now()
      })
  if (shown) {
    void done(
      self.asked(
        { records: card.records, identifiers: card.identifiers },
        (c) => card.standings[c.id] ?? 'not-asked',
      ),
    )
    for (const { row, member } of others)
      void done(
        text(row.member) ? member.found(text(row.member), text(row.name)) : Promise.resolve(member.unknown()),
      )
  }

  const named = (field: 'name' | 'role', row: AnyRow) =>
    releaseField(
      viewer,
      `relations.${field}`,
      { type: 'text' },
      text(row[field]),
      admitting(viewer, 'relations', row),
    ) as Field<string>
  const amount = (sums: readonly Money[]): Field<readonly Money[]> =>
    shown ? { shown: 'clear', value: sums } : { shown: 'withheld' }
  const state = (): RollUp => {
    const all = [self, ...others.map((o) => o.member)].map((m) => m.heard)
    const whole = shown && because.length === 0 && all.every((h) => h.is === 'value' || h.is === 'none')
    const told = (h: Member['heard']) =>
      shown
        ? { is: h.is, sums: amount(h.sums), from: h.from, because: h.because }
        : { is: 'withheld' as const, sums: amount([]), from: [], because: [] }
    return {
      kind,
      question,
      beyond,
      sums: amount(sumByCurrency(all.flatMap((h) => [...h.sums])) ?? []),
      complete: whole,
      because,
      members: [
        { name: { shown: 'withheld' }, self: true, ...told(self.heard) },
        ...others.map(({ row, member }) => ({
          name: named('name', row),
          ...(text(row.role) ? { role: named('role', row) } : {}),
          ...told(member.heard),
        })),
      ],
    }
  }
  const connector = edges.entries[0]?.query.connector.id ?? ''
  let said = ''
  for (;;) {
    if (signal.aborted) return
    if (broken) throw broken
    const now = state()
    if (said !== (said = JSON.stringify(now)))
      yield {
        event: 'reading',
        reading: {
          question: 'relations',
          connector,
          state: { known: 'nothing' },
          asking: { asking: 'idle' },
          rollUp: now,
        },
      }
    if (out === 0) return
    await wake.next()
  }
}
