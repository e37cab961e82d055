import { createKeys } from '../connectors/gateway/keys/keys.ts'
import { startGateway } from '../connectors/gateway/node.ts'
import { sqliteStores } from '../connectors/gateway/stores/sqlite.ts'
import { createHub } from '../connectors/hub/hub.ts'
import { realClock } from '../connectors/hub/ports.ts'
import { sourcePage } from './dev/source-page.ts'
import config from './ficha.config.ts'
import { seedHistory } from './history/history.ts'

/** The gateway of the demo: the real one, with the demo's configuration. */
try {
  const { env } = process
  const stores =
    config.store && 'file' in config.store && env.DEMO_GATEWAY_SECRET
      ? await sqliteStores(config.store.file, createKeys(env.DEMO_GATEWAY_SECRET), realClock)
      : undefined
  const now = realClock.now()
  // `npm start` asks for it; without it there is nothing but what happens.
  if (
    stores &&
    env.DEMO_HISTORY === '1' &&
    (await stores.observations.between(config.tenant, '', now.toISOString())).length === 0
  )
    await seedHistory(stores, config.tenant, now)
  const running = await startGateway(config, {
    ...(stores ? { stores } : {}),
    hub: createHub,
    ...(env.DEMO_SERVES === 'source' ? { page: sourcePage } : {}),
    signals: false,
  })
  const stop = () => void running.stop(2).then(() => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  process.once('disconnect', stop)
  process.send?.('ready')
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  console.error(
    taken
      ? `[gateway] port ${config.listen?.port} is taken; stop what listens there, or set PORT to another number`
      : error instanceof Error
        ? error.message
        : error,
  )
  process.exit(1)
}
