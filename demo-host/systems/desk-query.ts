/**
 * The part of TicketSQL the helpdesk understands: `Field op 'value'` joined by AND, OR and brackets. Anything
 * else is a syntax error.
 */
export type Condition = { field: string; op: '=' | '!=' | 'LIKE' | 'NOT LIKE' | '<' | '>'; value: string }
export type Query = Condition | { all: readonly Query[] } | { any: readonly Query[] }
export class QueryError extends Error {}

const token = /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(!=|<|>|=|\(|\))|([\w.{}:-]+))/gy

function tokens(text: string): string[] {
  const out: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.trimEnd().length) {
    const m = token.exec(text)
    if (!m) throw new QueryError('syntax error')
    out.push((m[1] ?? m[2] ?? m[3]) as string)
  }
  return out
}

export function parseQuery(text: string): Query {
  if (text.length > 4_000) throw new QueryError('query over 4000 characters')
  const left = tokens(text)
  const is = (word: string) => left[0]?.toUpperCase() === word
  const operator = (): Condition['op'] => {
    const op = left.shift()?.toUpperCase()
    if (op === 'NOT' && is('LIKE')) {
      left.shift()
      return 'NOT LIKE'
    }
    if (op === '=' || op === '!=' || op === 'LIKE' || op === '<' || op === '>') return op
    throw new QueryError('an operator is missing')
  }
  const single = (): Query => {
    if (left[0] === '(') {
      left.shift()
      const inner = either()
      if (left.shift() !== ')') throw new QueryError('a bracket is not closed')
      return inner
    }
    const field = left.shift()
    if (field === undefined || !/^[A-Za-z]/.test(field)) throw new QueryError('a field is missing')
    const op = operator()
    const value = left.shift()
    if (value === undefined) throw new QueryError('a value is missing')
    return { field, op, value: /^['"]/.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value }
  }
  const both = (): Query => {
    const all = [single()]
    while (is('AND')) {
      left.shift()
      all.push(single())
    }
    return all.length === 1 ? (all[0] as Query) : { all }
  }
  const either = (): Query => {
    const any = [both()]
    while (is('OR')) {
      left.shift()
      any.push(both())
    }
    return any.length === 1 ? (any[0] as Query) : { any }
  }
  const query = either()
  if (left.length > 0) throw new QueryError(`unexpected ${left[0]}`)
  return query
}

export function matches(query: Query, read: (field: string) => string | undefined): boolean {
  if ('all' in query) return query.all.every((q) => matches(q, read))
  if ('any' in query) return query.any.some((q) => matches(q, read))
  const value = read(query.field)
  if (value === undefined) throw new QueryError(`unknown field ${query.field}`)
  const [a, b] = [value.toLowerCase(), query.value.toLowerCase()]
  switch (query.op) {
    case '=':
      return a === b
    case '!=':
      return a !== b
    case 'LIKE':
      return a.includes(b)
    case 'NOT LIKE':
      return !a.includes(b)
    case '<':
      return Number.isNaN(Number(b)) ? a < b : Number(a) < Number(b)
    case '>':
      return Number.isNaN(Number(b)) ? a > b : Number(a) > Number(b)
  }
}
