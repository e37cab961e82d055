import {
  type Asked,
  type Because,
  type Connector,
  isQuestion,
  type Rule,
  question as vocabularyOf,
} from '../../contract/index.ts'
import { answererOf } from '../fetch/inquiry.ts'
import { becauseOf, type SourcedRow } from '../fetch/sourced-rows.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { message } from '../messages/index.ts'
import { admittedByAll, rowsDifferByRole } from '../policy/rows.ts'
import { forbidden, type Viewer } from '../policy/viewer.ts'
import type { FactRow, QuestionFacts } from '../rules/types.ts'
import type { QueryRun } from './query-run.ts'
import type { RecordLookup } from './record-lookup.ts'

export type Questions = Partial<Record<Asked, QuestionFacts>>

/**
 * What rules read, question by question. An unchanged question keeps its object: rules that read only it do
 * not run again.
 */
export class Facts {
  private readonly cached = new Map<string, { stamp: string; facts: QuestionFacts }>()
  private readonly asked: readonly Asked[]
  private readonly forbiddenQuestions: ReadonlySet<Asked>

  constructor(
    private readonly viewer: Viewer,
    rules: readonly Rule[],
    reads: (rule: Rule) => readonly string[],
  ) {
    const paths = rules.flatMap((r) => reads(r))
    const asked = (p: string) => p.split('.')[0] as Asked
    this.asked = [...new Set(paths.map(asked))].filter((q) => isQuestion(q) || q === 'own' || q === 'cards')
    // A rule that misses one field it reads must not mistake that for its absence.
    this.forbiddenQuestions = new Set(paths.filter((p) => forbidden(viewer, p)).map(asked))
  }

  /**
   * `whole`: every row, for conclusions with leave of their own; else, where rows differ in who sees them,
   * only those that all these roles are admitted to.
   */
  questions(queryRun: QueryRun, lookup: RecordLookup, done: boolean, whole: boolean): Questions {
    return Object.fromEntries(this.asked.map((q) => [q, this.question(q, queryRun, lookup, done, whole)]))
  }

  private question(
    asked: Asked,
    queryRun: QueryRun,
    lookup: RecordLookup,
    done: boolean,
    whole: boolean,
  ): QuestionFacts {
    const entries = queryRun.entries.filter((e) => e.query.question === asked)
    const because: Because[] = entries.flatMap((e) =>
      becauseOf(
        e.query.connector,
        queryRun.standing(e, lookup.standing(e.query.connector, done), done),
        [...e.sources.values()],
        this.viewer.locale,
      ),
    )
    const reasonOf = (code: 'withheld' | 'no-system'): Because => ({
      code,
      says: message(`because.${code}`, this.viewer.locale),
    })
    if (this.forbiddenQuestions.has(asked)) because.push(reasonOf('withheld'))
    else if (entries.length === 0) because.push(reasonOf('no-system'))
    const split = !whole && rowsDifferByRole(this.viewer, asked)
    if (split) because.push(reasonOf('withheld'))
    const key = `${asked}\n${whole}`
    const stamp = JSON.stringify([
      because,
      entries.map((e) => [
        e.query.connector.id,
        [...e.sources.values()].map((s) => [s.name, s.answer?.fetchedAt, s.rows.length]),
      ]),
    ])
    const before = this.cached.get(key)
    if (before?.stamp === stamp) return before.facts
    const rows = queryRun
      .rowsOf(asked)
      .filter((h) => !split || admittedByAll(this.viewer, asked, h.row))
      .map((h) => {
        const { id: _id, url: _url, ...values } = h.row
        const unknown = unknownFields(h, asked)
        return { values, from: h.from, connector: h.connector.id, ...(unknown ? { unknown } : {}) }
      })
    const unoffered = entries
      .map((e) => unofferedBy(e.query.connector, asked))
      .reduce((all, one) => all.filter((name) => one.includes(name)), Object.keys(vocabularyFields(asked)))
    const facts: QuestionFacts = {
      complete: because.length === 0,
      because,
      rows,
      ...(entries.length > 0 && unoffered.length > 0 ? { unoffered } : {}),
    }
    this.cached.set(key, { stamp, facts })
    return facts
  }
}

const vocabularyFields = (asked: Asked) => (isQuestion(asked) ? vocabularyOf(asked).fields : {})
const unofferedBy = (connector: Connector, asked: Asked): readonly string[] => {
  const offered = answererOf(connector, asked)?.fields
  return offered ? Object.keys(fieldsOf(connector, asked)).filter((name) => !offered.includes(name)) : []
}

/**
 * The fields of which a row's silence says nothing: its system does not offer them, or one of its rows had a
 * value that could not be read.
 */
function unknownFields(held: SourcedRow, asked: Asked): FactRow['unknown'] {
  const silent = unofferedBy(held.connector, asked)
  const unread = held.unread ?? []
  return silent.length + unread.length === 0 ? undefined : { unoffered: silent, unread }
}
