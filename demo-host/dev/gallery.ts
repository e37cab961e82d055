import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createServer } from 'vite'
import { basePort } from '../systems/ports.ts'

/** `npm run gallery`: every state of the card on one page, from the sources; a change is on screen at once. */
const projectRoot = dirname(dirname(import.meta.dirname))
const port = basePort()
const server = await createServer({
  configFile: false,
  root: join(projectRoot, 'widget/gallery'),
  // Few packages and all of them modules: nothing to bundle first, no cache to share with another tree.
  optimizeDeps: { noDiscovery: true },
  server: {
    host: 'localhost',
    port,
    strictPort: true,
    // Frames that are loaded together ask for each module once. A change of a file is seen all the same.
    headers: { 'cache-control': 'max-age=2' },
    fs: { allow: [projectRoot, realpathSync(join(projectRoot, 'node_modules'))] },
  },
})
try {
  await server.listen()
  console.log(`Gallery: http://localhost:${port}/`)
} catch (error) {
  await server.close()
  console.error(
    /already in use/.test((error as Error).message)
      ? `Port ${port} is taken: stop what listens there, or set PORT to another number.`
      : error,
  )
  process.exitCode = 1
}
