import type { Connector } from '../contract/index.ts'
import { assert, checkError, textOf } from './checks.ts'
import { type NetworkCondition, openEgress } from './egress.ts'
import type { Entry } from './entries.ts'
import type { ConformanceOptions } from './types.ts'

/**
 * The ways a system fails, each with the codes the hub may be told. `retryAt`: the answer said when to come
 * back.
 */
export function faults(
  secret: string,
): readonly { name: string; network: NetworkCondition; codes: readonly string[]; retrySeconds?: number }[] {
  // Systems may echo what they were sent. The credential must not reach the text of an error.
  const echo = JSON.stringify({ error: `bad credential ${secret}`, authorization: `Bearer ${secret}` })
  const status = (status: number, headers: Record<string, string> = {}, body = echo): NetworkCondition => ({
    is: 'status',
    status,
    headers: { 'content-type': 'application/json', 'x-echo': secret, ...headers },
    body,
  })
  return [
    { name: 'HTTP 401', network: status(401), codes: ['denied'] },
    { name: 'HTTP 403', network: status(403), codes: ['denied'] },
    {
      name: 'HTTP 429 with Retry-After: 7',
      network: status(429, { 'retry-after': '7' }),
      codes: ['limited'],
      retrySeconds: 7,
    },
    { name: 'HTTP 500', network: status(500), codes: ['unavailable'] },
    { name: 'HTTP 503', network: status(503), codes: ['unavailable'] },
    { name: 'half a JSON', network: status(200, {}, '{"data": [{"id": "1", '), codes: ['malformed'] },
    {
      name: 'a page of HTML',
      network: status(200, { 'content-type': 'text/html' }, '<!doctype html><title>Entrar</title>'),
      codes: ['malformed'],
    },
    { name: 'JSON of another kind', network: status(200, {}, '42'), codes: ['malformed'] },
    { name: 'a cut connection', network: { is: 'cut' }, codes: ['unavailable'] },
  ]
}

export async function checkFault(
  connector: Connector,
  entry: Entry,
  fault: ReturnType<typeof faults>[number],
  options: ConformanceOptions,
): Promise<void> {
  const when = `${entry.name} under ${fault.name}`
  const egress = openEgress(connector, options, fault.network)
  const outcome = await entry.run(egress.context).then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (egress.calls.length === 0) return
  assert(
    'error' in outcome,
    `${when}: it answered as if nothing were wrong; throw a ConnectorError (${fault.codes.join(', ')})`,
  )
  assert(
    !textOf(outcome.error).includes(egress.secret),
    `${when}: the error leaks the credential; never put an answer's text into a message`,
  )
  checkError(outcome.error, fault.codes, when)
  if (fault.retrySeconds !== undefined) {
    const [at, wanted] = [
      Date.parse((outcome.error as { retryAt?: string }).retryAt ?? ''),
      egress.context.now().getTime() + fault.retrySeconds * 1_000,
    ]
    assert(
      Math.abs(at - wanted) <= 1_000,
      `${when}: retryAt is ${(outcome.error as { retryAt?: string }).retryAt ?? 'missing'}, it should be ${new Date(wanted).toISOString()} (Retry-After from context.now())`,
    )
  }
}

/** An aborted run ends at once, whatever the system does. */
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
  // Aborted once it waits for its system. A run that asks nothing has nothing to abort.
  await Promise.race([egress.asked, run, patience()])
  if (egress.calls.length + egress.queries.length === 0) return
  off.abort(new DOMException('called off', 'AbortError'))
  const outcome = await Promise.race([run, patience().then(() => 'late' as const)])
  assert(
    outcome !== 'late',
    `${entry.name}: it went on after its signal was aborted; pass \`signal: context.signal\` to every context.fetch`,
  )
  assert(
    'error' in outcome,
    `${entry.name}: called off, it answered as if it had heard; throw (ConnectorError \`late\`)`,
  )
}
