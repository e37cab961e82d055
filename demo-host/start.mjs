// npm start: builds if what is built is missing or older than its sources, then runs the demo until it is
// told to stop.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const projectRoot = dirname(import.meta.dirname)
const built = [
  'dist/card/index.html',
  'dist/element/element.js',
  'dist/host/index.html',
  'dist/node/demo.js',
  'dist/node/demo-systems.js',
  'dist/node/demo-gateway.js',
  'dist/node/demo-host.js',
]
const sources = ['connectors', 'widget', 'demo-host', 'vite.config.ts', 'package.json']

const newest = (path) => {
  const at = statSync(path)
  return at.isDirectory()
    ? Math.max(
        0,
        ...readdirSync(path, { withFileTypes: true })
          .filter((e) => e.name !== 'node_modules' && !e.name.includes('.test.'))
          .map((e) => newest(join(path, e.name))),
      )
    : at.mtimeMs
}
const stale = () => {
  if (!built.every((file) => existsSync(join(projectRoot, file)))) return 'nothing is built yet'
  const oldest = Math.min(...built.map((file) => statSync(join(projectRoot, file)).mtimeMs))
  return Math.max(...sources.map((path) => newest(join(projectRoot, path)))) > oldest
    ? 'the sources changed'
    : undefined
}

const unknown = process.argv.slice(2).find((arg) => arg !== '--verbose' && arg !== '--real')
if (unknown) {
  console.error(
    `${unknown} is not an option of npm start; there are --verbose and --real (npm start -- --real)`,
  )
  process.exit(1)
}
const port = Number(process.env.PORT ?? 4173)
if (!Number.isInteger(port) || port < 1024 || port > 65_000) {
  console.error(`PORT is "${process.env.PORT}"; write a whole number between 1024 and 65000`)
  process.exit(1)
}
const why = stale()
if (why) {
  console.error(`Building (${why}) …`)
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  for (const root of ['widget', 'demo-host/pages', '.']) {
    const build = spawnSync(process.execPath, [vite, 'build', root, '--logLevel', 'error'], {
      cwd: projectRoot,
      stdio: ['ignore', 2, 2],
    })
    if (build.status !== 0) {
      console.error(`The build of ${root} failed: what it said is above. Nothing was started.`)
      process.exit(1)
    }
  }
}

const { startDemo } = await import(pathToFileURL(join(projectRoot, 'dist/node/demo.js')).href)
const quiet = !process.argv.includes('--verbose')
const real = process.argv.includes('--real')
if (real)
  console.error(
    'Starting Vendure, Request Tracker, PostgreSQL and MariaDB and filling them; this takes a minute …',
  )
const leaving = new AbortController()
let demo
const leave = async () => {
  // A terminal and npm both pass Ctrl-C on: the second of one press is not impatience.
  if (leaving.signal.aborted) return
  leaving.abort()
  await demo?.stop()
  if (demo) process.exit()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave)
try {
  demo = await startDemo({
    port,
    quiet,
    env: { DEMO_HISTORY: process.env.DEMO_HISTORY ?? '1' },
    real,
    leave: leaving.signal,
    onCrash: async (name, words) => {
      if (leaving.signal.aborted) return
      console.error(`${name} ended by itself; the demo stops.${words ? `\n${words}` : ''}`)
      process.exitCode = 1
      await leave()
    },
  })
  if (leaving.signal.aborted) {
    await demo.stop()
    process.exit()
  }
  console.log(`Ficha núcleo lista: ${demo.hostUrl}`)
} catch (error) {
  if (leaving.signal.aborted) process.exit()
  console.error(`The demo did not start. ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}
