import { importJWK, type JWK, SignJWT } from 'jose'

/** The agents of the demo, one for each role; a real host takes this from its own sign-in. */
export const agents = {
  adviser: { sub: 'a-101', name: 'Marina Soler', languages: ['es', 'ca'], shop: 'Colón' },
  store: { sub: 'a-201', name: 'Héctor Vila', languages: ['es'], shop: 'Colón' },
  claims: { sub: 'a-301', name: 'Celia Rubio', languages: ['es', 'en'], shop: 'central' },
  admin: {
    sub: 'a-401',
    name: 'Bruno Arias',
    languages: ['es', 'en', 'pt'],
    shop: 'central',
    loyalty: '9724 0000 4010',
  },
  night: { sub: 'a-501', name: 'Darío Moya', languages: ['es'], shop: 'central' },
} as const
export type Role = keyof typeof agents
export const isRole = (x: unknown): x is Role => typeof x === 'string' && Object.hasOwn(agents, x)

export interface Signer {
  sign(role: Role, agent?: string): Promise<string>
}

/**
 * Signs for whoever asks, with a key made up at start: it refuses to start in production. Two minutes, used
 * once.
 */
export async function signer(privateJwk: string, env: NodeJS.ProcessEnv = process.env): Promise<Signer> {
  if (env.NODE_ENV === 'production')
    throw new Error(
      'the demo issuer signs for anybody, so it does not start with NODE_ENV=production; let your own host sign',
    )
  const jwk = JSON.parse(privateJwk) as JWK
  const key = await importJWK(jwk, 'ES256')
  return {
    sign(role, agent) {
      const { sub, ...claims } = agents[role]
      const now = Math.floor(Date.now() / 1000)
      return new SignJWT({ ...claims, roles: [role], tenant: 'demo' })
        .setProtectedHeader({ alg: 'ES256', kid: jwk.kid ?? 'demo', typ: 'JWT' })
        .setIssuer('ficha-demo')
        .setAudience('ficha')
        .setSubject(agent ?? sub)
        .setIssuedAt(now)
        .setExpirationTime(now + 120)
        .setJti(crypto.randomUUID())
        .sign(key)
    },
  }
}
