import { SourceError } from './port.ts'

/** Parses the body as JSON and checks it. Throws `lost` for anything that is not the expected answer. */
export async function jsonBody<T>(
  response: Response,
  check: (body: Record<string, unknown>) => boolean,
): Promise<T> {
  const body: unknown = await response.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || !check(body as Record<string, unknown>))
    throw new SourceError('lost', 'not the answer that was due')
  return body as T
}
