import { type Connector, type Question, question as vocabularyOf } from '../../../contract/index.ts'
import { factLabel } from '../../messages/labels.ts'
import { answering, type PlanInput } from '../../plan/queries.ts'
import { filterFields } from '../../policy/rows.ts'
import { forbidden, pathOf, see, type Viewer } from '../../policy/viewer.ts'
import { entryFieldsOf } from './entry-fields.ts'

/**
 * One question to one system, as the timeline asks it: `dated` and `coming` only where every role of this
 * agent may see them.
 */
export interface TimelineQuery {
  question: Question
  connector: Connector
  dated?: string | undefined
  coming?: string | undefined
  title?: string | undefined
  status?: string | undefined
  amount?: string | undefined
  fields: readonly string[]
}

/**
 * Decided from ficha and role before anything is asked. A question whose date the role may not see has no
 * place on a line of time.
 */
export function timelineQueries(questions: readonly Question[], input: PlanInput): readonly TimelineQuery[] {
  return questions.flatMap((question) =>
    answering(question, input).flatMap((connector): TimelineQuery[] => {
      const entry = entryFieldsOf(question)
      if (!entry) return []
      const { viewer } = input
      const path = (f: string) => pathOf(question, connector.id, f)
      const clear = (f: string | undefined) =>
        f !== undefined && !forbidden(viewer, path(f)) && see(viewer, path(f)) === 'clear' ? f : undefined
      const seen = (f: string | undefined) =>
        f !== undefined && see(viewer, path(f)) !== 'withheld' ? f : undefined
      const [dated, coming] = [clear(entry.dated), clear(entry.coming)]
      if (!dated && !coming) return []
      const [title, status, amount] = [
        entry.title.find((f) => clear(f)) ?? entry.title.find((f) => seen(f)),
        seen(entry.status),
        seen(entry.amount),
      ]
      const filters = filterFields(viewer, question, connector)
      const fields = [
        ...new Set(
          [dated, coming, title, status, amount, ...filters].filter((f): f is string => f !== undefined),
        ),
      ]
      return [{ question, connector, dated, coming, title, status, amount, fields }]
    }),
  )
}

/** Labels of what this role is not shown of these questions: absent and withheld must not look alike. */
export function withheldLabels(questions: readonly Question[], viewer: Viewer): readonly string[] {
  const all = questions.flatMap((q) => {
    const s = entryFieldsOf(q)
    return s
      ? [
          ...(s.title.length > 0 && s.title.every((f) => see(viewer, `${q}.${f}`) === 'withheld')
            ? [s.title[0] as string]
            : []),
          ...[s.status, s.amount].filter(
            (f): f is string => f !== undefined && see(viewer, `${q}.${f}`) === 'withheld',
          ),
        ].map((f) => factLabel(`${q}.${f}`, viewer.locale, viewer.connectors))
      : []
  })
  return [...new Set(all)]
}

export const typeOf = (stream: Pick<TimelineQuery, 'question'>, field: string): string =>
  vocabularyOf(stream.question).fields[field]?.type ?? 'text'
