import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Issuer } from '../config/config.ts'

/** An agent a host might sign for. */
export interface DemoAgent {
  /** The agent's id in the host: the `sub` of the token. */
  id: string
  /** Default: the tenant the issuer was made for. */
  tenant?: string | undefined
  /** Roles the agent claims, by their names in the policy. */
  roles: readonly string[]
  /** Name to show. */
  name?: string | undefined
  /** Languages the agent speaks (BCP 47), the preferred one first. */
  languages?: readonly string[] | undefined
  /** The shop the agent works in: a claim by which a policy may filter rows. */
  shop?: string | undefined
  /** The host's own session, the `sid` of the token. Default: one a day. */
  session?: string | undefined
}

/** A host's backend for trials. */
export interface DemoIssuer {
  /** What goes into `issuers` of the configuration. */
  issuer: Issuer
  /**
   * A host token for this agent.
   *
   * @param seconds How long it is good for; the gateway takes 300 at most. Default: 120.
   */
  sign(agent: DemoAgent, seconds?: number): Promise<string>
}

/**
 * A host's backend for trials: makes a key pair (ES256) and signs for whoever asks.
 *
 * @param options The tenant; whether this is production; the `iss` (default `ficha-demo`) and `aud` (default
 * `ficha`) of the tokens; what time it is.
 * @returns What goes into the configuration, and what signs.
 * @throws Error In production: it signs for anybody. A configuration that holds it does not start there
 * either.
 * @example
 * ```ts
 * const { issuer, sign } = await demoIssuer({ tenant: 'demo' })
 * const gateway = createGateway({ tenant: 'demo', hosts, issuers: [issuer], connectors })
 * const hostToken = await sign({ id: 'ana', roles: ['adviser'] })
 * ```
 */
export async function demoIssuer(options: {
  tenant: string
  production?: boolean | undefined
  issuer?: string | undefined
  audience?: string | undefined
  now?: (() => Date) | undefined
}): Promise<DemoIssuer> {
  if (options.production)
    throw new Error(
      'demoIssuer: it signs for anybody, so it does not start in production; configure the issuer of your host instead',
    )
  const { issuer = 'ficha-demo', audience = 'ficha', now = () => new Date() } = options
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'demo', alg: 'ES256', use: 'sig' }
  return {
    issuer: { issuer, audience, keys: { jwks: { keys: [jwk] } }, algorithms: ['ES256'], demo: true },
    sign(agent, seconds = 120) {
      const at = Math.floor(now().getTime() / 1000)
      const { id, tenant = options.tenant, session, ...claims } = agent
      return new SignJWT({ ...claims, tenant, ...(session === undefined ? {} : { sid: session }) })
        .setProtectedHeader({ alg: 'ES256', kid: 'demo', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(id)
        .setIssuedAt(at)
        .setExpirationTime(at + seconds)
        .setJti(crypto.randomUUID())
        .sign(privateKey)
    },
  }
}
