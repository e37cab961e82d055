import { SourceError } from './port.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export const throwOffline = (): never => {
  throw new SourceError('offline', 'no answer')
}

/**
 * One POST. Resolves with an ok response; otherwise throws a `SourceError`: `refused` by the gateway, or
 * `offline`.
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
    return throwOffline()
  }
  if (response.ok) return response
  // Refusals are parsed by a later chunk. If the gateway cannot serve that either, it counts as offline.
  const { refusal } = await import('./later.ts').catch(throwOffline)
  throw await refusal(response)
}
