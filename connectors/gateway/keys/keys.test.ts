import { createHmac, hkdfSync } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { base64url, createKeys, ephemeralSecret, type KeyUse } from './keys.ts'
import { seal, unseal } from './seal.ts'

const secret = 'k'.repeat(40)
const newer = 'n'.repeat(40)
const uses: readonly KeyUse[] = [
  'session',
  'handle',
  'cache',
  'agent-session',
  'marks',
  'observations',
  'generics',
  'links',
  'limits',
  'audit',
]
/** What was stored yesterday must be found tomorrow: Node's own derivation stands for yesterday's. */
const derived = (from: string, info: string) => Buffer.from(hkdfSync('sha256', from, 'ficha/1', info, 32))

describe('the keys of a gateway', () => {
  test('are derived by HKDF-SHA256 under the salt of this version, one for each use', async () => {
    const keys = createKeys(secret)
    const all = await Promise.all(uses.map((use) => keys.key(use)))
    expect(all.map((key) => Buffer.from(key))).toEqual(uses.map((use) => derived(secret, use)))
    expect(new Set(all.map(base64url)).size).toBe(uses.length)
    expect(Buffer.from(await keys.derived('cache', 'demo/s1'))).toEqual(derived(secret, 'cache/demo/s1'))
  })

  test('hash by HMAC-SHA256, written so that a URL can hold it', async () => {
    const texts = Array.from({ length: 40 }, (_, i) => `customer ${i}`)
    const hashes = await Promise.all(texts.map((text) => createKeys(secret).mac('links', text)))
    expect(hashes).toEqual(
      texts.map((text) => createHmac('sha256', derived(secret, 'links')).update(text).digest('base64url')),
    )
  })

  test('after a rotation the newest comes first, and the one before is still there', async () => {
    const [old, now] = [createKeys(secret), createKeys(newer, secret)]
    expect(await now.key('session')).toEqual(await createKeys(newer).key('session'))
    expect(await now.every('session')).toEqual([await now.key('session'), await old.key('session')])
    expect(await now.macs('links', 'x')).toEqual([await now.mac('links', 'x'), await old.mac('links', 'x')])
    expect(await now.mac('links', 'x')).toBe(await createKeys(newer).mac('links', 'x'))
  })

  test('a made-up secret is 32 bytes of chance', () => {
    const made = [ephemeralSecret(), ephemeralSecret()]
    expect(made.map((one) => Buffer.from(one, 'base64url').length)).toEqual([32, 32])
    expect(made[0]).not.toBe(made[1])
  })
})

describe('what is sealed', () => {
  const now = new Date('2026-03-02T10:00:00Z')
  const soon = now.getTime() / 1000 + 60
  const keys = createKeys(secret)

  test('opens for its own use and audience until it expires, under its own secret or the next', async () => {
    const sealed = await seal(keys, 'handle', 'card', { p: 7 }, soon)
    expect(await unseal(keys, 'handle', 'card', sealed, now)).toMatchObject({ p: 7 })
    expect(await unseal(createKeys(newer, secret), 'handle', 'card', sealed, now)).toMatchObject({ p: 7 })
    expect(await unseal(keys, 'session', 'card', sealed, now)).toBeNull()
    expect(await unseal(keys, 'handle', 'row', sealed, now)).toBeNull()
    expect(await unseal(keys, 'handle', 'card', sealed, new Date(soon * 1000))).toBeNull()
    expect(await unseal(createKeys(newer), 'handle', 'card', sealed, now)).toBeNull()
    expect(await unseal(keys, 'handle', 'card', sealed.slice(0, -2), now)).toBeNull()
  })

  test('is never good for ever: without an end it does not open', async () => {
    const endless = await new EncryptJWT({ p: 7 })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience('card')
      .encrypt(await keys.key('handle'))
    expect(await unseal(keys, 'handle', 'card', endless, now)).toBeNull()
  })

  test('opens only as it was sealed: another cipher under the same key is refused', async () => {
    const other = await new EncryptJWT({ p: 7 })
      .setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' })
      .setAudience('card')
      .setExpirationTime(soon)
      .encrypt(await keys.key('handle'))
    expect(await unseal(keys, 'handle', 'card', other, now)).toBeNull()
  })
})
