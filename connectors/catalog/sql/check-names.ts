import { identifierKinds } from '../../contract/index.ts'
import { aboutNobody, type Mistake, unread } from '../../contract/mapping/names.ts'
import { namesIn, quotedNames, strangeParameters } from './bind.ts'
import type { SqlAnswer, SqlOptions } from './options.ts'

/**
 * What is wrong with the SELECTs of the options: a parameter that there is not, one in quotes, a question that
 * is about nobody, a search for somebody whom nothing could tell from a stranger.
 */
export function mistakesOf(o: SqlOptions): Mistake[] {
  const out: Mistake[] = []
  for (const [kind, select] of Object.entries(o.find?.by ?? {})) {
    if (!select || !o.find) continue
    const path = ['find', 'by', kind]
    out.push(...inSelect(select, ['value', 'raw', 'limit'], path))
    if (!asks(select, ['value', 'raw']))
      out.push({
        path,
        says: 'the SELECT asks for nobody; compare a column with :value (or :raw, as it was typed)',
      })
    const why = unread(kind, o.find.record)
    if (why) out.push({ path, says: why })
  }
  if (o.search !== undefined) {
    out.push(...inSelect(o.search, ['text', 'limit'], ['search']))
    if (!asks(o.search, ['text']))
      out.push({ path: ['search'], says: 'the SELECT does not look for what was typed; write :text in it' })
  }
  for (const [question, how] of Object.entries(o.answers ?? {}))
    if (how) out.push(...inAnswer(how as SqlAnswer<string>, question, ['answers', question]))
  if (o.own) out.push(...inAnswer(o.own.answer, 'own', ['own', 'answer']))
  return out
}

function inAnswer(how: SqlAnswer<string>, question: string, at: readonly string[]): Mistake[] {
  const byKey = how.from !== undefined && how.from !== 'record'
  const whose = byKey ? ['value', 'raw'] : ['record', ...identifierKinds]
  const nobody = (path: string[], select: string, more = ''): Mistake[] =>
    asks(select, whose) || aboutNobody(question)
      ? []
      : [
          {
            path,
            says: `the SELECT says nothing of whom it asks about, so everybody would be given the same; compare a column with :${byKey ? 'value' : 'record'}${more}`,
          },
        ]
  return [
    ...inSelect(how.select, [...whose, 'limit', 'offset', 'locale'], [...at, 'select']),
    ...(how.owner === undefined
      ? nobody([...at, 'select'], how.select, ', or write `owner`: the column that says whose a row is')
      : []),
    ...(how.totals
      ? [
          ...inSelect(how.totals.select, [...whose, 'locale'], [...at, 'totals', 'select']),
          ...nobody([...at, 'totals', 'select'], how.totals.select),
        ]
      : []),
    ...(how.lines ? inSelect(how.lines.select, [...whose, 'ids', 'locale'], [...at, 'lines', 'select']) : []),
  ]
}

function inSelect(select: string, known: readonly string[], path: readonly string[]): Mistake[] {
  const list = known.map((each) => `:${each}`).join(', ')
  return [
    ...[...new Set(namesIn(select))]
      .filter((each) => !known.includes(each))
      .map((each) => ({ path, says: `\`:${each}\` is no value there is; write one of ${list}` })),
    ...strangeParameters(select).map((each) => ({
      path,
      says: `\`${each}\` is not replaced; a value is written with a colon, one of ${list}`,
    })),
    ...quotedNames(select, known).map((each) => ({
      path,
      says: `\`:${each}\` stands within quotes and is taken for text; take the quotes away: a value needs none, and text is joined to it (\`'%' || :${each}\`)`,
    })),
  ]
}

const asks = (select: string, names: readonly string[]): boolean =>
  namesIn(select).some((each) => names.includes(each))
