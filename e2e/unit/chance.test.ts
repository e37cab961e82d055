import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * No unit test passes or fails by chance: what can be seen of that in the text of a test is looked for here.
 */
const root = join(import.meta.dirname, '../..')

interface Breach {
  what: string
  line: number
}
type Rule = (text: string) => readonly Breach[]
const at = (text: string, index: number) => text.slice(0, index).split('\n').length

/** One pair of brackets inside another, four deep. */
const inside = (depth: number): string => (depth === 0 ? '[^()]*' : `(?:[^()]|\\(${inside(depth - 1)}\\))*`)
const denials = new RegExp(
  `expect\\((${inside(4)})\\)\\s*\\.not\\.(?:toContain|toMatch)\\(\\s*('(?:[^'\\\\\\n]|\\\\.)*'|/(?:[^/\\\\\\n]|\\\\.)+/[a-z]*)`,
  'g',
)
const isText = /JSON\.stringify|\.text\(\)|\.join\(|\b(?:text|bytes|wire|lines|html|handle|token|out)\b/
/**
 * The words of a literal: of a text itself, of a pattern each that it offers, with any digit or letter as
 * one.
 */
const wordsOf = (literal: string): string[] =>
  literal.startsWith("'")
    ? [literal.slice(1, -1)]
    : literal
        .replace(/^\/|\/[a-z]*$/g, '')
        .replace(/\\[dw]|\[[^\]]*\]/g, '0')
        .replace(/\\b|[()^$?]/g, '')
        .replace(/\\(.)/g, '$1')
        .split('|')

/** A handle, a hash or a random id spells any short word of its letters in the end. */
const shortWords: Rule = (text) =>
  [...text.matchAll(denials)].flatMap((found) => {
    const [, subject = '', literal = ''] = found
    if (!isText.test(subject)) return []
    return wordsOf(literal)
      .filter((word) => word.length < 8 && /^[\w-]+$/.test(word))
      .map((word) => ({
        what: `«${word}» may stand in a hash by chance: compare what was parsed, or look for eight letters or one no hash has (¤)`,
        line: at(text, found.index),
      }))
  })

const matches =
  (pattern: RegExp, what: string): Rule =>
  (text) =>
    [...text.matchAll(pattern)].map((found) => ({ what, line: at(text, found.index) }))

/** A promise that nothing but time settles. */
const sleeps = matches(
  /new Promise(?:<[^>]*>)?\(\s*\(?(\w+)[^=]*=>\s*\{?\s*(?:return |void )?setTimeout\(\s*(?:\(\)\s*=>\s*)?\1\b/g,
  'a sleep is too short on a busy machine: wait for what it stands for, or move a clock by hand',
)
const machine = matches(
  /\b(?:Date\.now|performance\.now|Math\.random)\(|\bnew Date\(\)/g,
  'the day, the time or a draw of the machine: give the test its own clock or seed',
)
const rules = { shortWords, sleeps, machine }

/** Where the machine's own clock is what the test needs. */
const allowed: Readonly<Record<string, keyof typeof rules>> = {
  // It says how far all processes of the demo are from the machine's day.
  'e2e/unit/eight-answers.test.ts': 'machine',
}

const tests = ['connectors', 'widget', 'demo-host', 'e2e/unit', 'e2e/bench']
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((f) => join(room, f)),
  )
  .filter((file) => /\.test\.tsx?$/.test(file) && file !== relative(root, import.meta.filename))

describe('no unit test is left to chance', () => {
  it('reads every one of them', () => expect(tests.length).toBeGreaterThan(100))
  it('finds no short word in a text that holds hashes, no sleep, no day of the machine', () =>
    expect(
      tests.flatMap((file) =>
        (Object.keys(rules) as (keyof typeof rules)[])
          .filter((rule) => allowed[file] !== rule)
          .flatMap((rule) => rules[rule](readFileSync(join(root, file), 'utf8')))
          .map(({ what, line }) => `${file}:${line}: ${what}`),
      ),
    ).toEqual([]))
  it.each([
    ['shortWords', "expect(JSON.stringify(events)).not.toContain('N-2')"],
    ['shortWords', 'expect(JSON.stringify(audit.lines)).not.toMatch(/Ana Pérez|600/)'],
    ['shortWords', "expect(await (await get('/x', { a: f(1) })).text()).not.toContain('canario')"],
    ['shortWords', 'expect(\n  written.join(),\n).not.toMatch(/FC\\d\\d/i)'],
    ['sleeps', 'await new Promise((r) => setTimeout(r, 20))'],
    ['sleeps', 'await new Promise<void>((done) => {\n  setTimeout(() => done(), 5)\n})'],
    ['machine', 'const ago = new Date(Date.now() - 1)'],
    ['machine', 'connector.now = () => new Date()'],
    ['machine', 'kept.push(Math.random())'],
  ] as const)('planted: %s sees %s', (rule, text) => expect(rules[rule](text)).toHaveLength(1))
  it.each([
    ['shortWords', "expect(JSON.stringify(events)).not.toContain('order¤2')"],
    ['shortWords', 'expect(JSON.stringify(lines)).not.toMatch(/ana@correo|600123456|"a1"/)'],
    ['shortWords', "expect(calls.map((c) => c.question)).not.toContain('orders')"],
    ['sleeps', 'await new Promise((done) => server.listen(0, done))'],
    ['machine', "const noon = new Date('2026-11-21T12:00:00Z')"],
  ] as const)('and %s lets pass %s', (rule, text) => expect(rules[rule](text)).toEqual([]))
})
