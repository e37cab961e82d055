import type { SessionAnswer } from '../../connectors/contract/index.ts'
import { away, type Fetch, post } from './http.ts'
import { jsonBody } from './json-body.ts'
import { SourceError } from './port.ts'

/** Renewed this long before it ends, so that no request leaves with a token that dies on the way. */
const early = 30_000

export interface Session {
  /** A token that is good for a while yet. Many who ask at once cause one exchange. */
  token(): Promise<string>
  /** That token, if it is here already: whoever has it need not wait even a moment. */
  ready(): string | undefined
  answer(): Promise<SessionAnswer>
  /** The gateway did not take this token: the next one asked for is new. */
  forget(token: string): void
}

/**
 * Who the agent is: the host's signed word, exchanged for a token of ours and renewed. In memory, nowhere
 * else.
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
    let word: string
    try {
      word = await hostToken()
    } catch (cause) {
      throw await (await import('./later.ts').catch(away)).unproved(cause)
    }
    return keep(await post(fetch, `${base}/v1/session`, { hostToken: word }, undefined))
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
  const good = () => (current && current.until - early > now() ? current.answer : undefined)
  return {
    answer,
    ready: () => good()?.token,
    token: async () => (await answer()).token,
    forget(token) {
      if (current?.answer.token === token) current = undefined
    },
  }
}

const words = (value: unknown) => Array.isArray(value) && value.every((word) => typeof word === 'string')
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
    words(who.roles) &&
    words(who.languages)
  )
}
