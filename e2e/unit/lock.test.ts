import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>
}
const missingFrom = (lock: Lock) => {
  const names = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').pop()))
  return Object.values(lock.packages).flatMap((p) =>
    Object.keys(p.optionalDependencies ?? {}).filter((name) => !names.has(name)),
  )
}

describe.each([
  'package-lock.json',
  'e2e/systems/vendure/package-lock.json',
  'docs/reference/tool/package-lock.json',
])('%s', (file) => {
  const lock = JSON.parse(readFileSync(join(root, file), 'utf8')) as Lock
  it('exists and holds every per-platform binary that it asks for', () => {
    expect(existsSync(join(root, file))).toBe(true)
    expect(missingFrom(lock)).toEqual([])
  })
  it('names no registry', () =>
    expect(Object.values(lock.packages).filter((p) => p.resolved?.startsWith('http'))).toEqual([]))
})
it('would see a binary that one platform lacks', () =>
  expect(
    missingFrom({
      packages: {
        'node_modules/tool': { optionalDependencies: { 'tool-darwin': '1.0.0', 'tool-linux': '1.0.0' } },
        'node_modules/tool-linux': {},
      },
    }),
  ).toEqual(['tool-darwin']))
