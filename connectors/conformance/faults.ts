import type { Connector } from '../contract/index.ts'
import { checkError, must, textOf } from './checks.ts'
import { openEgress, type Weather } from './egress.ts'
import type { Entry } from './entries.ts'
import type { ConformanceOptions } from './types.ts'

/**
 * The ways a system fails, each with the codes the hub may be told. `retryAt`: the answer said when to come
 * back.
 */
export function faults(
  secret: string,
): readonly { name: string; weather: Weather; codes: readonly string[]; retrySeconds?: number }[] {
  // Systems echo what they were sent: our credential must not come back out in an error's words.
  const echo = JSON.stringify({ error: `bad credential ${secret}`, authorization: `Bearer ${secret}` })
  const status = (status: number, headers: Record<string, string> = {}, body = echo): Weather => ({
    is: 'status',
    status,
    headers: { 'content-type': 'application/json', 'x-echo': secret, ...headers },
    body,
  })
  return [
    { name: 'HTTP 401', weather: status(401), codes: ['denied'] },
    { name: 'HTTP 403', weather: status(403), codes: ['denied'] },
    {
      name: 'HTTP 429 with Retry-After: 7',
      weather: status(429, { 'retry-after': '7' }),
      codes: ['limited'],
      retrySeconds: 7,
    },
    { name: 'HTTP 500', weather: status(500), codes: ['unavailable'] },
    { name: 'HTTP 503', weather: status(503), codes: ['unavailable'] },
    { name: 'half a JSON', weather: status(200, {}, '{"data": [{"id": "1", '), codes: ['malformed'] },
    {
      name: 'a page of HTML',
      weather: status(200, { 'content-type': 'text/html' }, '<!doctype html><title>Entrar</title>'),
      codes: ['malformed'],
    },
    { name: 'JSON of another kind', weather: status(200, {}, '42'), codes: ['malformed'] },
    { name: 'a cut connection', weather: { is: 'cut' }, codes: ['unavailable'] },
  ]
}

export async function checkFault(
  connector: Connector,
  entry: Entry,
  fault: ReturnType<typeof faults>[number],
  options: ConformanceOptions,
): Promise<void> {
  const when = `${entry.name} under ${fault.name}`
  const egress = openEgress(connector, options, fault.weather)
  const outcome = await entry.run(egress.context).then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (egress.calls.length === 0) return
  must(
    'error' in outcome,
    `${when}: it answered as if nothing were wrong; throw a ConnectorError (${fault.codes.join(', ')})`,
  )
  must(
    !textOf(outcome.error).includes(egress.secret),
    `${when}: the error leaks the credential; never put an answer's text into a message`,
  )
  checkError(outcome.error, fault.codes, when)
  if (fault.retrySeconds !== undefined) {
    const [at, wanted] = [
      Date.parse((outcome.error as { retryAt?: string }).retryAt ?? ''),
      egress.context.now().getTime() + fault.retrySeconds * 1_000,
    ]
    must(
      Math.abs(at - wanted) <= 1_000,
      `${when}: retryAt is ${(outcome.error as { retryAt?: string }).retryAt ?? 'missing'}, it should be ${new Date(wanted).toISOString()} (Retry-After from context.now())`,
    )
  }
}

/** A run that was called off ends at once, whatever the system does. */
export async function checkSignal(
  connector: Connector,
  entry: Entry,
  options: ConformanceOptions,
): Promise<void> {
  const off = new AbortController()
  const egress = openEgress(connector, options, { is: 'silent' }, off.signal)
  const run = entry.run(egress.context).then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  )
  const patience = () => new Promise((done) => setTimeout(done, options.patience ?? 1_000))
  // Called off once it waits for its system; one that asks nothing has nothing to be called off.
  await Promise.race([egress.asked, run, patience()])
  if (egress.calls.length + egress.queries.length === 0) return
  off.abort(new DOMException('called off', 'AbortError'))
  const outcome = await Promise.race([run, patience().then(() => 'late' as const)])
  must(
    outcome !== 'late',
    `${entry.name}: it went on after its signal was aborted; pass \`signal: context.signal\` to every context.fetch`,
  )
  must(
    'error' in outcome,
    `${entry.name}: called off, it answered as if it had heard; throw (ConnectorError \`late\`)`,
  )
}
