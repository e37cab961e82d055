import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  base64url,
  compactVerify,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../hub/ports.ts'
import { memoryStores } from '../stores/memory.ts'
import { stillClock } from '../testing/test-gateway.ts'
import { createHostTokens, KeysUnavailable, TokenRefused } from './host-token.ts'

const kid = 'k1'
const ours = await generateKeyPair('ES256')
const theirs = await generateKeyPair('ES256')
const rsa = await generateKeyPair('RS256')
const publicJwk = { ...(await exportJWK(ours.publicKey)), kid, alg: 'ES256' }
const now = () => stillClock.now().getTime() / 1000
const good = (): JWTPayload => ({
  iss: 'desk',
  aud: 'ficha',
  sub: 'ana',
  tenant: 'demo',
  roles: ['adviser'],
  iat: now(),
  exp: now() + 120,
  jti: crypto.randomUUID(),
})
const sign = (payload: JWTPayload, header: Record<string, unknown> = {}, key: CryptoKey = ours.privateKey) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid, ...header } as never).sign(key)

let fetched = 0
const verifier = () =>
  createHostTokens(
    'demo',
    [
      {
        issuer: 'desk',
        audience: 'ficha',
        keys: { jwks: { keys: [publicJwk] } },
        roles: ['adviser', 'store'],
      },
      {
        issuer: 'other',
        audience: 'ficha',
        prefix: 'o:',
        keys: { jwks: { keys: [{ ...publicJwk, kid: 'k2' }] } },
      },
    ],
    memoryStores(stillClock).nonces,
    stillClock,
    async () => {
      fetched++
      return new Response('{}')
    },
  )

test('a good token proves the agent, with its roles and its plain claims', async () => {
  expect(
    await verifier().verify(
      await sign({ ...good(), name: 'Ana', shop: 'centro', languages: ['es'], sid: 's1', odd: { a: 1 } }),
    ),
  ).toEqual({
    id: 'ana',
    issuer: 'desk',
    hostSession: 's1',
    roles: ['adviser'],
    languages: ['es'],
    name: 'Ana',
    claims: { name: 'Ana', shop: 'centro' },
  })
})

test('each issuer’s agents are its own: a prefix before their ids, and token ids of its own', async () => {
  const one = verifier()
  const jti = 'same-token-id'
  const desk = await sign({ ...good(), jti })
  const other = await sign({ ...good(), jti, iss: 'other' }, { kid: 'k2' })
  expect([(await one.verify(desk)).id, (await one.verify(other)).id]).toEqual(['ana', 'o:ana'])
})

test('a token is remembered for as long as it could be accepted: thirty seconds past its end', async () => {
  const until: Date[] = []
  const tokens = createHostTokens(
    'demo',
    [{ issuer: 'desk', audience: 'ficha', keys: { jwks: { keys: [publicJwk] } } }],
    {
      once: async (_key, at) => {
        until.push(at)
        return true
      },
    },
    stillClock,
    fetch,
  )
  const exp = now() + 120
  await tokens.verify(await sign({ ...good(), exp }))
  expect(until).toEqual([new Date((exp + 30) * 1000)])
})

test('what is as long as allowed is accepted; claims beyond the twentieth and longer than 200 characters are left out', async () => {
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`claim${n}`, `value ${n}`]))
  const agent = await verifier().verify(
    await sign({
      ...good(),
      sub: 's'.repeat(200),
      jti: '12345678',
      exp: now() + 299,
      iat: now() - 1,
      endless: 'x'.repeat(201),
      whole: 'x'.repeat(200),
      name: 'n'.repeat(250),
      ...many,
    }),
  )
  expect(agent.id).toHaveLength(200)
  expect(agent.name).toBe('n'.repeat(200))
  expect(Object.keys(agent.claims)).toHaveLength(20)
  expect(agent.claims).not.toHaveProperty('endless')
  expect(agent.claims).toMatchObject({ whole: 'x'.repeat(200), claim0: 'value 0' })
})

test('whoever operates learns why in one closed word, though the caller does not', async () => {
  const why = async (token: string | Promise<string>) =>
    verifier()
      .verify(await token)
      .then(
        () => 'accepted',
        (e: unknown) => (e instanceof TokenRefused ? `${e.why} · ${e.message}` : String(e)),
      )
  const told = 'the host token is not accepted; ask the host for a new one'
  expect(await why(sign({ ...good(), aud: 'fichas' }))).toBe(`claim aud · ${told}`)
  expect(await why(sign(without('jti')))).toBe(`claim jti · ${told}`)
  expect(await why(sign({ ...good(), tenant: 'rival' }))).toBe(`tenant · ${told}`)
  expect(await why(sign({ ...good(), iat: now() - 240, exp: now() - 120 }))).toBe(`jwt_expired · ${told}`)
  expect(await why(sign(good(), {}, theirs.privateKey))).toBe(`jws_signature_verification_failed · ${told}`)
})

const without = (name: string) => {
  const p = good()
  delete p[name]
  return p
}
const part = (value: unknown) => base64url.encode(JSON.stringify(value))
/** HS256 signed with the public key as if it were a shared secret: the classic swap of algorithms. */
async function swapped(secret: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const signed = `${part({ alg: 'HS256', kid })}.${part(good())}`
  return `${signed}.${base64url.encode(new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(signed))))}`
}
const cut = async (from: number, to: string) => {
  const t = (await sign(good())).split('.')
  t[from] = to
  return t.join('.')
}

const attacks: Record<string, () => Promise<string> | string> = {
  'no token': () => '',
  'a word': () => 'token',
  'two dots': () => '..',
  'only spaces': () => '   ',
  JSON: () => JSON.stringify(good()),
  'alg none': () => new UnsecuredJWT(good()).encode(),
  'alg None': () => `${part({ alg: 'None' })}.${part(good())}.`,
  'alg NONE': () => `${part({ alg: 'NONE' })}.${part(good())}.`,
  'alg nOnE': () => `${part({ alg: 'nOnE' })}.${part(good())}.`,
  'alg none with a signature': async () =>
    `${part({ alg: 'none', kid })}.${part(good())}.${(await sign(good())).split('.')[2]}`,
  'alg missing': () => `${part({ kid })}.${part(good())}.x`,
  'alg a number': () => `${part({ alg: 1, kid })}.${part(good())}.x`,
  'alg swapped to HS256 under the public key (JSON)': () => swapped(JSON.stringify(publicJwk)),
  'alg swapped to HS256 under its x': () => swapped(String(publicJwk.x)),
  'alg swapped to HS256 under nothing': () => swapped('\0'),
  'alg ES384 under an ES256 key': () => cut(0, part({ alg: 'ES384', kid })),
  'alg RS256 by another key': () => sign(good(), { alg: 'RS256' }, rsa.privateKey),
  'signed by a stranger': () => sign(good(), {}, theirs.privateKey),
  'signature cut off': () => cut(2, ''),
  'signature of zeros': () => cut(2, base64url.encode(new Uint8Array(64))),
  'signature one bit off': async () => {
    const t = (await sign(good())).split('.')
    const s = base64url.decode(t[2] as string)
    s[0] = (s[0] as number) ^ 1
    return [t[0], t[1], base64url.encode(s)].join('.')
  },
  'payload changed after signing': () => cut(1, part({ ...good(), roles: ['store'] })),
  'four parts': async () => `${await sign(good())}.x`,
  'five parts': () => 'a.b.c.d.e',
  'embedded jwk': async () => sign(good(), { jwk: await exportJWK(theirs.publicKey) }, theirs.privateKey),
  'embedded jwk, our own signature': async () => sign(good(), { jwk: publicJwk }),
  'jku to a stranger': () => sign(good(), { jku: 'https://evil.example/jwks.json' }, theirs.privateKey),
  'jku, our own signature': () => sign(good(), { jku: 'https://evil.example/jwks.json' }),
  x5u: () => sign(good(), { x5u: 'https://evil.example/c.pem' }),
  x5c: () => sign(good(), { x5c: ['MIIB'] }),
  'kid a path': () => sign(good(), { kid: '../../dev/null' }),
  'kid an absolute path': () => sign(good(), { kid: '/proc/sys/kernel/randomize_va_space' }),
  'kid a URL': () => sign(good(), { kid: 'http://evil.example/custom.key' }),
  'kid SQL': () => sign(good(), { kid: "' union select 'x" }),
  'kid of the other issuer': () => sign(good(), { kid: 'k2' }),
  'kid __proto__': () => sign(good(), { kid: '__proto__' }),
  'crit unknown': async () => cut(0, part({ alg: 'ES256', kid, crit: ['x'], x: 1 })),
  'b64 false': async () => cut(0, part({ alg: 'ES256', kid, crit: ['b64'], b64: false })),
  zip: () => cut(0, part({ alg: 'ES256', kid, zip: 'DEF' })),
  'encrypted (five parts)': () => `${part({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`,
  'issuer unknown': () => sign({ ...good(), iss: 'evil' }),
  'issuer missing': () => sign(without('iss')),
  'issuer a list': () => sign({ ...good(), iss: ['desk'] as never }),
  'issuer with a space': () => sign({ ...good(), iss: 'desk ' }),
  'issuer __proto__': () => sign({ ...good(), iss: '__proto__' }),
  'issuer of other keys': () => sign({ ...good(), iss: 'other' }),
  'audience of another': () => sign({ ...good(), aud: 'other' }),
  'audience missing': () => sign(without('aud')),
  'audience ours and another': () => sign({ ...good(), aud: ['ficha', 'other'] }),
  'audience in capitals': () => sign({ ...good(), aud: 'FICHA' }),
  'audience empty': () => sign({ ...good(), aud: '' }),
  'tenant of another': () => sign({ ...good(), tenant: 'rival' }),
  'tenant missing': () => sign(without('tenant')),
  'tenant a list': () => sign({ ...good(), tenant: ['demo'] }),
  'tenant in capitals': () => sign({ ...good(), tenant: 'Demo' }),
  'tenant a prefix': () => sign({ ...good(), tenant: 'demo/' }),
  'expired beyond the skew': () => sign({ ...good(), iat: now() - 200, exp: now() - 31 }),
  'no expiry': () => sign(without('exp')),
  'expiry as text': () => sign({ ...good(), exp: String(now() + 60) as never }),
  'expires in a year': () => sign({ ...good(), exp: now() + 31_536_000 }),
  'lives 301 seconds': () => sign({ ...good(), exp: now() + 301 }),
  'issued in the future': () => sign({ ...good(), iat: now() + 90, exp: now() + 200 }),
  'issued long ago': () => sign({ ...good(), iat: now() - 3600, exp: now() + 60 }),
  'no time of issue': () => sign(without('iat')),
  'not valid yet': () => sign({ ...good(), nbf: now() + 90 }),
  'expiry negative': () => sign({ ...good(), exp: -1 }),
  'no sub': () => sign(without('sub')),
  'sub empty': () => sign({ ...good(), sub: '' }),
  'sub an object': () => sign({ ...good(), sub: {} as never }),
  'sub endless': () => sign({ ...good(), sub: 'a'.repeat(201) }),
  'no jti': () => sign(without('jti')),
  'jti short': () => sign({ ...good(), jti: '1' }),
  'jti a number': () => sign({ ...good(), jti: 12345678 as never }),
  'no roles': () => sign(without('roles')),
  'roles empty': () => sign({ ...good(), roles: [] }),
  'roles a text': () => sign({ ...good(), roles: 'admin' }),
  'a role not of this issuer': () => sign({ ...good(), roles: ['adviser', 'admin'] }),
  'roles of objects': () => sign({ ...good(), roles: [{}] }),
  'roles by the hundred': () => sign({ ...good(), roles: Array(100).fill('adviser') }),
  'larger than 8 KiB': () => sign({ ...good(), pad: 'x'.repeat(8_192) }),
  'a megabyte': () => `${part({ alg: 'ES256' })}.${'A'.repeat(1_048_576)}.AAAA`,
}

describe('claim and header attacks', () => {
  test('there are at least sixty of them', () =>
    expect(Object.keys(attacks).length).toBeGreaterThanOrEqual(60))
  for (const [name, make] of Object.entries(attacks)) {
    test(`${name}: refused, no key fetched`, async () => {
      fetched = 0
      await expect(verifier().verify(await make())).rejects.toBeInstanceOf(TokenRefused)
      expect(fetched).toBe(0)
    })
  }
  test('a token is good once', async () => {
    const one = verifier()
    const token = await sign(good())
    await one.verify(token)
    await expect(one.verify(token)).rejects.toMatchObject({ why: 'replayed' })
  })
  test('carried at the same moment by many, it is good once', async () => {
    const one = verifier()
    const token = await sign(good())
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => one.verify(token)))
    expect(all.filter((a) => a.status === 'fulfilled')).toHaveLength(1)
  })
  test('thirty seconds of skew are forgiven', async () => {
    expect(
      await verifier().verify(await sign({ ...good(), iat: now() - 140, exp: now() - 20 })),
    ).toMatchObject({ id: 'ana' })
  })
  test('when it cannot be known whether a token was used, it is refused', async () => {
    const blind = createHostTokens(
      'demo',
      [{ issuer: 'desk', audience: 'ficha', keys: { jwks: { keys: [publicJwk] } } }],
      { once: () => Promise.reject(new Error('store down')) },
      stillClock,
      fetch,
    )
    await expect(blind.verify(await sign(good()))).rejects.toThrow()
  })
})

describe('keys at an address of the host', () => {
  const url = 'https://desk.example/jwks.json'
  const bench = (answer: () => Promise<Response>) => {
    const time = { now: stillClock.now().getTime(), asked: 0, answer }
    const clock: Clock = { ...stillClock, now: () => new Date(time.now) }
    const tokens = createHostTokens(
      'demo',
      [{ issuer: 'desk', audience: 'ficha', keys: { url } }],
      memoryStores(clock).nonces,
      clock,
      async () => {
        time.asked += 1
        return time.answer()
      },
    )
    return { time, tokens }
  }
  const keySet = async () => Response.json({ keys: [publicJwk] })
  const down: Record<string, () => Promise<Response>> = {
    'nobody answers': () => Promise.reject(new TypeError('fetch failed')),
    'it answers too late': () => Promise.reject(new DOMException('late', 'TimeoutError')),
    'it answers 500': async () => new Response('', { status: 500 }),
    'it answers no JSON': async () => new Response('<html>'),
    'it answers no key set': async () => Response.json({}),
  }
  test.each(Object.entries(down))(
    '%s: the token is not refused, nobody knows what it is worth',
    async (_, answer) => {
      const failed = bench(answer).tokens.verify(await sign(good()))
      await expect(failed).rejects.toBeInstanceOf(KeysUnavailable)
      await expect(failed).rejects.toMatchObject({ code: 'issuer-unavailable', retryAfter: 5 })
    },
  )
  test('an address that failed is left alone for five seconds, then asked again', async () => {
    const { time, tokens } = bench(down['it answers 500'] as () => Promise<Response>)
    const token = await sign(good())
    for (let i = 0; i < 3; i++) await expect(tokens.verify(token)).rejects.toBeInstanceOf(KeysUnavailable)
    time.answer = keySet
    time.now += 4_999
    await expect(tokens.verify(token)).rejects.toBeInstanceOf(KeysUnavailable)
    expect(time.asked).toBe(1)
    time.now += 1
    expect(await tokens.verify(token)).toMatchObject({ id: 'ana' })
    expect(time.asked).toBe(2)
  })
  test('a token that names a key which is not there is refused', async () => {
    const { tokens } = bench(keySet)
    await expect(tokens.verify(await sign(good(), { kid: 'k9' }))).rejects.toMatchObject({
      why: 'jwks_no_matching_key',
    })
  })
})

const data = process.env.FICHA_DATA
test.skipIf(!data)(
  'Wycheproof JWS: 355 of 355 invalid refused, every valid one as its algorithm permits; none opens a session (FICHA_DATA)',
  async () => {
    interface Group {
      public?: JWK
      private: JWK
      tests: { jws: string; result: 'valid' | 'invalid'; tcId: number }[]
    }
    const { testGroups } = JSON.parse(
      readFileSync(join(data as string, 'jose/wycheproof-json_web_signature_test.json'), 'utf8'),
    ) as { testGroups: Group[] }
    const asymmetric = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256']
    const seen = { invalid: 0, accepted: 0, valid: 0, permitted: 0, taken: 0, sessions: 0 }
    for (const group of testGroups) {
      const jwk = group.public ?? group.private
      const tokens = createHostTokens(
        'demo',
        [{ issuer: 'desk', audience: 'ficha', keys: { jwks: { keys: [jwk as never] } } }],
        memoryStores(stillClock).nonces,
        stillClock,
        fetch,
      )
      for (const one of group.tests) {
        const taken = await importJWK(jwk, jwk.alg)
          .then((key) =>
            compactVerify(one.jws, key, {
              algorithms: jwk.alg ? asymmetric.filter((a) => a === jwk.alg) : asymmetric,
            }),
          )
          .then(
            () => true,
            () => false,
          )
        if (one.result === 'invalid') {
          seen.invalid++
          if (taken && group.public) seen.accepted++
        }
        // (two valid ones say PS384 under a key that says PS256: that key's configuration does not permit
        // them)
        else {
          seen.valid++
          if (
            group.public &&
            asymmetric.includes(jwk.alg ?? '') &&
            decodeProtectedHeader(one.jws).alg === jwk.alg
          ) {
            seen.permitted++
            if (taken) seen.taken++
          }
        }
        if (
          await tokens.verify(one.jws).then(
            () => true,
            () => false,
          )
        )
          seen.sessions++
      }
    }
    expect(seen).toMatchObject({ invalid: 355, valid: 46, accepted: 0, sessions: 0 })
    expect(seen.permitted).toBeGreaterThan(10)
    expect(seen.taken).toBe(seen.permitted)
  },
)

describe('what an issuer may say', () => {
  const one = (issuer: object) =>
    createHostTokens(
      'demo',
      [{ issuer: 'desk', audience: 'ficha', keys: { jwks: { keys: [publicJwk] } }, ...issuer }],
      memoryStores(stillClock).nonces,
      stillClock,
      fetch,
    )
  test('is signed by the algorithms of its configuration alone', async () => {
    const elsewhere = one({ algorithms: ['RS256'] })
    await expect(elsewhere.verify(await sign(good()))).rejects.toMatchObject({ why: 'jose_alg_not_allowed' })
    expect(await one({ algorithms: ['RS256', 'ES256'] }).verify(await sign(good()))).toMatchObject({
      id: 'ana',
    })
  })
  test('is as many roles and languages as anybody has: twenty and ten, each a word of one to sixty letters', async () => {
    const say = async (more: object) => one({}).verify(await sign({ ...good(), ...more }))
    const words = (n: number) => Array.from({ length: n }, (_, i) => `word${i}`)
    expect(await say({ roles: words(20), languages: words(10) })).toMatchObject({
      roles: words(20),
      languages: words(10),
    })
    expect((await say({ roles: ['r'.repeat(60)], languages: words(11) })).languages).toEqual([])
    for (const roles of [words(21), [''], ['r'.repeat(61)], ['adviser', '']])
      await expect(say({ roles }), JSON.stringify(roles)).rejects.toMatchObject({ why: 'roles' })
    expect((await say({ languages: 'es' })).languages).toEqual([])
  })
  test('is for five minutes at most, and five minutes are allowed', async () => {
    const life = async (seconds: number) => one({}).verify(await sign({ ...good(), exp: now() + seconds }))
    expect(await life(300)).toMatchObject({ id: 'ana' })
    await expect(life(301)).rejects.toMatchObject({ why: 'lives too long' })
  })
  test('is for one audience, also when that is written as a list', async () => {
    const aud = async (audience: string[]) => one({}).verify(await sign({ ...good(), aud: audience }))
    expect(await aud(['ficha'])).toMatchObject({ id: 'ana' })
    await expect(aud(['ficha', 'other'])).rejects.toMatchObject({ why: 'several audiences' })
  })
})

test('two keys of one name at an address are the host’s fault: its token is refused, its address goes on being asked', async () => {
  let asked = 0
  const tokens = createHostTokens(
    'demo',
    [{ issuer: 'desk', audience: 'ficha', keys: { url: 'https://desk.example/jwks.json' } }],
    memoryStores(stillClock).nonces,
    stillClock,
    async () => {
      asked += 1
      return Response.json({ keys: [publicJwk, publicJwk] })
    },
  )
  await expect(tokens.verify(await sign(good()))).rejects.toMatchObject({
    why: 'jwks_multiple_matching_keys',
  })
  expect(asked).toBe(1)
})
