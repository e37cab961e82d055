import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { stillClock } from '../testing/test-gateway.ts'
import { demoIssuer } from './demo-issuer.ts'

const { now } = stillClock
const seconds = now().getTime() / 1000

test('a token says who, where and in which roles, for two minutes unless told otherwise', async () => {
  const { sign } = await demoIssuer({ tenant: 'ribera', now })
  const token = await sign({ id: 'ana', roles: ['adviser'], name: 'Ana', languages: ['pt'], shop: 'centro' })
  expect(decodeJwt(token)).toEqual({
    iss: 'ficha-demo',
    aud: 'ficha',
    sub: 'ana',
    tenant: 'ribera',
    roles: ['adviser'],
    name: 'Ana',
    languages: ['pt'],
    shop: 'centro',
    iat: seconds,
    exp: seconds + 120,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(decodeJwt(await sign({ id: 'ana', roles: [] }, 30)).exp).toBe(seconds + 30)
})

test('another tenant, another session of the host, another issuer and audience are said as they were given', async () => {
  const { sign, issuer } = await demoIssuer({ tenant: 'ribera', issuer: 'desk', audience: 'card', now })
  expect(
    decodeJwt(await sign({ id: 'ana', roles: ['adviser'], tenant: 'rival', session: 's1' })),
  ).toMatchObject({ iss: 'desk', aud: 'card', tenant: 'rival', sid: 's1' })
  expect(issuer).toMatchObject({ issuer: 'desk', audience: 'card', algorithms: ['ES256'], demo: true })
})

test('no two tokens are the same one', async () => {
  const { sign } = await demoIssuer({ tenant: 'ribera', now })
  const ids = await Promise.all(
    [1, 2, 3].map(async () => decodeJwt(await sign({ id: 'ana', roles: [] })).jti),
  )
  expect(new Set(ids).size).toBe(3)
})

test('its tokens are good under the key it publishes, which is a public one and has the name they carry', async () => {
  const { sign, issuer } = await demoIssuer({ tenant: 'ribera', now })
  const token = await sign({ id: 'ana', roles: ['adviser'] })
  const { jwks } = issuer.keys as { jwks: JSONWebKeySet }
  expect(jwks.keys).toHaveLength(1)
  expect(jwks.keys[0]).not.toHaveProperty('d')
  expect(decodeProtectedHeader(token).kid).toBe(jwks.keys[0]?.kid)
  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), { currentDate: now() })
  expect(payload.sub).toBe('ana')
})

test('in production it signs for nobody, and says what to do instead', async () => {
  await expect(demoIssuer({ tenant: 'ribera', production: true })).rejects.toThrow(
    'demoIssuer: it signs for anybody, so it does not start in production; configure the issuer of your host instead',
  )
  for (const production of [false, undefined])
    expect((await demoIssuer({ tenant: 'ribera', production })).issuer.demo).toBe(true)
})
