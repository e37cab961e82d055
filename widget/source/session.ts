import type { SessionAnswer } from '../../connectors/contract/index.ts'
import { type Fetch, post, throwOffline } from './http.ts'
import { jsonBody } from './json-body.ts'
import { SourceError } from './port.ts'

/** Renewed this long before it expires, so that no token expires while a request travels. Milliseconds. */
const renewBefore = 30_000

export interface Session {
  /** A token that is valid for a while. Simultaneous calls cause one exchange. */
  token(): Promise<string>
  /** That token at once, if there is one. */
  ready(): string | undefined
  answer(): Promise<SessionAnswer>
  /** The gateway refused this token: the next call gets a new one. */
  forget(token: string): void
}

/**
 * The agent's session: the host's JWT is exchanged for a token of the gateway, which is then renewed. It is
 * kept in memory only.
 */
export function openSession(
  base: string,
  hostToken: () => Promise<string>,
  fetch: Fetch,
  now: () => number,
): Session {
  let current: { answer: SessionAnswer; until: number } | undefined
  let running: Promise<SessionAnswer> | undefined

  const exchange = async (): Promise<SessionAnswer> => {
    if (current && current.until > now()) {
      try {
        return keep(await post(fetch, `${base}/v1/renew`, {}, current.answer.token))
      } catch (error) {
        if (!(error instanceof SourceError) || error.code !== 'refused') throw error
      }
    }
    let jwt: string
    try {
      jwt = await hostToken()
    } catch (cause) {
      throw await (await import('./later.ts').catch(throwOffline)).noHostToken(cause)
    }
    return keep(await post(fetch, `${base}/v1/session`, { hostToken: jwt }, undefined))
  }
  const keep = async (response: Response): Promise<SessionAnswer> => {
    const answer = await jsonBody<SessionAnswer>(response, isAnswer)
    current = { answer, until: now() + answer.expiresIn * 1_000 }
    return answer
  }
  const answer = async (): Promise<SessionAnswer> => {
    return (
      good() ??
      (running ??= exchange().finally(() => {
        running = undefined
      }))
    )
  }
  const good = () => (current && current.until - renewBefore > now() ? current.answer : undefined)
  return {
    answer,
    ready: () => good()?.token,
    token: async () => (await answer()).token,
    forget(token) {
      if (current?.answer.token === token) current = undefined
    },
  }
}

const isTexts = (value: unknown) => Array.isArray(value) && value.every((word) => typeof word === 'string')
function isAnswer({ token, expiresIn, agent, cacheKey }: Record<string, unknown>): boolean {
  const who = agent as { roles?: unknown; languages?: unknown } | null | undefined
  return (
    typeof token === 'string' &&
    token !== '' &&
    typeof expiresIn === 'number' &&
    expiresIn > 0 &&
    typeof cacheKey === 'string' &&
    typeof who === 'object' &&
    who !== null &&
    isTexts(who.roles) &&
    isTexts(who.languages)
  )
}
