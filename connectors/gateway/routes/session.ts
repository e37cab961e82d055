import type { sessionRequest } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { KeysUnavailable, TokenRefused } from '../auth/host-token.ts'
import type { Session } from '../auth/session.ts'
import { hostOrigins } from '../config/config.ts'
import type { Context } from '../context.ts'
import { json } from './json.ts'
import type { AgentCall, Call } from './route.ts'

/** Exchanges a host token for one of the gateway's own. */
export async function session(call: Call<typeof sessionRequest>, context: Context) {
  const { sessions, hostTokens, telemetry, config, rates } = context
  const refusals = await refusalsOf(context, call.address)
  const { hostToken } = await call.body()
  const verified = await hostTokens.verify(hostToken).catch(async (e: unknown) => {
    const refused = e instanceof TokenRefused || e instanceof KeysUnavailable ? e : undefined
    const why = refused?.why
    telemetry.count('ficha_sessions_refused_total', { why: why ?? 'failed' })
    if (why !== undefined) context.refusedLog(why, hostToken, refused?.found)
    // Only a bad token counts against its address: where a store or a key server is down, nobody is at fault.
    if (e instanceof TokenRefused) await refusals.add()
    throw e
  })
  const session = await sessions.begin(verified, config.tenant, hostOf(config, verified.claims.host))
  await rates.count(session.agent, 'requestsPerMinute')
  return sessionAnswer(session, context)
}

/** Exchanges a token of the gateway for a newer one, as long as the host's token is recent enough. */
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
 * Refuses an address that sent too many bad tokens before its next one is read. Agents at other addresses are
 * not affected.
 */
async function refusalsOf(context: Context, address: string | undefined): Promise<{ add(): Promise<void> }> {
  if (address === undefined) return { add: async () => {} }
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
    add: async () => void (await stores.rates.admit(key, [crypto.randomUUID()], 60_000, most, clock.now())),
  }
}

/**
 * The host's name in the configuration, for templates of one host only. It is the name in the host's signed
 * token, when the configuration knows that name.
 */
function hostOf(config: Context['config'], claimed: string | undefined): string | undefined {
  const names = config.hosts.flatMap((h) => (typeof h === 'string' ? [] : h.name ? [h.name] : []))
  return claimed !== undefined && (names.includes(claimed) || hostOrigins(config).includes(claimed))
    ? claimed
    : undefined
}
