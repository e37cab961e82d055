import {
  type ConnectorContext,
  fetchJson,
  type Identifier,
  identifierKinds,
  queryValue,
  type SystemRecord,
} from '../../contract/index.ts'
import {
  fillBody,
  fillHeader,
  fillPath,
  fillQuery,
  namesIn,
  type Values,
} from '../../contract/mapping/template.ts'
import type { Call, RestOptions } from './options.ts'

/** Without one of these a call would ask about nobody in particular, so it is not made. */
const identifying: ReadonlySet<string> = new Set(['value', 'raw', 'record', 'text', ...identifierKinds])

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
 * The body of the answer. Undefined where there is nothing (a 404 on an address that names it) or nobody to
 * ask about.
 */
export async function call(
  o: RestOptions,
  who: string,
  how: Call,
  values: Values,
  context: ConnectorContext,
): Promise<unknown> {
  const names = [how.path, ...Object.values(how.query ?? {}), JSON.stringify(how.body ?? '')].flatMap(namesIn)
  if (names.some((each) => identifying.has(each) && (values[each] === undefined || values[each] === '')))
    return undefined
  const path = fillPath(how.path, values)
  if (path === undefined) return undefined
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
  const named = namesIn(how.path).some((each) => identifying.has(each))
  return fetchJson(
    context,
    who,
    o.base.replace(/\/+$/, '') + path + fillQuery(how.query ?? {}, values),
    init,
    named ? [404, 410] : [],
  )
}
