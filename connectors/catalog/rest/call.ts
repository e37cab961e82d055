import {
  type ConnectorContext,
  ConnectorError,
  fetchJson,
  type Identifier,
  queryValue,
  type SystemRecord,
} from '../../contract/index.ts'
import { look } from '../../contract/mapping/pointer.ts'
import {
  fillBody,
  fillHeader,
  fillPath,
  fillQuery,
  namesIn,
  type Values,
} from '../../contract/mapping/template.ts'
import { whomIn } from './check-names.ts'
import { failureIn, saidFailure } from './failure.ts'
import type { Call, RestOptions } from './options.ts'

export const keyValues = (key: Identifier): Values => ({
  value: queryValue(key),
  raw: key.raw,
  kind: key.kind,
})
export const recordValues = (record: SystemRecord): Values => {
  const values: Record<string, string> = { record: record.id }
  for (const { kind, value } of record.identifiers) values[kind] ??= value
  return values
}

/**
 * What came of a call. `empty`: the system says that there is nothing (204, or an error named in `none`).
 * `absent`: it has no such place (404, 410), or a value cannot stand in its path.
 */
export type Came =
  | {
      body: unknown
      /** What its headers say of the list: that a page follows (`Link`), how many there are (`X-Total-Count`). */
      goesOn: boolean
      total: number | undefined
    }
  | 'empty'
  | 'absent'

/** How the answer of a call is read. */
export interface Reading {
  rows?: string | undefined
  /** Where the id of a row is: tells one row as the whole body from a body that is an error. */
  id?: string | undefined
  none?: readonly (string | number)[] | undefined
  /** Names without which the call is made all the same, unless its path needs them. */
  optional?: readonly string[] | undefined
  /** It does something, and answers with no rows. */
  action?: true
}

const holdsRows = (found: unknown): boolean =>
  Array.isArray(found) ? found.length > 0 : typeof found === 'object' && found !== null

/** WordPress and GitHub say in headers that a list goes on. */
const listHeaders = (headers: Headers | undefined) => {
  const total = ['x-wp-total', 'x-total-count', 'x-total'].map((each) => headers?.get(each)).find(Boolean)
  return {
    goesOn: /;\s*rel\s*=\s*"?next\b/i.test(headers?.get('link') ?? ''),
    total: total && /^\d{1,12}$/.test(total.trim()) ? Number(total) : undefined,
  }
}

const notAsked = (who: string, names: readonly string[]): ConnectorError =>
  new ConnectorError(
    'unsupported',
    `${who}: not asked, because the record has no ${names.join(', no ')}; the call asks by ${names.map((each) => `{${each}}`).join(', ')}: map it among the record's identifiers, or ask by {record}`,
  )

/**
 * Makes one call. It throws `unsupported` where a value is missing that says about whom it asks: without its
 * filter the call would answer with everybody, and without an answer nothing is known.
 */
export async function call(
  o: RestOptions,
  who: string,
  how: Call,
  values: Values,
  context: ConnectorContext,
  read: Reading = {},
): Promise<Came> {
  const inPath = whomIn({ path: how.path })
  const needed = whomIn(how).filter((each) => inPath.includes(each) || !read.optional?.includes(each))
  const missing = [...new Set(needed.filter((each) => values[each] === undefined || values[each] === ''))]
  if (missing.length) throw notAsked(who, missing)
  const unsendable = [...new Set(Object.values(how.headers ?? {}).flatMap(namesIn))].filter((each) =>
    /[^\x20-\x7e]/.test(String(values[each] ?? '')),
  )
  if (unsendable.length)
    throw new ConnectorError(
      'unsupported',
      `${who}: not asked, because ${unsendable.map((each) => `{${each}}`).join(', ')} has a letter that no header can carry, and without it the value is another one's; send it in \`query\` or \`body\`, or ask by {record}`,
    )
  const path = fillPath(how.path, values)
  if (path === undefined) return 'absent'
  const method = how.method ?? (how.body === undefined ? 'GET' : 'POST')
  const headers = Object.fromEntries(
    Object.entries({ ...o.headers, ...how.headers }).map(([key, text]) => [key, fillHeader(text, values)]),
  )
  const body = how.body === undefined ? undefined : JSON.stringify(fillBody(how.body, values))
  const init: RequestInit = {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  }
  const named = inPath.length > 0
  let status = 0
  let headed: Headers | undefined
  const watched: ConnectorContext = {
    ...context,
    fetch: async (...asked) => {
      const response = await context.fetch(...asked)
      status = response.status
      headed = response.headers
      if (!read.action || !response.ok || status === 204) return response
      // It is done, and there is nothing to say about it: many answer so without the status for it.
      const bytes = await response.arrayBuffer()
      return bytes.byteLength === 0
        ? new Response(null, { status: 204 })
        : new Response(bytes, { status, headers: response.headers })
    },
  }
  const came = await fetchJson(
    watched,
    who,
    o.base.replace(/\/+$/, '') + path + fillQuery(how.query ?? {}, values),
    init,
    named ? [404, 410] : [],
  )
  if (came === undefined) return 'absent'
  if (status === 204) return 'empty'
  const isRow =
    (read.rows ?? '') === '' && came !== null && !Array.isArray(came) && Boolean(look(came, read.id ?? 'id'))
  const failure = failureIn(
    came,
    isRow,
    read.action ? 'action' : holdsRows(look(came, read.rows ?? '')) ? undefined : 'no rows',
  )
  if (!failure) return { body: came, ...listHeaders(headed) }
  if (read.none?.some((word) => failure.words.includes(String(word)))) return 'empty'
  throw saidFailure(who, failure)
}
