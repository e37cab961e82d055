import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What was built, read byte by byte and source by source. Runs after `vite build`. */
const dist = join(import.meta.dirname, '../../dist')
const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(folder, e.name)) : [join(folder, e.name)]))
const browserFiles = ['card', 'element'].flatMap((name) => files(join(dist, name)))
const sourcesOf = (map: string) => (JSON.parse(map) as { sources: string[] }).sources
const forbidden = /connectors\/(gateway|hub|catalog|fixtures|cli)\/|node_modules\/(hono|jose|undici|kysely|@libsql|msw)\//
const secretNames = /FICHA_[A-Z_]*(SECRET|KEY|TOKEN|PASSWORD)|[A-Z]+_(API_KEY|SECRET|PASSWORD)\b/

describe('no secret in the bundle', () => {
  const maps = browserFiles.filter((file) => file.endsWith('.map'))
  const scripts = browserFiles.filter((file) => /\.(js|css|html)$/.test(file))
  it('read what is served', () => {
    expect(scripts.length).toBeGreaterThan(3)
    expect(maps.flatMap((map) => sourcesOf(readFileSync(map, 'utf8'))).some((source) => source.includes('widget/paint/'))).toBe(true)
  })
  it('holds no module of the gateway, and behind a gateway no hub and no connector', () =>
    expect(maps.flatMap((map) => sourcesOf(readFileSync(map, 'utf8')).filter((source) => forbidden.test(source)))).toEqual([]))
  it('holds no name of a secret', () => expect(scripts.filter((file) => secretNames.test(readFileSync(file, 'utf8')))).toEqual([]))
  it('would see them: planted breaches', () => {
    expect(sourcesOf(JSON.stringify({ sources: ['../../connectors/hub/hub.ts', '../../widget/paint/index.tsx'] })).filter((source) => forbidden.test(source))).toHaveLength(1)
    expect(secretNames.test('fetch(url,{headers:{x:env.FICHA_SHOP_TOKEN}})')).toBe(true)
  })
})
