import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Issuer } from '../config/config.ts'

export interface DemoAgent {
  id: string
  tenant?: string | undefined
  roles: readonly string[]
  name?: string | undefined
  languages?: readonly string[] | undefined
  shop?: string | undefined
  session?: string | undefined
}
export interface DemoIssuer {
  issuer: Issuer
  sign(agent: DemoAgent, seconds?: number): Promise<string>
}

/**
 * A host's backend for trials: makes a key pair and signs for whoever asks. `issuer` goes into the
 * configuration, which production refuses; it does not even start where `production` is said (Node's edge
 * says it from NODE_ENV).
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
