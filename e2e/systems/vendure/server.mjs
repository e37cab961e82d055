import { bootstrap, DefaultJobQueuePlugin, DefaultSearchPlugin, dummyPaymentHandler, JobQueueService, LogLevel, DefaultLogger } from '@vendure/core'

/** A Vendure shop in memory on loopback. PORT, VENDURE_USER and VENDURE_PASSWORD come from the one who starts it. */
const { PORT, VENDURE_USER, VENDURE_PASSWORD } = process.env
if (!PORT || !VENDURE_USER || !VENDURE_PASSWORD) throw new Error('vendure: set PORT, VENDURE_USER and VENDURE_PASSWORD')

const app = await bootstrap({
  apiOptions: { hostname: '127.0.0.1', port: Number(PORT), adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: { tokenMethod: ['bearer'], superadminCredentials: { identifier: VENDURE_USER, password: VENDURE_PASSWORD }, requireVerification: false },
  dbConnectionOptions: { type: 'sqljs', synchronize: true },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  plugins: [DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true }), DefaultSearchPlugin.init({})],
  logger: new DefaultLogger({ level: LogLevel.Error }),
})
await app.get(JobQueueService).start()
console.log(`ready ${PORT}`)
