import type { SessionAnswer } from '../../contract/index.ts'
import { type Agent, type Clock, Refusal } from '../../hub/ports.ts'
import { base64url, type Keys } from '../keys/keys.ts'
import { seal, unseal } from '../keys/seal.ts'
import type { ProvedAgent } from './host-token.ts'

/** What our own token holds: the agent, and when the host last proved who it is. */
export interface Session {
  agent: Agent
  languages: readonly string[]
  name: string | undefined
  proved: number
}
export interface Sessions {
  begin(agent: ProvedAgent, tenant: string, host: string | undefined): Promise<Session>
  answer(session: Session, mayEdit: boolean): Promise<SessionAnswer>
  /** Refuses `unauthorised`. */
  read(request: Request): Promise<Session>
  /** Refuses when the host's proof is too old: then a new host token is needed. */
  renewable(session: Session): void
}

const lifetime = 300
const audience = 'ficha/session'

/**
 * Tokens of at most five minutes that only this gateway can read. An agent session is one agent in one
 * session of the host (its `sid`, else that day): a reloaded iframe finds its handles and its cache key
 * again, the next agent finds neither.
 */
export function createSessions(keys: Keys, clock: Clock, longestMinutes: number): Sessions {
  const seconds = () => Math.floor(clock.now().getTime() / 1000)
  return {
    async begin(proved, tenant, host) {
      const about = proved.hostSession ?? clock.now().toISOString().slice(0, 10)
      const session = await keys.mac(
        'agent-session',
        JSON.stringify([tenant, proved.issuer, proved.id, about]),
      )
      const agent: Agent = {
        tenant,
        id: proved.id,
        session,
        roles: proved.roles,
        claims: proved.claims,
        ...(host === undefined ? {} : { host }),
      }
      return { agent, languages: proved.languages, name: proved.name, proved: seconds() }
    },
    async answer(session, mayEdit) {
      const { agent, languages, name } = session
      const token = await seal(keys, 'session', audience, { session: session as never }, seconds() + lifetime)
      const cacheKey = base64url(await keys.derived('cache', `${agent.tenant}/${agent.session}`))
      return {
        token,
        expiresIn: lifetime,
        agent: {
          roles: agent.roles,
          languages,
          ...(name === undefined ? {} : { name }),
          ...(mayEdit ? { mayEdit } : {}),
        },
        cacheKey,
      }
    },
    async read(request) {
      const bearer = /^Bearer ([\w.-]{1,16384})$/.exec(request.headers.get('authorization') ?? '')?.[1]
      if (!bearer)
        throw new Refusal('unauthorised', 'no bearer token; POST /v1/session exchanges a host token for one')
      const payload = await unseal(keys, 'session', audience, bearer, clock.now())
      if (!payload)
        throw new Refusal('unauthorised', 'the token is invalid or has expired; renew it or begin a session')
      return payload.session as Session
    },
    renewable(session) {
      if (seconds() - session.proved > longestMinutes * 60)
        throw new Refusal(
          'unauthorised',
          `the last host token is more than ${longestMinutes} minutes old; send a new host token`,
        )
    },
  }
}
