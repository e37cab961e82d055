import { serve } from './serve.ts'

/** `node dist/node/serve.js [ficha.config.ts]` */
await serve(process.argv[2])
