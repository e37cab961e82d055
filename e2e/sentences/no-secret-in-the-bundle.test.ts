import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What was built, read byte by byte and source by source. Runs after `vite build`. */
const dist = join(import.meta.dirname, '../../dist')
const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? files(join(folder, e.name)) : [join(folder, e.name)],
  )
const browserFiles = ['card', 'element'].flatMap((name) => files(join(dist, name)))
const sourcesOf = (map: string) => (JSON.parse(map) as { sources: string[] }).sources
const never =
  /connectors\/(gateway|catalog|fixtures|cli)\/|node_modules\/(hono|jose|undici|kysely|@libsql|msw)\//
/**
 * Behind a gateway no card holds the hub. The editor rehearses drafts on made-up customers with it: in chunks
 * that only the editor reaches.
 */
const hub = /connectors\/hub\//
const editor = /widget\/admin\/editor\/index\.tsx$/
const secretNames = /FICHA_[A-Z_]*(SECRET|KEY|TOKEN|PASSWORD)|[A-Z]+_(API_KEY|SECRET|PASSWORD)\b/

interface Chunk {
  sources: readonly string[]
  imports: readonly string[]
}
const importsOf = (code: string): string[] =>
  [...code.matchAll(/(?:from|import)\s*\(?\s*[`'"]\.\/([\w.-]+\.js)[`'"]/g)].map(([, name]) => name as string)
/** Every chunk that a page may come to load without the editor. */
function reach(chunks: ReadonlyMap<string, Chunk>, from: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const walk = (name: string): void => {
    const chunk = chunks.get(name)
    if (!chunk || seen.has(name) || chunk.sources.some((source) => editor.test(source))) return
    seen.add(name)
    chunk.imports.forEach(walk)
  }
  from.forEach(walk)
  return seen
}

describe('no secret in the bundle', () => {
  const maps = browserFiles.filter((file) => file.endsWith('.map'))
  const scripts = browserFiles.filter((file) => /\.(js|css|html)$/.test(file))
  it('read what is served', () => {
    expect(scripts.length).toBeGreaterThan(3)
    expect(
      maps
        .flatMap((map) => sourcesOf(readFileSync(map, 'utf8')))
        .some((source) => source.includes('widget/ui/')),
    ).toBe(true)
  })
  it('holds no module of the gateway and no connector', () =>
    expect(
      maps.flatMap((map) => sourcesOf(readFileSync(map, 'utf8')).filter((source) => never.test(source))),
    ).toEqual([]))
  it('behind a gateway, no card reaches the hub: only the editor does, for its made-up customers', () => {
    // Every script: one that only passes another's exports on has no map of its own.
    const chunks = new Map(
      scripts
        .filter((file) => file.endsWith('.js'))
        .map((file): [string, Chunk] => {
          const map = `${file}.map`
          return [
            basename(file),
            {
              sources: maps.includes(map) ? sourcesOf(readFileSync(map, 'utf8')) : [],
              imports: importsOf(readFileSync(file, 'utf8')),
            },
          ]
        }),
    )
    const holding = [...chunks]
      .filter(([, { sources }]) => sources.some((source) => hub.test(source)))
      .map(([name]) => name)
    expect(holding.length).toBeGreaterThan(0)
    const entries = [...chunks]
      .filter(([, { sources }]) => sources.some((s) => /widget\/(main|element)\.tsx?$/.test(s)))
      .map(([name]) => name)
    expect(entries.length).toBeGreaterThanOrEqual(2)
    const reached = reach(chunks, entries)
    expect(reached.size).toBeGreaterThan(5)
    expect(holding.filter((name) => reached.has(name))).toEqual([])
    // The same walk sees it when anything but the editor leads there.
    const planted = new Map(chunks).set('planted.js', {
      sources: ['widget/ui/shell/screen.tsx'],
      imports: [holding[0] as string],
    })
    expect(reach(planted, [...entries, 'planted.js']).has(holding[0] as string)).toBe(true)
  })
  it('holds no name of a secret', () =>
    expect(scripts.filter((file) => secretNames.test(readFileSync(file, 'utf8')))).toEqual([]))
  it('would see them: planted breaches', () => {
    expect(
      sourcesOf(
        JSON.stringify({ sources: ['../../connectors/hub/hub.ts', '../../widget/ui/shell/index.tsx'] }),
      ).filter((source) => hub.test(source)),
    ).toHaveLength(1)
    expect(
      sourcesOf(
        JSON.stringify({
          sources: ['../../connectors/gateway/keys/seal.ts', '../../widget/ui/shell/index.tsx'],
        }),
      ).filter((source) => never.test(source)),
    ).toHaveLength(1)
    expect(secretNames.test('fetch(url,{headers:{x:env.FICHA_SHOP_TOKEN}})')).toBe(true)
  })
})
