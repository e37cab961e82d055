import { base64url } from 'jose'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../hub/ports.ts'
import type { Issuer } from '../config/config.ts'
import { stillClock } from '../testing/test-gateway.ts'
import { createRefusedLog } from './refused-log.ts'

const url = 'https://desk.example/jwks.json'
const desk: Issuer = { issuer: 'desk', audience: 'ficha', keys: { url }, roles: ['adviser', 'store'] }
const shop: Issuer = { issuer: 'shop', audience: 'ficha-shop', keys: { jwks: { keys: [] } } }

const part = (value: unknown) => base64url.encode(JSON.stringify(value))
/** Nobody signed it: a line is written about what was refused. */
const token = (iss: string, more: object = {}) =>
  `${part({ alg: 'ES256', kid: 'k7' })}.${part({ iss, ...more })}.AAAA`
function journal() {
  const lines: Record<string, unknown>[] = []
  let now = stillClock.now().getTime()
  const clock: Clock = { ...stillClock, now: () => new Date(now) }
  const refuse = createRefusedLog([desk, shop], { log: (line) => void lines.push(line) }, clock)
  return { lines, refuse, skip: (ms: number) => void (now += ms) }
}
const told = (why: string, iss = 'desk'): string => {
  const { lines, refuse } = journal()
  refuse(why, token(iss))
  return String(lines[0]?.do)
}

describe('what is to be done is said for each cause', () => {
  test.each([
    ['issuer', 'is not one of the configured issuers (desk, shop)'],
    ['claim exp', '300 s at most'],
    ['claim iat', '300 s at most'],
    ['claim nbf', '300 s at most'],
    ['jwt_expired', '300 s at most'],
    ['lives too long', '300 s at most'],
    ['claim aud', '«aud» must be «ficha» and nothing else'],
    ['several audiences', '«aud» must be «ficha» and nothing else'],
    ['tenant', '«tenant» must be the tenant of the configuration'],
    ['roles', 'must be a list of names out of adviser, store; issuers[].roles'],
    ['role not of this issuer', 'must be a list of names out of adviser, store; issuers[].roles'],
    ['replayed', 'a new token, with a «jti» of its own'],
    ['keys unavailable', `${url} gave no keys`],
    ['jwks_no_matching_key', `no key of ${url} fits its «kid»`],
    ['jwk_invalid', `no key of ${url} fits its «kid»`],
    ['unreadable', `no key of ${url} fits its «kid»`],
    ['jws_signature_verification_failed', 'signed with another key than the one its «kid» names'],
    ['jose_alg_not_allowed', 'must sign with ES256'],
    ['header jwk', 'put no key into the header'],
    ['claim jti', 'iss, aud, sub, tenant, roles, iat, exp and jti are needed'],
    ['sub', 'iss, aud, sub, tenant, roles, iat, exp and jti are needed'],
    ['jti', 'iss, aud, sub, tenant, roles, iat, exp and jti are needed'],
    ['not a token', 'must give the JWT that the host'],
    ['too long', 'must give the JWT that the host'],
  ])('%s', (why, remedy) => expect(told(why)).toContain(remedy))

  test('in the words of the issuer the token names: its audience, its keys, its roles', () => {
    expect(told('claim aud', 'shop')).toContain('«ficha-shop»')
    expect(told('jwks_no_matching_key', 'shop')).toContain('issuers[].keys')
    expect(told('roles', 'shop')).toContain('must be a list of names; issuers[].roles')
  })
})

test('a line says whose token and by which key, and nothing else of it', () => {
  const { lines, refuse } = journal()
  refuse('tenant', token('desk', { sub: 'ana@correo.example', tenant: 'rival¤' }))
  expect(lines).toEqual([
    { log: 'session-refused', why: 'tenant', issuer: 'desk', kid: 'k7', do: expect.any(String) },
  ])
})

test('one line a minute for each cause and issuer; the next one says how many there were since', () => {
  const { lines, refuse, skip } = journal()
  const seen = () => lines.map(({ why, issuer, more }) => [why, issuer, more])
  for (let i = 0; i < 3; i++) refuse('tenant', token('desk'))
  refuse('tenant', token('shop'))
  refuse('roles', token('desk'))
  const first = [
    ['tenant', 'desk', undefined],
    ['tenant', 'shop', undefined],
    ['roles', 'desk', undefined],
  ]
  expect(seen()).toEqual(first)
  skip(59_999)
  refuse('tenant', token('desk'))
  expect(seen()).toEqual(first)
  skip(1)
  refuse('tenant', token('desk'))
  expect(seen().slice(3)).toEqual([['tenant', 'desk', 3]])
  skip(60_000)
  refuse('tenant', token('desk'))
  expect(seen().slice(4)).toEqual([['tenant', 'desk', undefined]])
})

test('issuers that a stranger makes up share one line: neither the log nor the memory fills', () => {
  const { lines, refuse } = journal()
  for (let i = 0; i < 20; i++) refuse('issuer', token(`https://made-up-${i}.example`))
  expect(lines).toHaveLength(1)
})

test('a token too long to be one is not even read; one that is as long as allowed is', () => {
  const { lines, refuse } = journal()
  const long = (pad: number) => token('desk', { pad: 'x'.repeat(pad) })
  refuse('too long', long(8_192))
  refuse('tenant', long(5_000))
  expect(lines.map(({ issuer, kid }) => [issuer, kid])).toEqual([
    [undefined, undefined],
    ['desk', 'k7'],
  ])
})
