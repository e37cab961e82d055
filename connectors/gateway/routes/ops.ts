import type { App } from './app.ts'
import type { Context } from './context.ts'
import { json } from './json.ts'

/** Health, readiness, metrics. For whoever runs the gateway; the nginx recipe keeps /metrics inside. */
export function opsRoutes(app: App, context: Context): void {
  app.get('/healthz', () => json({ alive: true }))
  app.get('/readyz', async () => {
    if (context.stopping.aborted || context.draining())
      return json({ ready: false, because: 'stopping' }, 503)
    try {
      await context.stores.ping()
      return json({ ready: true })
    } catch {
      return json({ ready: false, because: 'the store cannot be written' }, 503)
    }
  })
  app.get(
    '/metrics',
    () =>
      new Response(context.watch.text(), {
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
      }),
  )
}
