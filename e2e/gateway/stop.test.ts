import { createClient } from '@libsql/client'
import { afterEach, expect, test } from 'vitest'
import { verifyAudit } from '../../connectors/gateway/stores/audit-chain.ts'
import { sqliteAudit } from '../../connectors/gateway/stores/sqlite-audit.ts'
import { type GatewayProcess, startGatewayProcess } from './process.ts'

let g: GatewayProcess
const begun: GatewayProcess[] = []
const begin = async (...env: Parameters<typeof startGatewayProcess>): Promise<GatewayProcess> => {
  g = await startGatewayProcess(...env)
  begun.push(g)
  return g
}
afterEach(async () => {
  for (const one of begun.splice(0)) await one.end()
})
const ready = () =>
  fetch(`${g.address}/readyz`).then(
    (r) => r.status,
    () => 0,
  )

test('told to stop, it says so first, lets an open card finish, and goes with nothing lost', async () => {
  await begin({ STOP_SECONDS: '60' })
  expect(await ready()).toBe(200)
  const card = await g.open(await g.bearer())
  expect(await card.until('who')).toBe(true)
  g.child.kill('SIGTERM')
  while ((await ready()) === 200);
  // One reader alone: of two, one may be handed the end and not the event.
  const settled = card.until('settled')
  expect(await Promise.race([settled, new Promise((r) => setTimeout(() => r('held'), 50))])).toBe('held')
  g.release()
  expect(await settled).toBe(true)
  expect(await g.exited).toBe(0)
  expect(await ready()).toBe(0)
  expect(g.lines.at(-1)).toContain('"log":"stopped"')
})

test('a card whose system never answers does not keep it: the stream ends without settled, in its time', async () => {
  await begin()
  const card = await g.open(await g.bearer())
  await card.until('who')
  g.child.kill('SIGTERM')
  expect(await card.until('settled')).toBe(false)
  expect(await g.exited).toBe(0)
})

test('a long poll ends at once when it stops', async () => {
  await begin()
  g.release()
  const token = await g.bearer()
  const card = await g.open(token)
  await card.until('settled')
  const who = card.events.find((e) => e.event === 'who')
  const settled = card.events.find((e) => e.event === 'settled')
  const poll = fetch(`${g.address}/v1/changes`, {
    method: 'POST',
    body: JSON.stringify({
      card: (who as { card: string }).card,
      changes: (settled as { changes: string }).changes,
    }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  })
  await expect
    .poll(async () => (await fetch(`${g.address}/metrics`)).text())
    .toMatch(/^ficha_polls_open(\{[^}]*\})? 1$/m)
  g.child.kill('SIGTERM')
  expect((await poll).status).toBe(200)
  expect(await g.exited).toBe(0)
})

test('killed outright at any moment, what the audit said it kept is kept, unbroken, and the next process goes on from it', async () => {
  let lines = 0
  const { folder } = await begin()
  const file = `${folder}/ficha.sqlite`
  for (let round = 0; round < 2; round++) {
    if (round) await begin({ STORE_FILE: file })
    g.release()
    const token = await g.bearer()
    const cards = await Promise.all(Array.from({ length: 5 }, () => g.open(token)))
    // the account of these was shown, so their trace is on the disk; the others are wherever they are
    await Promise.all(cards.slice(0, 1 + 2 * round).map((card) => card.until('settled')))
    g.child.kill('SIGKILL')
    await g.exited
    const client = createClient({ url: `file:${file}` })
    const verdict = await verifyAudit(await sqliteAudit(client))
    client.close()
    expect(verdict).toMatchObject({ intact: true })
    expect((verdict as { lines: number }).lines).toBeGreaterThanOrEqual(lines + 1 + 2 * round)
    lines = (verdict as { lines: number }).lines
  }
})

test('its log has one line a request, with no person in it', async () => {
  await begin()
  g.release()
  const card = await g.open(await g.bearer())
  await card.until('settled')
  await fetch(`${g.address}/card?phone=600123456&name=Luc%C3%ADa`)
  await fetch(`${g.address}/v1/luc%C3%ADa-600123456`)
  g.child.kill('SIGTERM')
  await g.exited
  const requests = g.lines
    .map((l) => JSON.parse(l) as Record<string, unknown>)
    .filter((l) => l.log === 'request')
  expect(requests.map((r) => [r.route, r.method])).toEqual([
    ['/v1/session', 'POST'],
    ['/v1/card', 'POST'],
    ['/card', 'GET'],
    ['other', 'GET'],
  ])
  // Hashes in the log may spell "ana" or "eyJ" by chance: the agent's id is looked for as a word of its own, a
  // token with the dot that ends its first part.
  expect(g.lines.join('\n')).not.toMatch(
    /600123456|600 12 34 56|Lucía|luc%c3|(?<![\w-])ana(?![\w-])|eyJ[\w-]*\./i,
  )
})
