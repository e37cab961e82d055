import { expect, it } from 'vitest'
import { makeSeal } from './seal.ts'

/** Bytes whose base64 has both letters that base64url writes otherwise. */
const key = btoa(String.fromCharCode(...new Uint8Array(32).fill(0xfb), 0xff))
  .replaceAll('+', '-')
  .replaceAll('/', '_')
  .replaceAll('=', '')

it('the same value under the same name is never the same bytes, and always the same record', async () => {
  expect(key).toMatch(/-.*_/)
  const seal = await makeSeal(key)
  const [one, two] = [await seal.seal('place T-1', { a: 1 }, 7), await seal.seal('place T-1', { a: 1 }, 7)]
  expect(one.id).toBe(two.id)
  expect(one.id).toMatch(/^[\da-f]{64}$/)
  expect(one).toMatchObject({ id: await seal.id('place T-1'), owner: seal.owner, at: 7 })
  expect([...one.iv]).not.toEqual([...two.iv])
  expect(new Uint8Array(one.body)).not.toEqual(new Uint8Array(two.body))
  for (const record of [one, two]) expect(await seal.open('place T-1', record)).toEqual({ a: 1 })
})
it('opens only under the name it was sealed under, in the record that has that name', async () => {
  const seal = await makeSeal(key)
  const record = await seal.seal('draft note T-1', 'a', 0)
  expect(await seal.open('draft note T-2', record)).toBeUndefined()
  for (const odd of [undefined, null, 7, {}, { ...record, iv: new Uint8Array(12) }])
    expect(await seal.open('draft note T-1', odd)).toBeUndefined()
})
it('every agent session is an owner of its own, and none is its key', async () => {
  const [mine, other] = [await makeSeal(key), await makeSeal(key.replace(/^./, 'A'))]
  expect(mine.owner).not.toBe(other.owner)
  expect((await makeSeal(key)).owner).toBe(mine.owner)
  expect(await other.id('recents')).not.toBe(await mine.id('recents'))
  expect(await other.open('recents', await mine.seal('recents', [], 0))).toBeUndefined()
})
