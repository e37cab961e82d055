import { expect, test } from 'vitest'
import type { Access, Connector } from '../../contract/index.ts'
import { cacheKey, type KeyParts } from './cache-key.ts'
import { createHasher } from './hash.ts'
import { targetName } from './inquiry.ts'

const hash = createHasher('a secret')
const shop = (access: Access = { kind: 'open' }, origins: string[] = []): Connector => ({
  id: 'shop',
  title: 'Shop',
  origins,
  access,
  answers: {},
})
const want = { fields: ['total', 'orderNumber'], limit: 5, locale: 'es' }
const whole = {
  tenant: 'demo',
  connector: shop(),
  target: 'shop/ana@example.com',
  question: 'orders',
  purpose: 'care',
  want,
} satisfies KeyParts
const keyOf = (more: Partial<KeyParts> = {}) => cacheKey(hash, { ...whole, ...more })

test('what could change an answer changes the key under which it is kept', async () => {
  const others: Partial<KeyParts>[] = [
    { tenant: 'other' },
    { connector: { ...shop(), id: 'till' } },
    { connector: shop({ kind: 'bearer', secret: 'KEY' }) },
    { connector: shop({ kind: 'bearer', secret: 'OTHER_KEY' }) },
    { connector: shop({ kind: 'open' }, ['https://shop.example']) },
    { target: 'shop/eva@example.com' },
    { question: 'payments' },
    { purpose: 'sale' },
    { want: { ...want, fields: ['total'] } },
    { want: { ...want, limit: 6 } },
    { want: { ...want, cursor: '2' } },
    { want: { ...want, locale: 'pt' } },
  ]
  const keys = [await keyOf(), ...(await Promise.all(others.map(keyOf)))]
  expect(new Set(keys).size).toBe(others.length + 1)
})

test('the order of the fields changes nothing, and no key names a customer', async () => {
  const key = await keyOf()
  expect(await keyOf({ want: { ...want, fields: ['orderNumber', 'total'] } })).toBe(key)
  expect(key).not.toContain('ana@')
})

test('the key of a record is the beginning of everything kept about it, and of nothing else', async () => {
  const { tenant, connector, target } = whole
  const ofRecord = await cacheKey(hash, { tenant, connector, target })
  const ofSystem = await cacheKey(hash, { tenant, connector })
  expect((await keyOf()).startsWith(ofRecord)).toBe(true)
  expect((await keyOf({ target: 'shop/eva@example.com' })).startsWith(ofRecord)).toBe(false)
  expect((await keyOf()).startsWith(ofSystem)).toBe(true)
  expect((await keyOf({ connector: { ...shop(), id: 'shop-two' } })).startsWith(ofSystem)).toBe(false)
  expect((await keyOf({ tenant: 'demo/shop' })).startsWith(ofSystem)).toBe(false)
})

test('two systems’ numbers of one value are two targets', () => {
  const order = (scope?: string) =>
    targetName({
      by: 'identifier',
      identifier: { kind: 'order', value: '7', raw: '7', grade: 'unique', ...(scope ? { scope } : {}) },
    })
  expect(new Set([order(), order('shop'), order('till')]).size).toBe(3)
})
