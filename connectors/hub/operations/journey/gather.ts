import {
  type AnyRow,
  type JourneyAnswer,
  localize,
  type Question,
  question as vocabularyOf,
} from '../../../contract/index.ts'
import type { HubContext } from '../../context.ts'
import { inquire, type Target } from '../../fetch/inquiry.ts'
import type { LookupStatus } from '../../fetch/sourced-rows.ts'
import { isWhole } from '../../fetch/validate.ts'
import { answering } from '../../plan/queries.ts'
import { type SubjectRecords, targetsOf } from '../../plan/targets.ts'
import { admittingRoles, filterFields, isFiltered } from '../../policy/rows.ts'
import { forbidden, pathOf, see, type Viewer } from '../../policy/viewer.ts'
import type { Agent } from '../../ports.ts'
import { journeyDays, type VisibleAnswer, type VisibleRow } from '../../rules/journey.ts'
import { momentOf } from '../timeline/timeline-source.ts'

/** What a journey is made of: of each question the fields that tell what the customer lived. */
export const journeyFields: { readonly [Q in Question]?: readonly string[] } = {
  orders: ['orderDate', 'expectedArrival', 'delivered', 'status', 'orderNumber', 'total', 'channel'],
  returns: ['returnDate', 'product', 'number'],
  requests: ['dateCreated', 'firstAnswered', 'dateClosed', 'subject', 'matter', 'channel'],
  interactions: ['startDate', 'kind', 'matter', 'summary', 'waited', 'transfers', 'resolved', 'direction'],
  feedback: ['dateCreated', 'score', 'outOf', 'kind', 'comment'],
  promises: ['made', 'due', 'kept', 'status', 'what'],
}
export const journeyQuestions = Object.keys(journeyFields) as Question[]

const pageRows = 100
const maxPages = 6

export interface Gathered {
  seen: Partial<Record<Question, VisibleAnswer>>
  missing: JourneyAnswer['missing']
}

/**
 * The readings of the last days about one person, as this reader may see them: what is not clear to them is
 * left behind here.
 */
export async function gatherJourney(
  hub: HubContext,
  agent: Agent,
  viewer: Viewer,
  questions: readonly Question[],
  records: SubjectRecords,
  standings: Readonly<Record<string, LookupStatus>>,
  signal: AbortSignal,
): Promise<Gathered> {
  const { ports } = hub
  const input = { viewer, connectors: ports.connectors, settings: ports.settings }
  const from = ports.clock.now().getTime() - journeyDays * 86_400_000
  const seen: Partial<Record<Question, VisibleAnswer>> = {}
  const missing: JourneyAnswer['missing'][number][] = []
  await Promise.all(
    questions.map(async (question) => {
      const dated = vocabularyOf(question).dated as string
      const names = journeyFields[question] ?? []
      const queries = answering(question, input)
        .map((connector) => ({
          connector,
          fields: names.filter((f) => {
            const path = pathOf(question, connector.id, f)
            return !forbidden(viewer, path) && see(viewer, path) === 'clear'
          }),
        }))
        .filter((l) => l.fields.includes(dated))
      if (queries.length === 0) return
      const found = await Promise.all(
        queries.map(async ({ connector, fields }) => {
          const forFilters = filterFields(viewer, question, connector)
          const targets = targetsOf({ connector, question }, records)
          const standing = standings[connector.id]
          const silent = targets.length === 0 && (standing === undefined || typeof standing === 'object')
          const answers = await Promise.all(
            targets.map((target) =>
              pages(target, connector.id, fields, [...new Set([...fields, ...forFilters])]),
            ),
          )
          const failed = silent || answers.some((a) => a.failed)
          const whole = !failed && answers.every((a) => a.whole) && !isFiltered(viewer, question)
          if (failed || !whole)
            missing.push({
              connector: connector.id,
              title: localize(connector.title, viewer.locale),
              question,
              is: failed ? 'failed' : 'incomplete',
            })
          const rows = answers
            .flatMap((a) => a.rows)
            .flatMap((row): VisibleRow[] => {
              const roles = admittingRoles(viewer, question, row)
              const visible = fields.filter(
                (f) =>
                  row[f] !== undefined && see(viewer, pathOf(question, connector.id, f), roles) === 'clear',
              )
              return roles.length === 0
                ? []
                : [{ connector: connector.id, values: Object.fromEntries(visible.map((f) => [f, row[f]])) }]
            })
          return { rows, whole, hidden: names.filter((f) => !fields.includes(f)) }
        }),
      )
      seen[question] = {
        rows: found.flatMap((f) => f.rows),
        whole: found.every((f) => f.whole),
        hidden: new Set(found.flatMap((f) => f.hidden)),
      }

      /** Pages of one source until everything on a page is older than the days told of. */
      async function pages(
        target: Target,
        connectorId: string,
        shown: readonly string[],
        fields: readonly string[],
      ): Promise<{ rows: readonly AnyRow[]; whole: boolean; failed: boolean }> {
        const connector = hub.connectors.get(connectorId)
        const rows: AnyRow[] = []
        let cursor: string | undefined
        let isRead = true
        for (let n = 0; connector && n < maxPages; n++) {
          const inquiry = inquire({
            tenant: agent.tenant,
            purpose: viewer.purpose,
            connector,
            question,
            target,
            want: {
              fields,
              limit: pageRows,
              locale: viewer.locale,
              ...(cursor === undefined ? {} : { cursor }),
            },
          })
          if (!inquiry) return { rows, whole: false, failed: true }
          const outcome = await hub.fetcher.fetch(inquiry, ports.settings.patience, signal, () => {})
          const answer = outcome.ok ? outcome.answer : outcome.stale
          if (!answer) return { rows, whole: false, failed: true }
          rows.push(...answer.rows)
          isRead &&= isWhole({ ...answer, complete: true }, shown)
          const newest = Math.max(...answer.rows.map((r) => momentOf(r[dated]) ?? Number.NEGATIVE_INFINITY))
          if (!outcome.ok) return { rows, whole: false, failed: true }
          if (answer.complete || (answer.next === undefined && newest < from))
            return { rows, whole: isRead, failed: false }
          if (answer.next === undefined || answer.next === cursor)
            return { rows, whole: false, failed: false }
          if (answer.rows.length > 0 && newest < from) return { rows, whole: isRead, failed: false }
          cursor = answer.next
        }
        return { rows, whole: false, failed: false }
      }
    }),
  )
  return { seen, missing }
}
