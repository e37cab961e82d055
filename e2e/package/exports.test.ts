import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneProject } from '../support/clone.ts'
import { failuresOf, type Installed, missingFrom, packAndInstall, readManifest } from './packed.ts'
import { treeProblems } from './tree-problems.ts'

/** The package as an integrator gets it: plain Node, by its name, from what was built. */
const root = join(import.meta.dirname, '../..')
const inNode = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, encoding: 'utf8' })

describe('the package', () => {
  it.each([
    ['ficha-nucleo/connector', ['ConnectorError', 'matched', 'vocabulary']],
    ['ficha-nucleo/testing', ['testConnector']],
    ['ficha-nucleo/gateway', ['defineConfig', 'startGateway', 'createGateway']],
    ['ficha-nucleo/catalog/rest', ['default']],
    ['ficha-nucleo/catalog/sql', ['default']],
    ['ficha-nucleo/catalog/plain-card', ['default']],
    ['ficha-nucleo/catalog/memory', ['default']],
  ] as const)('%s gives %j', (name, wanted) => {
    const given = JSON.parse(
      inNode(`console.log(JSON.stringify(Object.keys(await import('${name}'))))`),
    ) as string[]
    for (const one of wanted) expect(given).toContain(one)
  })
  it('has types for each entry, and the types of the contract hold no `any` escape', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      exports: Record<string, { types: string }>
    }
    for (const entry of Object.values(exports))
      expect(readFileSync(join(root, entry.types.replace('*', 'rest')), 'utf8').length).toBeGreaterThan(100)
  })
  it('takes along every document that README leads to, and no demo of files', () => {
    const packed =
      (
        JSON.parse(
          execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json', '--silent'], {
            cwd: root,
            encoding: 'utf8',
          }),
        ) as { files: { path: string }[] }[]
      )[0]?.files.map((file) => file.path) ?? []
    const led = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\]\(([\w./-]+)\)/g)].map(
      (match) => match[1] as string,
    )
    expect(led.length).toBeGreaterThan(4)
    for (const path of led) expect(packed, path).toContain(path)
    expect(packed.filter((path) => /^dist\/(static|host)\//.test(path))).toEqual([])
  })
  it('starts a gateway by its name, and says in one line what is wrong with its configuration', () => {
    const tried = spawnSync('npx', ['ficha', 'serve', 'no.config.ts'], { cwd: root, encoding: 'utf8' })
    expect(tried.status).toBe(1)
    expect(tried.stderr).toContain('no.config.ts')
  })
  it('the steward’s command runs by its name', () =>
    expect(execFileSync('npx', ['ficha', '--help'], { cwd: root, encoding: 'utf8' })).toContain('link'))
})

describe('the package of a fresh clone, in an empty folder', () => {
  const clone = cloneProject()
  let installed: Installed
  beforeAll(() => {
    installed = packAndInstall(clone.folder)
  })
  afterAll(() => {
    installed?.remove()
    clone.remove()
  })
  it('holds all that its entries and commands lead to', () => {
    const manifest = readManifest(installed.packageFolder)
    expect(missingFrom(manifest, installed.files)).toEqual([])
    // Packed without a build, it would hold none of them: the check says so.
    const unbuilt = installed.files.filter((file) => !file.startsWith('dist/'))
    expect(missingFrom(manifest, unbuilt)).toHaveLength(2 * Object.keys(manifest.exports).length)
  })
  it('names no folder of the machine that built it', () => {
    const naming = installed.files.filter((file) =>
      readFileSync(join(installed.packageFolder, file), 'latin1').includes(clone.folder),
    )
    expect(naming).toEqual([])
  })
  it('gives every entry by its name, types that compile and a command that runs', () =>
    expect(failuresOf(installed, join(root, 'node_modules/typescript/bin/tsc'))).toEqual([]))
})

describe('what a tree says against its release', () => {
  const log = '# Changelog\n\n## 1.2.0 — 2026-11-30\n'
  it('nothing when it is clean and its changes are written under a date', () =>
    expect(treeProblems('1.2.0', log, '')).toEqual([]))
  it.each([
    ['what is not committed', '1.2.0', log, ' M README.md\n', /not clean.*\n M README\.md$/],
    ['no heading', '1.2.1', log, '', /no heading "## 1\.2\.1/],
    ['another version that starts like it', '1.2', log, '', /no heading "## 1\.2 /],
    ['no date', '1.2.0', '## 1.2.0 — unreleased', '', /date of the release/],
  ])('says: %s', (_what, version, changelog, changes, words) => {
    expect(treeProblems(version, changelog, changes)).toEqual([expect.stringMatching(words)])
  })
})
