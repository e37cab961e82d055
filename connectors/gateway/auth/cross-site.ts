import { problem } from '../problem.ts'

/**
 * The API answers only to the card page, which has its own origin: a request that a browser made for another
 * page is refused before anything is read. Calls without a browser (no Origin, no Sec-Fetch-Site) pass: they
 * still need a token. No CORS header is ever sent.
 */
export function rejectCrossSite(request: Request, publicOrigin: string | undefined): Response | undefined {
  const own = publicOrigin ?? new URL(request.url).origin
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== own)
    return problem(
      'forbidden',
      'this API answers only the card itself; put <ficha-nucleo> in the page instead of calling it',
    )
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none')
    return problem('forbidden', 'this API answers only the card itself')
  return undefined
}
