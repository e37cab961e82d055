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
import { admittingRoles } from '../../policy/rows.ts'
import { see } from '../../policy/viewer.ts'
import { type Agent, Refusal } from '../../ports.ts'
import { releaseField } from '../../release/reading.ts'
import { knownSubject, runCard } from '../../session/card-run.ts'
import { QueryRun } from '../../session/query-run.ts'
import type { ReopenedAccount } from '../../session/reopen-account.ts'
import {
  askMember,
  type MemberAnswer,
  type MemberQuestion,
  type RecognisedMember,
  recogniseMember,
  unknownMember,
  waitingMember,
} from './member.ts'

/** Members asked side by side. Those beyond are counted, not asked. */
const maxMembers = 8
const panel = (question: Question, fields: string[]): Panel => ({
  id: 'roll-up',
  question,
  ask: 'on-request',
  fields,
  limit: 100,
  priority: 0,
})
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const isOfKind = (row: AnyRow, kind: RollUpKind): boolean =>
  typeof row.kind === 'object' && row.kind !== null && (row.kind as { code?: unknown }).code === kind

/**
 * The field of a question that is added up.
 *
 * @throws Refusal `bad-request` for a question without amounts.
 */
export function amountFieldOf(question: AskRequest['question']): string {
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

/** A run that adds up what a household or a company has, asked with a card. */
export interface RollUpInput {
  account: ReopenedAccount
  plan: PlanInput
  agent: Agent
  kind: RollUpKind
  question: Question
  settled(): EventBody
}

/**
 * Asks each member of the customer's household or company live, side by side, and publishes the sum as it
 * grows. Nobody is merged with anybody.
 *
 * @throws Refusal `bad-request` for a question without amounts; `audit-unavailable` when a member's access
 * could not be recorded: nothing more is asked or published.
 */
export async function* rollUp(
  hub: HubContext,
  input: RollUpInput,
  signal: AbortSignal,
): AsyncGenerator<EventBody, void, undefined> {
  const amountField = amountFieldOf(input.question)
  for await (const relations of askRelations(hub, input, signal))
    yield* askMembers(hub, input, relations, amountField, signal)
}

/** Who belongs to the household or the company, and why that may not be everybody. */
interface Relations {
  connector: string
  members: readonly AnyRow[]
  because: readonly Because[]
}

/** The relations of the customer, once every system that has them has answered. */
function askRelations(
  hub: HubContext,
  { account, plan, agent, kind }: RollUpInput,
  signal: AbortSignal,
): AsyncGenerator<Relations, void, undefined> {
  const { card, viewer } = account
  const { locale, purpose } = viewer
  return runCard<Relations>(signal, ({ signal, changed }) => {
    const queryRun = new QueryRun(
      hub,
      planPanels([panel('relations', ['kind', 'name', 'role', 'parent', 'member'])], plan),
      { tenant: agent.tenant, purpose, locale, salt: card.salt, signal },
      changed,
    )
    return {
      recognise: knownSubject(card),
      queries: queryRun,
      publishOnce: true,
      async *publish() {
        const because = queryRun.entries.flatMap((e) =>
          becauseOf(
            e.query.connector,
            queryRun.standing(e, card.standings[e.query.connector.id] ?? 'not-asked', true),
            [...e.sources.values()],
            locale,
          ),
        )
        const rows = queryRun
          .rowsOf('relations')
          .filter((h) => admittingRoles(viewer, 'relations', h.row).length > 0 && isOfKind(h.row, kind))
          .map((h) => h.row)
        yield {
          connector: queryRun.entries[0]?.query.connector.id ?? '',
          members: membersOf(rows),
          because,
        }
      },
    }
  })
}

/**
 * Each member once, by their number or, without one, by each row. A name that others stand under is the
 * company or the household itself.
 */
function membersOf(rows: readonly AnyRow[]): readonly AnyRow[] {
  const groups = new Set(rows.map((r) => text(r.parent)).filter(Boolean))
  return [
    ...new Map(
      rows
        .filter((r) => text(r.member) || !groups.has(text(r.name)))
        .map((r) => [text(r.member) || `${text(r.name)}\n${r.id}`, r]),
    ).values(),
  ]
}

/** The run of the sum: the customer and each member have runs of their own, side by side. */
function askMembers(
  hub: HubContext,
  { account, plan, agent, kind, question, settled }: RollUpInput,
  relations: Relations,
  amountField: string,
  signal: AbortSignal,
): AsyncGenerator<EventBody, void, undefined> {
  const { card, viewer } = account
  const { locale } = viewer
  const maySee = see(viewer, `${question}.${amountField}`) === 'clear'
  const beyond = Math.max(0, relations.members.length - maxMembers)
  const because = [...relations.because]
  if (relations.members.length === 0) because.push({ code: 'no-system', says: message('sum.nobody', locale) })
  if (beyond > 0) because.push({ code: 'incomplete', says: message('sum.beyond', locale) })

  const asked: MemberQuestion = {
    hub,
    agent,
    viewer,
    question,
    amountField,
    queries: planPanels([panel(question, [amountField, 'status'])], plan).map((q) => ({
      ...q,
      limit: ruleRows,
    })),
    salt: card.salt,
    audit: (records) => account.audit({ act: 'ask', what: [question, `member:${kind}`] }, records),
  }
  const self = { answer: waitingMember(viewer) }
  const others = relations.members.slice(0, maxMembers).map((row) => ({
    row,
    answer: text(row.member) ? waitingMember(viewer) : unknownMember(viewer),
  }))

  const amount = (sums: readonly Money[]): Field<readonly Money[]> =>
    maySee ? { shown: 'clear', value: sums } : { shown: 'withheld' }
  const named = (field: 'name' | 'role', row: AnyRow) =>
    releaseField(
      viewer,
      `relations.${field}`,
      { type: 'text' },
      text(row[field]),
      admittingRoles(viewer, 'relations', row),
    ) as Field<string>
  const released = ({ is, sums, from, because }: MemberAnswer) =>
    maySee
      ? { is, sums: amount(sums), from, because }
      : { is: 'withheld' as const, sums: amount([]), from: [], because: [] }
  const current = (): RollUp => {
    const answers = [self, ...others].map((m) => m.answer)
    return {
      kind,
      question,
      beyond,
      sums: amount(sumByCurrency(answers.flatMap((a) => [...a.sums])) ?? []),
      complete: maySee && because.length === 0 && answers.every((a) => a.is === 'value' || a.is === 'none'),
      because,
      members: [
        { name: { shown: 'withheld' }, self: true, ...released(self.answer) },
        ...others.map(({ row, answer }) => ({
          name: named('name', row),
          ...(text(row.role) ? { role: named('role', row) } : {}),
          ...released(answer),
        })),
      ],
    }
  }

  return runCard<EventBody>(signal, ({ signal, changed }) => {
    let pending = 0
    let failure: { reason: unknown } | undefined
    const follow = async (
      member: { answer: MemberAnswer },
      recognise: (signal: AbortSignal) => Promise<RecognisedMember>,
    ): Promise<void> => {
      pending++
      try {
        for await (const answer of askMember(asked, recognise, signal)) {
          member.answer = answer
          changed()
        }
      } catch (reason) {
        failure ??= { reason }
      } finally {
        pending--
        changed()
      }
    }
    let published = ''
    return {
      recognise: knownSubject(card),
      queries: {
        about() {
          // Amounts that this role may not see are not fetched, of anybody.
          if (!maySee) return []
          void follow(self, async () => ({
            records: { records: card.records, identifiers: card.identifiers },
            standing: (c) => card.standings[c.id] ?? 'not-asked',
          }))
          for (const member of others) {
            const number = text(member.row.member)
            const name = text(member.row.name)
            if (number) void follow(member, (signal) => recogniseMember(asked, number, name, signal))
          }
          return []
        },
        get pending() {
          return pending
        },
      },
      async *publish() {
        if (failure) throw failure.reason
        const rollUp = current()
        if (published === (published = JSON.stringify(rollUp))) return
        yield {
          event: 'reading',
          reading: {
            question: 'relations',
            connector: relations.connector,
            state: { known: 'nothing' },
            asking: { asking: 'idle' },
            rollUp,
          },
        }
      },
      settled,
    }
  })
}
