import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { type Clock, Refusal } from '../../hub/ports.ts'
import type { Issuer } from '../config/config.ts'
import type { NonceStore } from '../stores/ports.ts'

/** Who the host says is at the screen, once proved. */
export interface ProvedAgent {
  id: string
  issuer: string
  hostSession: string | undefined
  roles: readonly string[]
  languages: readonly string[]
  name: string | undefined
  claims: Readonly<Record<string, string>>
}

const longest = 8_192
const skew = 30
const longestLife = 300
const asymmetric = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'] as const
const registered = new Set([
  'iss',
  'aud',
  'sub',
  'exp',
  'iat',
  'nbf',
  'jti',
  'sid',
  'tenant',
  'roles',
  'languages',
])

/** Why a host token was refused: for the log and the metrics. The caller learns only that it was. */
export class TokenRefused extends Refusal {
  readonly why: string
  /** What was found, as figures: seconds that a clock is off. For the log. */
  readonly found: string | undefined
  constructor(why: string, found?: string) {
    super('unauthorised', 'the host token is not accepted; ask the host for a new one')
    this.why = why
    this.found = found
  }
}

/** Seconds before an address that gave no keys is asked again. */
const keyPauseSeconds = 5

/**
 * The host's keys could not be fetched, so nobody knows whether the token is good. Not a {@link TokenRefused}:
 * it must not count against the address it came from.
 */
export class KeysUnavailable extends Refusal {
  readonly why = 'keys unavailable'
  /** What came instead: `HTTP 404`. For the log. */
  readonly found: string | undefined
  constructor(found?: string) {
    super(
      'issuer-unavailable',
      'the keys that check this host token cannot be fetched; try again later, and look at the gateway log for the issuer and its address',
      keyPauseSeconds,
    )
    this.found = found
  }
}

export interface HostTokens {
  /**
   * @throws {TokenRefused} When the token is not accepted.
   * @throws {KeysUnavailable} When the address of the issuer's keys gives none.
   */
  verify(token: string): Promise<ProvedAgent>
}

/**
 * Checks a host-signed JWT: fixed algorithms, issuer and audience from the configuration, at most five
 * minutes long, used once. Keys come from the configuration alone: `jku`, `jwk`, `x5u` and `x5c` in a token
 * are never looked at, and refused so that nobody counts on them.
 */
export function createHostTokens(
  tenant: string,
  issuers: readonly Issuer[],
  nonces: NonceStore,
  clock: Clock,
  fetchKeys: typeof fetch,
): HostTokens {
  const known = new Map(
    issuers.map((issuer) => [issuer.issuer, { issuer, keys: keysOf(issuer, clock, fetchKeys) }]),
  )
  return {
    async verify(token) {
      if (token.length > longest) throw new TokenRefused('too long')
      const from = known.get(claimedIssuer(token))
      if (!from) throw new TokenRefused('issuer')
      const { payload, protectedHeader } = await jwtVerify(token, from.keys, {
        algorithms: [...(from.issuer.algorithms ?? asymmetric)],
        issuer: from.issuer.issuer,
        audience: from.issuer.audience,
        clockTolerance: skew,
        maxTokenAge: longestLife,
        currentDate: clock.now(),
        requiredClaims: ['iss', 'aud', 'sub', 'exp', 'iat', 'jti', 'tenant', 'roles'],
      }).catch((e: unknown) => {
        throw e instanceof KeysUnavailable ? e : new TokenRefused(reasonOf(e), timesOf(token, clock.now()))
      })
      for (const name of ['jku', 'jwk', 'x5u', 'x5c'])
        if (name in protectedHeader) throw new TokenRefused(`header ${name}`)
      const agent = agentOf(payload, tenant, from.issuer)
      const until = new Date(((payload.exp as number) + skew) * 1000)
      if (!(await nonces.once(`${from.issuer.issuer}|${payload.jti}`, until)))
        throw new TokenRefused('replayed')
      return agent
    },
  }
}

function claimedIssuer(token: string): string {
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    throw new TokenRefused('not a token')
  }
}

function keysOf(issuer: Issuer, clock: Clock, fetchKeys: typeof fetch): JWTVerifyGetKey {
  if ('jwks' in issuer.keys) return createLocalJWKSet(issuer.keys.jwks as unknown as JSONWebKeySet)
  // An address that fails is left alone for a while: tokens that cost nobody anything must not flood it.
  let askAgainAt = 0
  let came: string | undefined
  const remote = createRemoteJWKSet(new URL(issuer.keys.url), {
    timeoutDuration: 3_000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    [customFetch]: async (url, init) => {
      if (clock.now().getTime() < askAgainAt) throw new KeysUnavailable(came)
      came = 'no answer'
      const response = await fetchKeys(url, init)
      came = `HTTP ${response.status}`
      return response
    },
  })
  return (header, token) =>
    remote(header, token).catch((e: unknown) => {
      if (e instanceof KeysUnavailable || isAboutToken(e)) throw e
      askAgainAt = clock.now().getTime() + keyPauseSeconds * 1_000
      throw new KeysUnavailable(came)
    })
}

/** Keys were there, and none fits what the token says. */
const isAboutToken = (e: unknown): boolean =>
  e instanceof errors.JWKSNoMatchingKey ||
  e instanceof errors.JWKSMultipleMatchingKeys ||
  e instanceof errors.JOSENotSupported

/** A closed word per cause; the library's sentence may quote the token. */
const reasonOf = (e: unknown): string => {
  const { code, claim } = e as { code?: string; claim?: string }
  return code === 'ERR_JWT_CLAIM_VALIDATION_FAILED' && claim
    ? `claim ${claim}`
    : (code?.replace(/^ERR_/, '').toLowerCase() ?? 'unreadable')
}

/**
 * When the token says it was signed and how long it is good, against our clock: `signed 320 s ago by our clock,
 * expired 200 s ago; 30 s are forgiven`.
 */
function timesOf(token: string, now: Date): string | undefined {
  const seconds = now.getTime() / 1000
  const { iat, exp } = decodeJwt(token)
  const off = (at: unknown, past: string, future: string) =>
    typeof at !== 'number'
      ? []
      : [
          at <= seconds
            ? `${past} ${Math.round(seconds - at)} s ago`
            : `${future} in ${Math.round(at - seconds)} s`,
        ]
  const said = [...off(iat, 'signed', 'signed'), ...off(exp, 'expired', 'expires')]
  return said.length ? `by our clock ${said.join(', ')}; ${skew} s are forgiven` : undefined
}

function agentOf(payload: JWTPayload, tenant: string, issuer: Issuer): ProvedAgent {
  // one audience only: a token good at two places can be carried from one to the other
  if (payload.aud !== issuer.audience && !(Array.isArray(payload.aud) && payload.aud.length === 1))
    throw new TokenRefused('several audiences')
  const { exp, iat } = payload as { exp: number; iat: number }
  if (exp - iat > longestLife) throw new TokenRefused('lives too long', `good for ${exp - iat} s`)
  if (payload.tenant !== tenant) throw new TokenRefused('tenant')
  const roles = words(payload.roles, 20)
  if (!roles?.length) throw new TokenRefused('roles')
  if (issuer.roles && roles.some((role) => !issuer.roles?.includes(role)))
    throw new TokenRefused('role not of this issuer')
  if (typeof payload.sub !== 'string' || !payload.sub || payload.sub.length > 200)
    throw new TokenRefused('sub')
  if (typeof payload.jti !== 'string' || payload.jti.length < 8 || payload.jti.length > 200)
    throw new TokenRefused('jti')
  const claims = Object.entries(payload)
    .filter(
      (entry): entry is [string, string] =>
        !registered.has(entry[0]) && typeof entry[1] === 'string' && entry[1].length <= 200,
    )
    .slice(0, 20)
  return {
    id: `${issuer.prefix ?? ''}${payload.sub}`,
    issuer: issuer.issuer,
    hostSession: typeof payload.sid === 'string' ? payload.sid : undefined,
    roles,
    languages: words(payload.languages, 10) ?? [],
    name: typeof payload.name === 'string' ? payload.name.slice(0, 200) : undefined,
    claims: Object.fromEntries(claims),
  }
}

function words(value: unknown, most: number): string[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined
  return value.every((x): x is string => typeof x === 'string' && x.length > 0 && x.length <= 60)
    ? value
    : undefined
}
