import { SourceError } from './port.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export const away = (): never => {
  throw new SourceError('offline', 'no answer')
}

/**
 * One POST. Resolves with an answer that is ok; else a `SourceError` that tells a gateway's no from no
 * gateway.
 */
export async function post(
  fetch: Fetch,
  url: string,
  body: unknown,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(signal && { signal }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    return away()
  }
  if (response.ok) return response
  // Read by what is loaded later; a gateway whose files do not come either is a gateway that does not answer.
  const { refusal } = await import('./later.ts').catch(away)
  throw await refusal(response)
}
