import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdviceEvent, CardEvent, SignalEvent } from '../../connectors/contract/index.ts'
import { mobile } from '../../demo-host/people/crowd.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { session, startDemo, type Demo } from '../support/demo.ts'

/** Questions to the customer beyond the survey: what is answered is written in the shop, which owns it. */
describe('one question more', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => { [demo, browser] = await Promise.all([startDemo({ people: 400 }), launchChromium()]) }, 300_000)
  afterAll(async () => { await browser?.close(); await demo?.stop() })

  const told = async (phone: string): Promise<CardEvent[]> => { const { events } = await session(demo, 'adviser'); return (await events('/v1/card', { hints: [{ kind: 'phone', value: phone }], context: {} })) as unknown as CardEvent[] }
  const asked = (events: readonly CardEvent[]) => events.filter((e): e is CardEvent & AdviceEvent => e.event === 'advice').at(-1)?.ask
  const signal = (events: readonly CardEvent[], rule: string) => events.filter((e): e is CardEvent & SignalEvent => e.event === 'signal' && e.rule === rule).at(-1)
  /** The first of the seeded people of whom this is worth asking. */
  async function whom(rule: string): Promise<string> {
    for (let n = 0; n < 120; n++) { const ask = asked(await told(mobile(n))); if (ask?.id === rule && ask.action) return mobile(n) }
    throw new Error(`nobody among the seeded people of whom «${rule}» would be asked`)
  }
  const posts = async () => (await demo.requests('shop')).filter((r) => JSON.stringify(r).includes('POST'))

  test('whether they want offers: one touch, and the shop knows', async () => {
    const phone = await whom('accepts-offers')
    expect(signal(await told(phone), 'accepts-offers')).toMatchObject({ answer: { value: { is: 'unknown' } } })
    await demo.forget('shop')
    const { card, close, problems } = await openCard(browser, demo, { role: 'adviser', attributes: { phone }, height: 1_000 })
    const question = card.getByRole('group', { name: 'Una pregunta' })
    await question.getByText('¿Quiere que le avisemos de ofertas?').waitFor()
    await question.getByRole('button', { name: 'Sí', exact: true }).click()
    await card.getByText('Nadie más lo volverá a preguntar').waitFor()
    expect(await posts()).toHaveLength(1)
    const after = await told(phone)
    expect(signal(after, 'accepts-offers')).toMatchObject({ answer: { value: { is: 'yes' } } })
    expect(asked(after)?.id).not.toBe('accepts-offers')
    expect(problems).toEqual([])
    await close()
  })
})
