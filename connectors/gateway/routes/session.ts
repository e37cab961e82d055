import { sessionRequest } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { TokenRefused } from '../auth/host-token.ts'
import { createRefusedLog } from '../auth/refused-log.ts'
import { hostOrigins } from '../config/config.ts'
import type { App } from './app.ts'
import { parseBody } from './body.ts'
import type { Context } from './context.ts'
import { json } from './json.ts'

/** A host token becomes ours; ours becomes a newer one, for as long as the host's proof is fresh enough. */
export function sessionRoutes(app: App, context: Context): void {
  const { sessions, hostTokens, watch, config } = context
  const refusedLog = createRefusedLog(config.issuers, watch, context.clock)
  const answered = async (session: Parameters<typeof sessions.answer>[0]) => {
    const answer = await sessions.answer(session, await context.mayEdit(session.agent))
    const asks = config.quality?.askAgents
    return json(asks === undefined ? answer : { ...answer, agent: { ...answer.agent, asks } })
  }
  app.post('/v1/session', async (c) => {
    const refusals = await refusalsOf(context, c.env.address)
    const { hostToken } = await parseBody(c.req.raw, sessionRequest, 16_384)
    const proved = await hostTokens.verify(hostToken).catch(async (e: unknown) => {
      watch.count('ficha_sessions_refused_total', { why: e instanceof TokenRefused ? e.why : 'failed' })
      if (e instanceof TokenRefused) {
        refusedLog(e.why, hostToken)
        await refusals.one()
      }
      throw e
    })
    const session = await sessions.begin(proved, config.tenant, hostOf(config, proved.claims.host))
    await context.counted(session.agent)
    return answered(session)
  })
  app.post('/v1/renew', async (c) => {
    const session = await context.agent(c.req.raw)
    sessions.renewable(session)
    return answered(session)
  })
}

/** Refuses an address that brought too many bad tokens before anything of its next one is read; an agent with a good one elsewhere is not touched. */
async function refusalsOf(context: Context, address: string | undefined): Promise<{ one(): Promise<void> }> {
  if (address === undefined) return { one: async () => {} }
  const { stores, limits, clock, keys, watch } = context
  const key = await keys.mac('limits', `refused/${address}`)
  const most = limits.refusalsPerMinute
  const verdict = await stores.rates.admit(key, [], 60_000, most - 1, clock.now())
  if (!verdict.admitted) {
    watch.count('ficha_sessions_refused_total', { why: 'too-many' })
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

/** The host's name in the configuration, for templates that are for one host only. Its own signed word for itself, if we know it. */
function hostOf(config: Context['config'], claimed: string | undefined): string | undefined {
  const names = config.hosts.flatMap((h) => (typeof h === 'string' ? [] : h.name ? [h.name] : []))
  return claimed !== undefined && (names.includes(claimed) || hostOrigins(config).includes(claimed))
    ? claimed
    : undefined
}
