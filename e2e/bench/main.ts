import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { defineCommand, runMain } from 'citty'
import { type Subject, table } from './report.ts'
import { type Size, subjects } from './subjects.ts'

/**
 * How much each run measures. The full one takes at least two hundred interleaved pairs wherever there are
 * pairs.
 */
const sizes = {
  full: { pairs: 200, coldPairs: 200, rounds: 200, people: [5_000, 50_000, 200_000, 1_000_000] },
  quick: { pairs: 30, coldPairs: 10, rounds: 40, people: [5_000, 50_000] },
} as const

function count(words: string, name: string): number {
  const n = Number(words)
  if (!Number.isInteger(n) || n < 2) throw new Error(`--${name} ${words}: write a whole number of at least 2`)
  return n
}

const bench = defineCommand({
  meta: {
    name: 'bench',
    description:
      'Ratios in one run: ours against a hand-written floor and careful peers. Prints a table a subject and writes JSON.',
  },
  args: {
    quick: { type: 'boolean', description: 'fewer pairs, smaller sizes: under three minutes' },
    pairs: { type: 'string', description: 'interleaved pairs of the warm card (default 200)' },
    cold: { type: 'string', description: 'interleaved pairs of the cold card (default: as pairs)' },
    only: { type: 'string', description: `some of: ${Object.keys(subjects).join(', ')}` },
    out: { type: 'string', description: 'the JSON file', default: 'dist/bench.json' },
    strict: { type: 'boolean', description: 'a goal that is missed fails the run' },
  },
  async run({ args }) {
    const base = args.quick ? sizes.quick : sizes.full
    const pairs = args.pairs === undefined ? base.pairs : count(args.pairs, 'pairs')
    const size: Size = {
      ...base,
      pairs,
      coldPairs:
        args.cold !== undefined
          ? count(args.cold, 'cold')
          : args.pairs !== undefined
            ? Math.min(pairs, base.coldPairs)
            : base.coldPairs,
      say: (words) => console.error(`  ${words}`),
    }
    const wanted = args.only?.split(',') ?? Object.keys(subjects)
    for (const name of wanted)
      if (!Object.hasOwn(subjects, name))
        throw new Error(`--only ${name}: there are ${Object.keys(subjects).join(', ')}`)

    const started = Date.now()
    const { NODE_ENV } = process.env
    const done: Record<string, Subject[]> = {}
    mkdirSync(dirname(args.out), { recursive: true })
    for (const name of wanted) {
      const measured = await (subjects[name] as (size: Size) => ReturnType<(typeof subjects)[string]>)(size)
      done[name] = measured.subjects
      // A build says in this very process that it is for production; what the next subject starts is not.
      if (NODE_ENV === undefined) delete process.env.NODE_ENV
      else process.env.NODE_ENV = NODE_ENV
      for (const subject of measured.subjects) console.log(table(subject))
      for (const { file, text } of measured.drawn ?? []) {
        const path = join(dirname(args.out), file)
        writeFileSync(path, text)
        console.log(`  ${path}`)
      }
    }
    const machine = {
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      memory: totalmem(),
      platform: platform(),
      arch: arch(),
      node: process.version,
    }
    writeFileSync(
      args.out,
      `${JSON.stringify({ at: new Date(started).toISOString(), seconds: Math.round((Date.now() - started) / 1_000), machine, subjects: done }, null, 2)}\n`,
    )
    const goals = Object.values(done)
      .flat()
      .flatMap((s) => s.goals.map((g) => ({ ...g, of: s.title })))
    const missed = goals.filter((g) => !g.met)
    console.log(
      `\n${goals.length - missed.length} of ${goals.length} goals met in ${Math.round((Date.now() - started) / 1_000)} s; ${args.out}`,
    )
    for (const g of missed) console.log(`  missed: ${g.of}: ${g.name}, goal ${g.goal}`)
    if (args.strict && missed.length > 0) process.exitCode = 1
  },
})

/** What `npm run bench` runs. */
export const main = (argv: string[]): Promise<void> => runMain(bench, { rawArgs: argv })
