import type { Context } from '../context.ts'
import { json } from './json.ts'
import type { Call } from './route.ts'

export const alive = () => json({ alive: true })

export async function ready(_: Call, { stopping, draining, stores }: Context) {
  if (stopping.aborted || draining()) return json({ ready: false, because: 'stopping' }, 503)
  try {
    await stores.ping()
    return json({ ready: true })
  } catch {
    return json({ ready: false, because: 'the store cannot be written' }, 503)
  }
}

/** For the operator; the nginx recipe does not expose it. */
export const metrics = (_: Call, { telemetry }: Context) =>
  new Response(telemetry.text(), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  })
