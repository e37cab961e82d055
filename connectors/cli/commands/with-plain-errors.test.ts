import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { languageOf } from './locale.ts'

const bin = fileURLToPath(new URL('../ficha.mjs', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'ficha-plain-errors-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const at = (name: string) => join(dir, name)
writeFileSync(at('a.csv'), 'id,name\n1,Ana Gil\n2,Luis Ortega\n')
const ficha = (...args: string[]) =>
  new Promise<[code: number, stderr: string]>((done) =>
    execFile(process.execPath, [bin, ...args], (error, _stdout, stderr) =>
      done([Number(error?.code ?? 0), stderr.replaceAll(dir, '~').trim()]),
    ),
  )

test('what is wrong with a file or an option is one line and exit code 1, and nothing was begun', async () => {
  expect(await ficha('link', at('none.csv'), '--out', at('x.jsonl'))).toEqual([
    1,
    'ficha link: ~/none.csv: there is no such file',
  ])
  expect(await ficha('link', dir, '--out', at('x.jsonl'))).toEqual([
    1,
    expect.stringContaining('is a folder, not a file'),
  ])
  expect(await ficha('link', at('a.csv'), '--out', at('no/x.jsonl'))).toEqual([
    1,
    'ficha link: --out ~/no/x.jsonl: there is no folder ~/no that can be written to; make it, or give another path',
  ])
  expect(await ficha('link', at('a.csv'), '--out', dir)).toEqual([
    1,
    'ficha link: --out ~: is a folder; give the path of a file',
  ])
  expect(await ficha('link', at('a.csv'), '--out', at('x.jsonl'), '--labls', at('a.csv'))).toEqual([
    1,
    expect.stringMatching(
      /^ficha link: --labls is not an option; there are --out, --explain, --labels, [^\n]*$/,
    ),
  ])
  expect(await ficha('link', at('a.csv'), '--out', at('x.jsonl'), '--threshold', 'much')).toEqual([
    1,
    'ficha link: --threshold much: not a number; write bits, for example --threshold 3',
  ])
  expect(await ficha('link', at('a.csv'), '--out', at('x.jsonl'), '--country', 'UK')).toEqual([
    1,
    'ficha link: --country UK: not a country; write GB',
  ])
  expect(existsSync(at('x.jsonl'))).toBe(false)
})

test('a locale without texts is refused by both commands that take one, and the message names those there are', async () => {
  const commands = {
    link: [at('a.csv')],
    identify: ['--records', at('a.csv'), '--queries', at('a.csv')],
  }
  for (const [name, files] of Object.entries(commands))
    expect(await ficha(name, ...files, '--out', at('locale.jsonl'), '--locale', 'xx')).toEqual([
      1,
      `ficha ${name}: --locale xx: there are no texts in this language; write es, en or pt`,
    ])
  expect(existsSync(at('locale.jsonl'))).toBe(false)
})

test('a locale may name a region, in small letters or capitals', () => {
  expect(['es', 'pt-BR', 'EN_GB', 'en-US'].map(languageOf)).toEqual(['es', 'pt', 'en', 'en'])
  for (const locale of ['', 'e', 'english', 'fr-FR', 'ptt'])
    expect(() => languageOf(locale)).toThrow('--locale')
})

test('a command that is right is as it was', async () => {
  const [code, stderr] = await ficha('link', at('a.csv'), '--out', at('y.jsonl'), '--quiet')
  expect([code, existsSync(at('y.jsonl')), stderr.includes('is not an option')]).toEqual([0, true, false])
})
