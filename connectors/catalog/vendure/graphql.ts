import { type ConnectorContext, ConnectorError, fetchJson } from '../../contract/index.ts'

export type Json = Record<string, unknown>
export const isJson = (x: unknown): x is Json => x !== null && typeof x === 'object' && !Array.isArray(x)
export const list = (x: unknown): readonly Json[] => (Array.isArray(x) ? x.filter(isJson) : [])

const codes: Readonly<Record<string, 'denied' | 'limited' | 'unavailable'>> = {
  FORBIDDEN: 'denied',
  UNAUTHENTICATED: 'denied',
  TOO_MANY_REQUESTS: 'limited',
  INTERNAL_SERVER_ERROR: 'unavailable',
}

/**
 * One GraphQL query. Values travel as variables, never inside the text. GraphQL fails with HTTP 200, so
 * `errors` are read before `data`.
 */
export async function graphql(
  context: ConnectorContext,
  who: string,
  url: string,
  query: string,
  variables: Json,
  headers: Record<string, string>,
): Promise<Json> {
  const body = await fetchJson(context, who, url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  if (!isJson(body))
    throw new ConnectorError(
      'malformed',
      `${who}: the answer is not GraphQL; check that \`base\` leads to Vendure's admin API`,
    )
  const first = list(body.errors)[0]
  if (first) {
    const code =
      isJson(first.extensions) && typeof first.extensions.code === 'string' ? first.extensions.code : ''
    const known = Object.hasOwn(codes, code) ? codes[code] : undefined
    throw new ConnectorError(
      known ?? 'unsupported',
      `${who}: Vendure refused the question (${/^[A-Z_]{1,60}$/.test(code) ? code : 'no code'}); ${known === 'denied' ? 'check the credential and its permissions' : 'check that Vendure is version 3'}`,
    )
  }
  if (!isJson(body.data)) throw new ConnectorError('malformed', `${who}: the answer has no data`)
  return body.data
}
