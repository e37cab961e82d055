import { fork } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createJiti } from 'jiti'

/** Starts and fills the real systems once for a whole suite. `env` tells every demo where they are. */
export async function startReal() {
  const { freeBlock } = await createJiti(import.meta.url).import('../support/ports.ts')
  const port = await freeBlock(4)
  const child = fork('dist/node/real-systems.js', [], {
    env: {
      ...process.env,
      // Removed by whoever fills it, when it is told to stop.
      REAL_FOLDER: mkdtempSync(join(tmpdir(), 'ficha-real-')),
      REAL_PORT: String(port),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((ready, fail) => {
    const late = setTimeout(() => {
      child.kill('SIGTERM')
      fail(new Error('the real systems were not ready after 600 s'))
    }, 600_000)
    child.once('exit', (code) => {
      clearTimeout(late)
      fail(new Error(`the real systems ended with ${code} before they were ready`))
    })
    child.once('message', (said) => {
      clearTimeout(late)
      ready({
        env: { ...said, REAL_DESK_PASSWORD: said.DEMO_DESK_PASSWORD },
        stop: () =>
          new Promise((gone) => {
            child.once('exit', gone)
            child.kill('SIGTERM')
          }),
      })
    })
  })
}
