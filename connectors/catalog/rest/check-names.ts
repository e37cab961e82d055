import { identifierKinds } from '../../contract/index.ts'
import { aboutNobody, identifying, type Mistake, unknownNames, unread } from '../../contract/mapping/names.ts'
import { namesIn } from '../../contract/mapping/template.ts'
import type { Call, RestAnswer, RestOptions } from './options.ts'

/**
 * What is wrong with the calls of the options: a name in braces that there is not, a question that is about
 * nobody, a search for somebody whom nothing could tell from a stranger.
 */
export function mistakesOf(o: RestOptions): Mistake[] {
  const out: Mistake[] = [
    ...unknownNames(o.base, [], ['base']),
    ...unknownNames(o.headers, [], ['headers']).map((one) => ({
      ...one,
      says: `${one.says}; these go with every call, a value belongs in the \`headers\` of its own call`,
    })),
  ]
  for (const [kind, how] of Object.entries(o.find?.by ?? {})) {
    if (!how) continue
    const path = ['find', 'by', kind]
    out.push(...inCall(how, ['value', 'raw', 'kind', 'limit'], path))
    if (!asks(how, ['value', 'raw']))
      out.push({
        path,
        says: 'the call sends nothing of whom it looks for; write {value} (or {raw}, as it was typed) in `path`, `query` or `body`',
      })
    const why = unread(kind, how.record ?? o.find?.record ?? { identifiers: [] })
    if (why) out.push({ path, says: why })
  }
  if (o.search) {
    out.push(...inCall(o.search, ['text', 'limit'], ['search']))
    if (!asks(o.search, ['text']))
      out.push({
        path: ['search'],
        says: 'the call does not send what was typed; write {text} in `path`, `query` or `body`',
      })
  }
  for (const [question, how] of Object.entries(o.answers ?? {}))
    if (how) out.push(...inAnswer(how as RestAnswer<string>, question, ['answers', question]))
  if (o.own) out.push(...inAnswer(o.own.answer, 'own', ['own', 'answer']))
  for (const [name, action] of Object.entries(o.actions ?? {}))
    out.push(
      ...unknownNames(action.confirm, Object.keys(action.input), ['actions', name, 'confirm']),
      ...inCall(
        action.call,
        [
          'record',
          'row',
          'key',
          ...identifierKinds,
          ...Object.keys(action.input).map((field) => `input.${field}`),
        ],
        ['actions', name, 'call'],
      ),
    )
  return out
}

function inAnswer(how: RestAnswer<string>, question: string, at: readonly string[]): Mistake[] {
  const path = [...at, 'call']
  const byKey = how.from !== undefined && how.from !== 'record'
  const whose = byKey ? ['value', 'raw'] : ['record', ...identifierKinds]
  const by = how.paging?.by
  const place = by === 'page' || by === 'offset' || by === 'cursor' ? [by] : []
  const known = [...whose, ...(byKey ? ['kind'] : []), 'limit', ...place, 'fields', 'locale']
  const out = inCall(how.call, known, path)
  for (const one of ['cursor', 'page', 'offset'])
    if (by === undefined && out.some((mistake) => mistake.says.startsWith(`\`{${one}}\``)))
      out.push({ path: at, says: `{${one}} has a value only with \`paging\`: { by: '${one}', … }` })
  if (place[0] && !asks(how.call, place))
    out.push({
      path,
      says: `\`paging\` goes by ${by}, and the call does not send it, so every page would be the first one; write {${by}} in \`query\` or \`body\``,
    })
  if (!asks(how.call, whose) && how.owner === undefined && !aboutNobody(question))
    out.push({
      path,
      says: `the call says nothing of whom it asks about, so everybody would be given the same; write ${byKey ? '{value}' : '{record}'} (or ${byKey ? '{raw}' : '{mail}, {phone} …'}) in it, or \`owner\`: where a row says whose it is`,
    })
  return out
}

const textsOf = (how: Call): unknown[] => [how.path, how.query, how.body, how.headers]
const inCall = (how: Call, known: readonly string[], path: readonly string[]): Mistake[] => [
  ...(how.path.match(/\/:[A-Za-z]\w*(?=\/|$)/g) ?? []).map((each) => ({
    path: [...path, 'path'],
    says: `\`${each.slice(1)}\` is sent as it stands; a value is written in braces: {${known[0]}}`,
  })),
  ...unknownNames(how.path, known, [...path, 'path']),
  ...unknownNames(how.query, known, [...path, 'query']),
  ...unknownNames(how.body, known, [...path, 'body']),
  ...unknownNames(how.headers, known, [...path, 'headers']),
]

const namesOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? namesIn(value)
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(namesOf)
      : []
/** The names of a call by which it says whom it is about. */
export const whomIn = (how: Call): string[] =>
  textsOf(how)
    .flatMap(namesOf)
    .filter((each) => identifying.has(each))
const asks = (how: Call, names: readonly string[]): boolean =>
  textsOf(how)
    .flatMap(namesOf)
    .some((each) => names.includes(each))
