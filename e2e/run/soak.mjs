import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleaving, interleavings } from './interleavings.mjs'
import { run } from './steps.mjs'

/**
 * npm run soak: what `npm test` draws from one fixed seed, drawn anew: 100,000 interleavings on every core,
 * then every test file that draws, unit and whole-product (release, kills, switching, faults, attacks), each
 * round from a seed of its own. With words, only the files whose path has one of them.
 *   -- --count N    another number of interleavings (0: none)      -- --from N   starting there      --
 *   --seed N   that interleaving again, and nothing else
 *   -- --rounds N   another number of rounds of the files; default 3
 */
process.chdir(join(dirname(fileURLToPath(import.meta.url)), '../..'))
const known = ['seed', 'count', 'from', 'rounds']
const args = process.argv.slice(2)
const words = args.filter((arg, i) => !arg.startsWith('--') && !args[i - 1]?.startsWith('--'))
const options = Object.fromEntries(
  args.flatMap((arg, i) => (arg.startsWith('--') ? [[arg.slice(2), args[i + 1]]] : [])),
)
const bad = Object.entries(options).find(
  ([name, value]) => !known.includes(name) || !/^\d+$/.test(value ?? ''),
)
if (bad) {
  console.error(
    `--${bad[0]} ${bad[1] ?? ''}: write npm run soak -- [words of file names] [--seed N | --count N --from N --rounds N], with whole numbers`,
  )
  process.exit(2)
}
const number = (name) => (options[name] === undefined ? undefined : Number(options[name]))
const fresh = () => 1 + Math.floor(Math.random() * 1e9)
if (number('seed') !== undefined) {
  const says = await interleaving(number('seed'))
  console.log(`seed ${number('seed')}: ${says ?? 'nothing wrong'}`)
  process.exit(says ? 1 : 0)
}

const wanted = (path) => words.length === 0 || words.some((word) => path.includes(word))
const failed = []
const count = number('count') ?? 100_000
if (count > 0 && wanted('interleavings') && (await interleavings(number('from') ?? fresh(), count)) > 0)
  failed.push('interleavings')

/**
 * Whoever draws from the run's seed, found by what it imports. More worlds than in the suite; the
 * interleavings had their turn above.
 */
const draws = (root) =>
  readdirSync(root, { recursive: true })
    .map((name) => join(root, name))
    .filter(
      (path) =>
        /\.test\.tsx?$/.test(path) &&
        !path.includes('node_modules') &&
        /support\/(seed|properties)\.ts'/.test(readFileSync(path, 'utf8')),
    )
const files = {
  unit: [...draws('connectors'), ...draws('widget')].filter(wanted),
  'whole product': draws('e2e').filter((path) => !path.endsWith('interleavings.test.ts') && wanted(path)),
}
if (words.length > 0 && !wanted('interleavings') && Object.values(files).flat().length === 0) {
  console.error(
    `no file that draws is called ${words.join(', ')}: there are interleavings, ${[...draws('connectors'), ...draws('widget'), ...draws('e2e')].join(', ')}`,
  )
  process.exit(2)
}
if (files['whole product'].length > 0 && (await run('npx', ['vite', 'build', '--logLevel', 'warn'])) !== 0)
  process.exit(1)
const more = { FICHA_RELEASE_RUNS: '1000', FICHA_PROCESS_KILLS: '40' }
for (let round = 1; round <= (number('rounds') ?? 3); round++) {
  const seed = fresh()
  for (const [name, paths] of Object.entries(files)) {
    if (paths.length === 0) continue
    console.log(`\n━━ round ${round}, ${name}: seed ${seed}`)
    const command = [
      'vitest',
      'run',
      ...(name === 'unit' ? [] : ['--config', 'e2e/vitest.config.ts']),
      ...paths,
    ]
    if ((await run('npx', command, { ...more, FICHA_SEED: String(seed) })) === 0) continue
    failed.push(`${name}, seed ${seed}`)
    console.error(`repeat with: FICHA_SEED=${seed} npx ${command.join(' ')}`)
  }
}
console.log(failed.length ? `\nFailed: ${failed.join('; ')}` : '\nNothing failed.')
process.exit(failed.length ? 1 : 0)
