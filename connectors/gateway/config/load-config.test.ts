import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { defaultPolicy, defaultRules, defaultTemplates } from '../../hub/templates/index.ts'
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

  test('that exports by a name only says which, and what to write', async () => {
    expect(await faultOf(load("export const config = { tenant: 'a' }"))).toMatch(
      /^config: found only the named export config in .*ficha\.config\.ts, and no default one; write `export default config`$/,
    )
    expect(await faultOf(load('export const a = 1\nexport const b = 2'))).toMatch(
      /^config: found 2 named exports in .*ficha\.config\.ts \(a, b\), and no default one; write `export default defineConfig/,
    )
  })

  test('may be CommonJS', async () =>
    expect(await load("module.exports = { tenant: 'a' }")).toEqual({ tenant: 'a' }))

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
    'README.md': '#',
  }

  test('is a set: templates, rules and policy by the endings of their names, and the rules that ship', async () => {
    expect(await readFichas(folder(written))).toEqual({
      version: 1,
      templates: [{ id: 'a' }, { id: 'b' }],
      rules: [...defaultRules, { id: 'c' }, { id: 'z' }],
      policy: { roles: {} },
    })
  })

  test('lacks nothing: a rule of the same id stands in the place of the one that ships, and what there is none of is that which ships', async () => {
    const best = { id: 'best-customer', mine: true }
    const { rules, ...rest } = (await readFichas(folder({ 'any-name.rule.json': JSON.stringify(best) }))) as {
      rules: { id: string }[]
    }
    expect(rules).toEqual(defaultRules.map((rule) => (rule.id === best.id ? best : rule)))
    expect(rest).toEqual({ version: 1, templates: defaultTemplates, policy: defaultPolicy })
    const policy = { roles: { mine: {} } }
    expect(await readFichas(folder({ 'policy.json': JSON.stringify(policy) }))).toEqual({
      version: 1,
      templates: defaultTemplates,
      rules: defaultRules,
      policy,
    })
  })

  test('with two rules of one id keeps both: the check of the set refuses them', async () => {
    const made = folder({
      'a.rule.json': '{"id":"open","n":1}',
      'b.rule.json': '{"id":"open","n":2}',
      'c.rule.json': '{"id":"x"}',
      'd.rule.json': '{"id":"x"}',
    })
    const { rules } = (await readFichas(made)) as { rules: { id: string }[] }
    expect(rules.filter(({ id }) => id === 'open')).toHaveLength(2)
    expect(rules.filter(({ id }) => id === 'x')).toHaveLength(2)
  })

  test('with a JSON file of another name refuses it, so that a misspelt one is not left out', async () => {
    const made = folder({ 'policies.json': '{}', 'best-customer.json': '{}', 'README.md': '#' })
    expect(await faultOf(readFichas(made))).toBe(
      ['best-customer.json', 'policies.json']
        .map(
          (name) =>
            `fichas: ${join(made, name)} is none of *.ficha.json, *.rule.json and policy.json; rename it, or move it away`,
        )
        .join('\n'),
    )
  })

  test('with nothing in it is no set', async () =>
    expect(await faultOf(readFichas(folder({ 'README.md': '#' })))).toMatch(
      /^fichas: found none of \*\.ficha\.json, .* in .*; write one, or leave `fichas` out$/,
    ))

  test('with a file that is no JSON says which', async () => {
    const made = folder({ ...written, 'c.rule.json': '{' })
    expect(await faultOf(readFichas(made))).toBe(
      `fichas: ${join(made, 'c.rule.json')} is not readable as JSON; correct or remove it`,
    )
  })

  test('that is not there says its path', async () =>
    expect(await faultOf(readFichas(join(root, 'no')))).toMatch(/^fichas: found no folder at .*\/no; write/))
})
