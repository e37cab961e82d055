import { type Connector, ConnectorError } from '../../contract/index.ts'

/** A guarded call without credentials: to fetch a token at a listed origin. */
export type BareCall = (
  url: URL,
  init: { method: string; headers: Headers; body?: string },
) => Promise<{ response: Response; text: string }>
/**
 * Puts the credential on an outgoing request. `renew` forgets a token that was refused and tells whether
 * asking again may help.
 */
export interface Credentials {
  put(headers: Headers, body: string | undefined, call: BareCall): Promise<void>
  renew(): boolean
}

const encoder = new TextEncoder()
const base64 = (text: string) => btoa(String.fromCharCode(...encoder.encode(text)))

/**
 * How each kind of access proves who we are. Secrets are read by name at each use, so that a rotation needs
 * no restart; they stand in no error.
 */
export function createCredentials(
  connector: Connector,
  secrets: (name: string) => string | undefined,
  now: () => Date,
): Credentials {
  const { access, id } = connector
  const secret = (name: string): string => {
    const value = secrets(name)
    if (!value)
      throw new ConnectorError(
        'denied',
        `[${id}] secret ${name} has no value; set it in the environment of the gateway`,
      )
    return value
  }
  let token: { value: Promise<string>; until: number } | undefined
  const cachedToken = async (
    fetchToken: () => Promise<{ value: string; seconds: number }>,
  ): Promise<string> => {
    // another run may be fetching it, and may leave: then this one fetches for itself
    const value =
      token && token.until > now().getTime() ? await token.value.catch(() => undefined) : undefined
    if (value !== undefined) return value
    const asked = fetchToken()
    const mine = { value: asked.then((t) => t.value), until: now().getTime() + 60_000 }
    token = mine
    asked.then(
      (t) => {
        mine.until = now().getTime() + Math.max(5, t.seconds - 30) * 1000
      },
      () => {
        if (token === mine) token = undefined
      },
    )
    return mine.value
  }
  const renew = () => {
    const had = token !== undefined
    token = undefined
    return had
  }
  const nothing = { renew: () => false }

  switch (access.kind) {
    case 'open':
    case 'sql':
      return { put: async () => {}, ...nothing }
    case 'bearer':
      return {
        put: async (headers) => headers.set('authorization', `Bearer ${secret(access.secret)}`),
        ...nothing,
      }
    case 'header':
      return { put: async (headers) => headers.set(access.header, secret(access.secret)), ...nothing }
    case 'basic':
      return {
        put: async (headers) =>
          headers.set('authorization', `Basic ${base64(`${access.user}:${secret(access.secret)}`)}`),
        ...nothing,
      }
    case 'hmac-body':
      return {
        put: async (headers, body) =>
          headers.set(access.header, await hmac(secret(access.secret), body ?? '')),
        ...nothing,
      }
    case 'oauth2':
      return {
        put: async (headers, _body, call) =>
          headers.set(
            'authorization',
            `Bearer ${await cachedToken(() => clientCredentials(id, access, secret(access.secret), call))}`,
          ),
        renew,
      }
    case 'login':
      return {
        put: async (headers, _body, call) =>
          headers.set(
            'authorization',
            `Bearer ${await cachedToken(() => login(id, access, secret(access.secret), call))}`,
          ),
        renew,
      }
  }
}

async function hmac(secret: string, body: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  return Array.from(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(body))), (b) =>
    b.toString(16).padStart(2, '0'),
  ).join('')
}

type OAuth2 = Extract<Connector['access'], { kind: 'oauth2' }>
async function clientCredentials(
  id: string,
  access: OAuth2,
  secret: string,
  call: BareCall,
): Promise<{ value: string; seconds: number }> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(access.scope === undefined ? {} : { scope: access.scope }),
  })
  const { response, text } = await call(new URL(access.tokenUrl), {
    method: 'POST',
    body: form.toString(),
    headers: new Headers({
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      authorization: `Basic ${base64(`${encodeURIComponent(access.clientId)}:${encodeURIComponent(secret)}`)}`,
    }),
  })
  const answer = parsed(text)
  const value = answer?.access_token
  if (!response.ok || typeof value !== 'string')
    throw new ConnectorError(
      'denied',
      `[${id}] no token: the token address answered ${response.status}; check clientId and the secret ${access.secret}`,
    )
  const seconds = answer?.expires_in
  return { value, seconds: typeof seconds === 'number' && seconds > 0 ? seconds : 300 }
}

type Login = Extract<Connector['access'], { kind: 'login' }>
/**
 * `{secret}` in the body is replaced by the secret, escaped as inside a JSON string. The token comes in a
 * header of that name, else at that dotted path of the JSON.
 */
async function login(
  id: string,
  access: Login,
  secret: string,
  call: BareCall,
): Promise<{ value: string; seconds: number }> {
  const body = access.body.replaceAll('{secret}', () => JSON.stringify(secret).slice(1, -1))
  const { response, text } = await call(new URL(access.url), {
    method: 'POST',
    body,
    headers: new Headers({ 'content-type': 'application/json', accept: 'application/json' }),
  })
  const inBody = access.tokenHeader
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, key)
          ? (at as Record<string, unknown>)[key]
          : undefined,
      parsed(text),
    )
  const value =
    (/^[\w-]+$/.test(access.tokenHeader) ? response.headers.get(access.tokenHeader) : null) ?? inBody
  if (!response.ok || typeof value !== 'string' || !value)
    throw new ConnectorError(
      'denied',
      `[${id}] no token: the login answered ${response.status}; check the login body and the secret ${access.secret}`,
    )
  return { value, seconds: 900 }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
