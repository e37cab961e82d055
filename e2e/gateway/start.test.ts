import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ficha-start-'))
afterAll(() => rmSync(folder, { recursive: true }))
const start = (file: string, env: Record<string, string> = {}) =>
  spawnSync(
    process.execPath,
    [resolve('node_modules/jiti/lib/jiti-cli.mjs'), resolve('connectors/gateway/main.ts'), file],
    { encoding: 'utf8', timeout: 60_000, env: { PATH: process.env.PATH, ...env } },
  )

test('a wrong configuration does not start: one line for each fault on stderr, nothing on stdout, exit code 1', () => {
  writeFileSync(
    join(folder, 'ficha.config.ts'),
    "export default { tenant: 'Demo', hosts: ['https://*.example.com'], issuers: [], connectors: [], sectret: 1 }",
  )
  const { status, stderr, stdout } = start(join(folder, 'ficha.config.ts'))
  expect(status).toBe(1)
  expect(stdout).toBe('')
  const lines = stderr.trim().split('\n')
  expect(lines.map((l) => l.split(':')[0])).toEqual(['sectret', 'tenant', 'hosts[0]', 'issuers'])
  for (const line of lines) expect(line).toMatch(/: found .+; write .+/)
})

test('what is for trials does not start in production', () => {
  const { status, stderr } = start(resolve('e2e/gateway/ficha.config.ts'), {
    NODE_ENV: 'production',
    FICHA_SECRET: 's'.repeat(40),
    HELD_ORIGIN: 'http://127.0.0.1:9',
    ISSUER_JWKS: '{"keys":[{"kty":"EC"}]}',
    STORE_FILE: join(folder, 'f.sqlite'),
    PUBLIC_ORIGIN: 'https://card.example.com',
  })
  expect(status).toBe(1)
  expect(stderr).toContain('demoIssuer()')
  expect(stderr).toContain('hosts[0]')
})
