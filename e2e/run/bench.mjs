import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'

/** Measures what is published: the build is made when there is none. `--help` says what may be asked for. */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
process.chdir(root)
if (!['dist/card/index.html', 'dist/node/demo.js'].every((file) => existsSync(file)))
  execFileSync('npx', ['vite', 'build', '--logLevel', 'warn'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
const { main } = await createJiti(import.meta.url).import('../bench/main.ts')
await main(process.argv.slice(2))
// A browser or a worker that lingers must not keep the figures waiting.
process.exit()
