import type { sessionRequest } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { TokenRefused } from '../auth/host-token.ts'
import type { Session } from '../auth/session.ts'
import { hostOrigins } from '../config/config.ts'
import type { Context } from '../context.ts'
import { json } from './json.ts'
import type { AgentCall, Call } from './route.ts'

/** A host token becomes one of ours. */
export async function session(call: Call<typeof sessionRequest>, context: Context) {
  const { sessions, hostTokens, telemetry, config, rates } = context
  const refusals = await refusalsOf(context, call.address)
  const { hostToken } = await call.body()
  const proved = await hostTokens.verify(hostToken).catch(async (e: unknown) => {
    telemetry.count('ficha_sessions_refused_total', { why: e instanceof TokenRefused ? e.why : 'failed' })
    if (e instanceof TokenRefused) {
      context.refusedLog(e.why, hostToken)
      await refusals.one()
    }
    throw e
  })
  const begun = await sessions.begin(proved, config.tenant, hostOf(config, proved.claims.host))
  await rates.count(begun.agent, 'requestsPerMinute')
  return sessionAnswer(begun, context)
}

/** Ours becomes a newer one, for as long as the host's proof is fresh enough. */
export async function renew(call: AgentCall, context: Context) {
  context.sessions.renewable(call.session)
  return sessionAnswer(call.session, context)
}

async function sessionAnswer(session: Session, { sessions, mayEdit, config }: Context) {
  const answer = await sessions.answer(session, await mayEdit(session.agent))
  const surveyEvery = config.quality?.askAgents
  return json(surveyEvery === undefined ? answer : { ...answer, agent: { ...answer.agent, surveyEvery } })
}

/**
 * Refuses an address that brought too many bad tokens before anything of its next one is read; an agent with
 * a good one elsewhere is not touched.
 */
async function refusalsOf(context: Context, address: string | undefined): Promise<{ one(): Promise<void> }> {
  if (address === undefined) return { one: async () => {} }
  const { stores, limits, clock, keys, telemetry } = context
  const key = await keys.mac('limits', `refused/${address}`)
  const most = limits.refusalsPerMinute
  const verdict = await stores.rates.admit(key, [], 60_000, most - 1, clock.now())
  if (!verdict.admitted) {
    telemetry.count('ficha_sessions_refused_total', { why: 'too-many' })
    throw new Refusal(
      'too-many',
      `${most} host tokens from this address were refused within a minute; wait ${verdict.retryAfter} s, and look at why the host's tokens are not accepted`,
      verdict.retryAfter,
    )
  }
  return {
    one: async () => void (await stores.rates.admit(key, [crypto.randomUUID()], 60_000, most, clock.now())),
  }
}

/**
 * The host's name in the configuration, for templates that are for one host only. Its own signed word for
 * itself, if we know it.
 */
function hostOf(config: Context['config'], claimed: string | undefined): string | undefined {
  const names = config.hosts.flatMap((h) => (typeof h === 'string' ? [] : h.name ? [h.name] : []))
  return claimed !== undefined && (names.includes(claimed) || hostOrigins(config).includes(claimed))
    ? claimed
    : undefined
}
