import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, session, startDemo, systems } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

/** Read on the wire, not on the screen: what is not sent cannot be seen. */
describe(`over the ${systems} systems`, () => {
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo()
  })
  afterAll(() => demo?.stop())
  const open = async (role: 'adviser' | 'store' | 'night') =>
    JSON.stringify(
      await (await session(demo, role)).events('/v1/card', {
        hints: [{ kind: 'phone', value: lucia.phone }],
      }),
    )

  it('hides what the role may not see: the store gets neither mail nor telephone, night neither spending', async () => {
    const [store, night] = [await open('store'), await open('night')]
    expect(store).toContain('Lucía')
    for (const sent of [store, night]) {
      expect(sent).not.toContain(lucia.mail)
      expect(sent).not.toContain('+34600123456')
      expect(sent).not.toContain('600123456')
    }
    expect(night).not.toMatch(/"amount":"/)
  })
  it('would notice: the same reading of an adviser, who may, finds the order', async () =>
    expect(await open('adviser')).toContain(lucia.order))
  it('sends no id of any system: handles only', async () => {
    const sent = await open('adviser')
    expect(sent).not.toMatch(/"record":"(shop|desk|till)\//)
    // A sealed handle is noise in which any four signs may stand, and far longer than an id; so is a hashed
    // one.
    const clear = sent
      .replace(/eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+/g, '')
      .replace(/"about":\[[^\]]*\]/g, '')
      .replace(/"[\w-]{22,}"/g, '')
    expect(clear.length).toBeLessThan(sent.length)
    expect(clear).not.toMatch(/\bc_\d+\b/)
  })
})
