import { readFileSync } from 'node:fs'
import {
  bootstrap,
  DefaultJobQueuePlugin,
  DefaultLogger,
  DefaultOrderCodeStrategy,
  DefaultSearchPlugin,
  dummyPaymentHandler,
  JobQueueService,
  LogLevel,
  Order,
  TransactionalConnection,
} from '@vendure/core'
import { seed } from './seed.mjs'

/**
 * A Vendure shop in memory on loopback. PORT, VENDURE_USER and VENDURE_PASSWORD come from the one who starts
 * it; SEED names a JSON file.
 */
const { PORT, VENDURE_USER, VENDURE_PASSWORD, SEED } = process.env
if (!PORT || !VENDURE_USER || !VENDURE_PASSWORD)
  throw new Error('vendure: set PORT, VENDURE_USER and VENDURE_PASSWORD')

class CodeFromHeader extends DefaultOrderCodeStrategy {
  generate(ctx) {
    return ctx.req?.headers['x-order-code'] ?? super.generate(ctx)
  }
}

const app = await bootstrap({
  apiOptions: {
    hostname: '127.0.0.1',
    port: Number(PORT),
    adminApiPath: 'admin-api',
    shopApiPath: 'shop-api',
  },
  authOptions: {
    tokenMethod: ['bearer'],
    superadminCredentials: { identifier: VENDURE_USER, password: VENDURE_PASSWORD },
    requireVerification: false,
  },
  dbConnectionOptions: { type: 'sqljs', synchronize: true },
  orderOptions: { orderCodeStrategy: new CodeFromHeader() },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  plugins: [DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true }), DefaultSearchPlugin.init({})],
  logger: new DefaultLogger({ level: LogLevel.Error }),
})
// On a busy machine the default of five seconds closes a connection just as the seed writes on it.
app.getHttpServer().keepAliveTimeout = 120_000
await app.get(JobQueueService).start()
if (SEED) {
  const orders = app.get(TransactionalConnection).rawConnection.getRepository(Order)
  await seed(
    `http://127.0.0.1:${PORT}/admin-api`,
    VENDURE_USER,
    VENDURE_PASSWORD,
    JSON.parse(readFileSync(SEED, 'utf8')),
    (code, placed) => orders.update({ code }, { orderPlacedAt: placed }),
  )
}
console.log(`ready ${PORT}`)
