import type { App } from './app.ts'
import { sessionRequest } from '../../contract/index.ts'
import { TokenRefused } from '../agent/host-token.ts'
import { hostOrigins } from '../config.ts'
import type { Context } from './context.ts'
import { parseBody } from './body.ts'
import { json } from './json.ts'

/** A host token becomes ours; ours becomes a newer one, for as long as the host's proof is fresh enough. */
export function sessionRoutes(app: App, context: Context): void {
  const { sessions, hostTokens, watch, config } = context
  const answered = async (session: Parameters<typeof sessions.answer>[0]) => {
    const answer = await sessions.answer(session, await context.mayEdit(session.agent))
    const asks = config.quality?.askAgents
    return json(asks === undefined ? answer : { ...answer, agent: { ...answer.agent, asks } })
  }
  app.post('/v1/session', async (c) => {
    const { hostToken } = await parseBody(c.req.raw, sessionRequest, 16_384)
    const proved = await hostTokens.verify(hostToken).catch((e: unknown) => {
      watch.count('ficha_sessions_refused_total', { why: e instanceof TokenRefused ? e.why : 'failed' })
      throw e
    })
    const session = await sessions.begin(proved, config.tenant, hostOf(config, proved.claims['host']))
    return answered(session)
  })
  app.post('/v1/renew', async (c) => {
    const session = await context.agent(c.req.raw)
    sessions.renewable(session)
    return answered(session)
  })
}

/** The host's name in the configuration, for templates that are for one host only. Its own signed word for itself, if we know it. */
function hostOf(config: Context['config'], claimed: string | undefined): string | undefined {
  const names = config.hosts.flatMap((h) => (typeof h === 'string' ? [] : h.name ? [h.name] : []))
  return claimed !== undefined && (names.includes(claimed) || hostOrigins(config).includes(claimed)) ? claimed : undefined
}
