import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdviceEvent, CardEvent, SignalEvent } from '../../connectors/contract/index.ts'
import { mobile } from '../../demo-host/people/crowd.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, session, startDemo } from '../support/demo.ts'

/**
 * Questions to the customer beyond the survey: what is answered is written in the system that owns it, and no
 * role is asked to ask it again.
 */
describe('one question more', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 400 }), launchChromium()])
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  const told = async (
    phone: string,
    role: 'adviser' | 'store' | 'claims' = 'adviser',
  ): Promise<CardEvent[]> => {
    const { events } = await session(demo, role)
    return (await events('/v1/card', {
      hints: [{ kind: 'phone', value: phone }],
      context: {},
    })) as unknown as CardEvent[]
  }
  const asked = (events: readonly CardEvent[]) =>
    events.filter((e): e is CardEvent & AdviceEvent => e.event === 'advice').at(-1)?.ask
  const signal = (events: readonly CardEvent[], rule: string) =>
    events.filter((e): e is CardEvent & SignalEvent => e.event === 'signal' && e.rule === rule).at(-1)
  /** The first of the seeded people of whom this is worth asking. */
  async function whom(rule: string): Promise<string> {
    for (let n = 0; n < 120; n++) {
      const ask = asked(await told(mobile(n)))
      if (ask?.id === rule && ask.action) return mobile(n)
    }
    throw new Error(`nobody among the seeded people of whom «${rule}» would be asked`)
  }

  const answers = [
    {
      rule: 'accepts-offers',
      words: '¿Quiere que le avisemos de ofertas?',
      says: 'Sí',
      owner: 'shop',
      is: 'yes',
      text: 'Sí, ha dado permiso',
    },
    {
      rule: 'prefers-channel',
      words: '¿Por dónde prefiere que le hablemos?',
      says: 'SMS',
      owner: 'shop',
      is: 'yes',
      text: 'Por SMS',
    },
    {
      rule: 'would-recommend',
      words: '¿Nos recomendaría a un amigo?',
      says: 'Seguro',
      owner: 'survey',
      is: 'yes',
      text: 'Sí: 10 de 10',
    },
  ] as const
  test.each(answers)('$rule: one touch, and $owner knows', async ({ rule, words, says, owner, is, text }) => {
    const phone = await whom(rule)
    expect(signal(await told(phone), rule)).toMatchObject({ answer: { value: { is: 'unknown' } } })
    await demo.forget(owner)
    const { card, close, problems } = await openCard(browser, demo, {
      role: 'adviser',
      attributes: { phone },
      height: 1_000,
    })
    const question = card.getByRole('group', { name: 'Una pregunta' })
    await question.getByText(words).waitFor()
    await question.getByRole('button', { name: says, exact: true }).click()
    await card.getByText('Nadie más lo volverá a preguntar').waitFor()
    expect((await demo.requests(owner)).filter((r) => JSON.stringify(r).includes('POST'))).toHaveLength(1)
    const after = await told(phone)
    expect(signal(after, rule)).toMatchObject({ answer: { value: { is } }, text: { value: text } })
    for (const role of ['adviser', 'store', 'claims'] as const)
      expect([role, asked(await told(phone, role))?.id]).not.toEqual([role, rule])
    expect(problems).toEqual([])
    await close()
  })
})
