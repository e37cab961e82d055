import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadConfig, readFichas } from './load-config.ts'

const root = mkdtempSync(join(tmpdir(), 'ficha-load-'))
afterAll(() => rmSync(root, { recursive: true }))
let folders = 0
/** A folder of its own with these files. */
function folder(files: Record<string, string>): string {
  const made = join(root, String(++folders))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(made, name, '..'), { recursive: true })
    writeFileSync(join(made, name), text)
  }
  return made
}
const load = (text: string, more: Record<string, string> = {}) =>
  loadConfig(join(folder({ 'ficha.config.ts': text, ...more }), 'ficha.config.ts'))
const faultOf = (loading: Promise<unknown>) => loading.then(String, (e: Error) => e.message)

describe('a configuration file', () => {
  test.each([
    ['an object', "export default { tenant: 'a' as string }"],
    ['a promise of one', "export default Promise.resolve({ tenant: 'a' })"],
    ['a function that gives one', "export default () => ({ tenant: 'a' })"],
    ['a function that promises one', "export default async () => ({ tenant: 'a' })"],
    ['an object of a file beside it', "export { config as default } from './other.ts'"],
  ])('may give %s', async (_, text) =>
    expect(await load(text, { 'other.ts': "export const config = { tenant: 'a' }" })).toEqual({
      tenant: 'a',
    }),
  )

  test('is read as it is now: a change since the last time counts', async () => {
    const file = join(folder({ 'ficha.config.ts': "export default { tenant: 'a' }" }), 'ficha.config.ts')
    expect(await loadConfig(file)).toEqual({ tenant: 'a' })
    writeFileSync(file, "export default { tenant: 'b' }")
    expect(await loadConfig(file)).toEqual({ tenant: 'b' })
  })

  test('that exports nothing by default says so, and so does one whose default is empty', async () => {
    for (const text of ['const tenant = 1', 'export default {}'])
      expect(await faultOf(load(text))).toMatch(
        /^config: found no default export in .*ficha\.config\.ts; write `export default defineConfig/,
      )
  })

  test('that is not there says the whole path looked at', async () =>
    expect(await faultOf(loadConfig('no/ficha.config.ts'))).toBe(
      `config: found no file at ${join(process.cwd(), 'no/ficha.config.ts')}; write ficha.config.ts there, or give its path`,
    ))

  test('that breaks says in one line why, and at which line of whose file', async () => {
    const broken = (text: string, more?: Record<string, string>) => faultOf(load(text, more))
    expect(await broken("\nthrow new Error('boom\\nand more')")).toMatch(
      /^config: found .*ficha\.config\.ts, which does not load \(boom, ficha\.config\.ts line 2\); correct that line$/,
    )
    expect(await broken("export default () => {\n  throw new Error('late')\n}")).toMatch(
      /does not load \(late, ficha\.config\.ts line 2\)/,
    )
    expect(
      await broken("import './other.ts'\nexport default {}", { 'other.ts': "\n\nthrow new Error('there')" }),
    ).toMatch(/does not load \(there, other\.ts line 3\)/)
    expect(await broken("throw 'only words'")).toMatch(/does not load \(only words\); correct that line$/)
  })

  test('that breaks in a package says at which line of one’s own it was called', async () =>
    expect(
      await faultOf(
        load("import shop from 'shop'\n\nexport default { connectors: [shop()] }", {
          'node_modules/shop/package.json': '{"name":"shop","main":"index.js"}',
          'node_modules/shop/index.js': "module.exports = () => {\n  throw new Error('no url')\n}",
        }),
      ),
    ).toMatch(/does not load \(no url, ficha\.config\.ts line 3\)/))

  test('whose connector has wrong options says each of them, of whichever copy of the contract', async () =>
    expect(
      await faultOf(
        load(
          "throw Object.assign(new Error('till: wrong: x'), { name: 'OptionsError', issues: ['url: found nothing', 'port: found 0'] })",
        ),
      ),
    ).toBe('connectors: till: url: found nothing\nconnectors: till: port: found 0'))
})

describe('a folder of fichas', () => {
  const written = {
    'b.ficha.json': '{"id":"b"}',
    'a.ficha.json': '{"id":"a"}',
    'z.rule.json': '{"id":"z"}',
    'c.rule.json': '{"id":"c"}',
    'policy.json': '{"roles":{}}',
    'notes.json': '{"id":"notes"}',
    'README.md': '#',
  }

  test('is a set: templates, rules and policy by the endings of their names, in the order of their names', async () => {
    expect(await readFichas(folder(written))).toEqual({
      version: 1,
      templates: [{ id: 'a' }, { id: 'b' }],
      rules: [{ id: 'c' }, { id: 'z' }],
      policy: { roles: {} },
    })
  })

  test('without a policy has none: the check of the set says so', async () => {
    const { 'policy.json': _, ...rest } = written
    expect(await readFichas(folder(rest))).toHaveProperty('policy', undefined)
  })

  test('with a file that is no JSON says which', async () => {
    const made = folder({ ...written, 'c.rule.json': '{' })
    expect(await faultOf(readFichas(made))).toBe(
      `fichas: ${join(made, 'c.rule.json')} is not readable as JSON; correct or remove it`,
    )
  })

  test('that is not there says its path', async () =>
    expect(await faultOf(readFichas(join(root, 'no')))).toMatch(/^fichas: found no folder at .*\/no; write/))
})
