import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Running, runToEnd, start, untilReady } from './process.ts'

/**
 * The Vendure package of this folder, installed on first use. `folder` is where `e2e/systems/vendure` lies.
 */
export async function startVendure(
  port: number,
  folder: string,
  seedFile?: string,
): Promise<Running & { url: string; user: string; password: string }> {
  if (!existsSync(join(folder, 'node_modules/@vendure/core')))
    runToEnd('npm', ['ci', '--ignore-scripts', '--no-engine-strict', '--no-audit', '--no-fund'], {
      cwd: folder,
    })
  const user = 'superadmin'
  const password = crypto.randomUUID()
  const server = start('Vendure', port, process.execPath, ['server.mjs'], {
    cwd: folder,
    env: {
      PORT: String(port),
      VENDURE_USER: user,
      VENDURE_PASSWORD: password,
      VENDURE_DISABLE_TELEMETRY: 'true',
      ...(seedFile && { SEED: seedFile }),
    },
  })
  await untilReady(
    server,
    async () =>
      (await fetch(`http://127.0.0.1:${port}/health`)).ok && server.said().includes(`ready ${port}`),
    480,
  )
  return { ...server, url: `http://127.0.0.1:${port}/admin-api`, user, password }
}
