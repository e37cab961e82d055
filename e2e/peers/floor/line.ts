import type { CardEvent } from '../../../connectors/contract/index.ts'

let token: Promise<string> | undefined
const post = (path: string, body: unknown, more: RequestInit = {}) =>
  fetch(path, {
    method: 'POST',
    body: JSON.stringify(body),
    ...more,
    headers: { 'content-type': 'application/json', ...more.headers },
  })
const session = (hostToken: string): Promise<string> =>
  (token ??= post('/v1/session', { hostToken })
    .then((r) => r.json())
    .then((body: { token: string }) => body.token))

/** Reads one card, event by event, until it has settled or the signal says stop. */
export async function read(
  hint: { kind: string; value: string },
  hostToken: string,
  epoch: number,
  signal: AbortSignal,
  take: (event: CardEvent) => void,
): Promise<void> {
  const bearer = { authorization: `Bearer ${await session(hostToken)}` }
  const response = await post(
    '/v1/card',
    { hints: [hint], context: {}, epoch, locale: 'es' },
    { signal, headers: bearer },
  )
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() as string
    for (const line of lines) {
      if (signal.aborted) return
      if (line) take(JSON.parse(line) as CardEvent)
    }
  }
}
