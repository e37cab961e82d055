import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { until } from '../support/demo.ts'
import { freeBlock } from '../support/ports.ts'

const folder = mkdtempSync(join(tmpdir(), 'ficha-leave-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Processes that were given our folder for what is temporary. */
const ours = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return Number(pid) > 0 && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}`)
    } catch {
      return false
    }
  })

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while npm start is still starting: it ends by itself, in peace, and leaves neither process nor folder',
  async (signal) => {
    const port = await freeBlock(24)
    const env = { ...process.env, PORT: String(port), TMPDIR: folder, DEMO_PEOPLE: '300' }
    const demo = spawn(process.execPath, [resolve('demo-host/start.mjs')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    demo.stdout.on('data', (text) => {
      said += String(text)
    })
    demo.stderr.on('data', (text) => {
      said += String(text)
    })
    const ended = once(demo, 'exit')
    await until(
      'the folder of the gateway, which is made first',
      async () => readdirSync(folder).some((name) => name.startsWith('ficha-gateway-')),
      120,
    )
    if (existsSync('/proc')) expect(ours().length).toBeGreaterThan(0)
    demo.kill(signal)
    // A terminal and npm pass one Ctrl-C on twice.
    demo.kill(signal)
    expect(await ended).toEqual([0, null])
    expect(said).not.toContain('ended by itself')
    expect(said).not.toContain('did not start')
    expect(readdirSync(folder).filter((name) => name.startsWith('ficha-'))).toEqual([])
    if (existsSync('/proc')) expect(ours()).toEqual([])
  },
)
