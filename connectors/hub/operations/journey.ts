import { type JourneyAnswer, type JourneyRequest, localize, type Question } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { message } from '../messages/index.ts'
import { questionLabel } from '../messages/labels.ts'
import { readable } from '../plan/view.ts'
import { type Agent, Refusal } from '../ports.ts'
import { journeyOf } from '../rules/journey.ts'
import { reopenAccount } from '../session/reopen-account.ts'
import { dayJourney } from './journey/day-journey.ts'
import { gatherJourney, journeyQuestions } from './journey/gather.ts'

/**
 * "Ponte en su lugar": the last days as this customer lived them. Without a card, those of a pseudonymous
 * customer, for team leads.
 */
export async function journey(
  hub: HubContext,
  request: JourneyRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<JourneyAnswer> {
  if (request.card === undefined) return dayJourney(hub, request.locale, agent, signal)
  const { ports } = hub
  const { card, viewer, template, audit } = await reopenAccount(hub, request.card, agent, request.locale)
  const input = { viewer, connectors: ports.connectors, settings: ports.settings }
  const listed = new Set<string>([
    ...template.timeline,
    ...template.panels.map((p) => p.question),
    ...template.mayAsk,
  ])
  const questions = journeyQuestions.filter((q: Question) => listed.has(q) && readable(q, input))
  if (questions.length === 0)
    throw new Refusal(
      'forbidden',
      message('refused.journey', viewer.locale, {
        card: localize(template.title, viewer.locale),
        questions: journeyQuestions.map((q) => questionLabel(q, viewer.locale)).join(', '),
      }),
    )
  await audit({ act: 'ask', what: ['journey', ...questions] })
  const { seen, missing } = await gatherJourney(hub, agent, viewer, questions, card, card.standings, signal)
  return { ...journeyOf(seen, ports.clock.now()), pseudonym: false, missing }
}
