import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { has, hasBrowser, installMissing, missing } from './install.mjs'
import { startReal } from './real.mjs'
import { vitest, whole } from './steps.mjs'

/**
 * The whole suite: format and lint, types, build, type reference, unit tests, whole-product tests over the
 * sample systems, the same sentences over real ones.
 * Locally it runs what the machine has and names what it skipped; with FICHA_STRICT=1 it installs what is
 * missing and a skip is a failure.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
process.chdir(root)
const strict = process.env.FICHA_STRICT === '1'
const started = Date.now()
if (strict) installMissing()

const only = process.argv.slice(2)
const wants = (name) => only.length === 0 || only.includes(name)
const results = []
const step = async (name, make) => {
  if (wants(name)) {
    console.log(`\n━━ ${name}`)
    results.push(...[await make()].flat())
  }
}
// One try each: what fails once in a while is a race, in the product or in the test, and is mended there.
const wholeProduct = (name, folders, env) =>
  vitest(name, ['--config', 'e2e/vitest.config.ts', ...folders], env)
const folders = readdirSync('e2e', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const singular = folders
  .filter(
    (name) =>
      !['hard', 'unit', 'sentences', 'run', 'browser', 'support', 'systems', 'bench', 'peers'].includes(name),
  )
  .map((name) => `e2e/${name}/`)

await step('lint', () => whole('lint', 'npx', ['biome', 'ci', '--error-on-warnings', '.']))
await step('types', () => whole('types', 'npm', ['run', '--silent', 'check']))
await step('build', () => whole('build', 'npm', ['run', '--silent', 'build']))
// TypeDoc is a package of its own, so that `npm ci` need not bring it; `npm run reference` installs it.
if (strict || existsSync('docs/reference/tool/node_modules'))
  await step('reference', () => whole('reference', 'npm', ['run', '--silent', 'reference']))
else if (wants('reference'))
  results.push({
    name: 'reference',
    passed: 0,
    failed: 0,
    skipped: ['needs TypeDoc: `npm run reference` installs it once'],
  })
await step('unit', () => vitest('unit', []))
if (await hasBrowser()) {
  await step('sentences', () =>
    wholeProduct('sentences over the sample systems', ['e2e/sentences/'], { FICHA_SYSTEMS: 'sample' }),
  )
  await step('product', () => wholeProduct('whole product', singular))
  await step('hard', () => wholeProduct('hard: switching, faults, kills, release, attacks', ['e2e/hard/']))
} else
  results.push({
    name: 'whole product',
    passed: 0,
    failed: 0,
    skipped: [
      'all of it needs a browser: set CHROMIUM_PATH, install chromium, or run `npx playwright install chromium`',
    ],
  })
async function overReal() {
  const name = 'the same sentences over real systems'
  try {
    const real = await startReal()
    try {
      // The kit last: it leaves notes on tickets.
      return [
        await wholeProduct(name, ['e2e/sentences/'], { FICHA_SYSTEMS: 'real', ...real.env }),
        await wholeProduct("the connectors' kit over real systems", ['e2e/systems/'], real.env),
      ]
    } finally {
      await real.stop()
    }
  } catch (error) {
    console.error(error.message)
    return { name, passed: 0, failed: 1, skipped: [] }
  }
}
const realNeeds = ['Request Tracker', 'MariaDB', 'PostgreSQL']
if (realNeeds.every(has) && (await hasBrowser())) await step('real', overReal)
else if (wants('real'))
  results.push({
    name: 'the same sentences over real systems',
    passed: 0,
    failed: 0,
    skipped: [`needs ${realNeeds.filter((n) => !has(n)).join(', ') || 'a browser'}`],
  })

if (results.length === 0) {
  console.error(
    `No step is called ${only.join(', ')}: there are lint, types, build, reference, unit, sentences, product, hard, real.`,
  )
  process.exit(1)
}
const total = (key) => results.reduce((sum, r) => sum + r[key], 0)
const skipped = results.flatMap((r) => r.skipped.map((name) => `${r.name}: ${name}`))
console.log(`\n━━ ${Math.round((Date.now() - started) / 1000)} s`)
for (const r of results)
  console.log(
    `${r.name}: ${r.passed} passed, ${r.failed} failed${r.skipped.length ? `, ${r.skipped.length} skipped` : ''}`,
  )
if (skipped.length)
  console.log(
    `\nSkipped (${skipped.length})${strict ? ', and a strict run allows none' : ''}:\n${skipped.map((s) => `  ${s}`).join('\n')}`,
  )
if (!strict && missing().length)
  console.log(
    `\nNot on this machine: ${missing()
      .map((p) => p.name)
      .join(', ')}. FICHA_STRICT=1 installs them on Debian.`,
  )
if (!process.env.FICHA_DATA)
  console.log('FICHA_DATA is not set: tests over public corpora and data sets were skipped by name.')
const failed = total('failed') + (strict ? skipped.length : 0)
console.log(
  `\n${total('passed')} passed, ${failed} failed${!strict && skipped.length ? `, ${skipped.length} skipped` : ''}`,
)
process.exit(failed === 0 ? 0 : 1)
