import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const entries = join(root, 'docs/reference/entries')
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, { types: string }>
}
/** The source that a declaration of the package is made from. */
const sourceOf = (types: string) => types.replace('./dist/sdk/', '').replace(/\.d\.ts$/, '.ts')
const { files: compiled } = JSON.parse(readFileSync(join(root, 'tsconfig.sdk.json'), 'utf8')) as {
  files: string[]
}
/** Each module of the reference, and the source behind it. */
const modules = readdirSync(entries, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => {
    const text = readFileSync(join(entries, file), 'utf8')
    const from = /from '(.+)'/.exec(text)?.[1] ?? ''
    return {
      name: /@module (\S+)/.exec(text)?.[1],
      source: sourceOf(`./${relative(root, join(entries, file, '..', from))}`),
    }
  })

describe('the type reference', () => {
  it('has a module for each entry of the package, by the name that an import uses', () => {
    const named = Object.entries(exports).flatMap(([path, { types }]) =>
      types.includes('*')
        ? compiled
            .filter((file) => file.startsWith(sourceOf(types).split('*')[0]!))
            .map((file) => ({
              name: `ficha-nucleo${path.slice(1).replace('*', file.split('/').at(-2)!)}`,
              source: file,
            }))
        : [{ name: `ficha-nucleo${path.slice(1)}`, source: sourceOf(types) }],
    )
    const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }) =>
      String(a.name) < String(b.name) ? -1 : 1
    expect([...modules].sort(byName)).toEqual([...named].sort(byName))
  })
  it('is made from sources that exist', () =>
    expect(modules.filter(({ source }) => !existsSync(join(root, source)))).toEqual([]))
})
