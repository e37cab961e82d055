import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run as card } from './card.bench.ts'
import { chart } from './chart.ts'
import { run as identity } from './identity.bench.ts'
import { type Recording, record } from './record.ts'
import type { Goal, Subject } from './report.ts'
import { run as rules } from './rules.bench.ts'

export interface Size {
  pairs: number
  coldPairs: number
  rounds: number
  people: readonly number[]
  say(words: string): void
}
/** What a run leaves beside its JSON. */
export interface Drawn {
  file: string
  text: string
}
export interface Measured {
  subjects: Subject[]
  drawn?: Drawn[]
}

let recorded: Promise<{ recordings: Recording[]; stream: Subject }> | undefined
/**
 * The card's stream is recorded once for all: the recording is itself a measurement of the hub behind HTTP.
 */
const recording = (rounds: number) =>
  (recorded ??= record(rounds).then(({ recordings, lines }) => ({
    recordings,
    stream: {
      title: 'Hub: one card over HTTP, sample systems really asked, nothing kept from before',
      lines,
      goals: waits(lines),
    },
  })))
/** Who must not wait for the slowest system. */
const waits = (lines: Subject['lines']): Goal[] =>
  lines
    .filter((l) => l.unit === '×')
    .map((l) => ({
      name: 'who before the slowest answer',
      goal: '< 1 ×',
      is: l.median,
      unit: '×',
      met: l.median < 1,
    }))

const most: Record<number, number> = { 5000: 0.1, 50000: 0.5 }
async function people(sizes: readonly number[]): Promise<Measured> {
  const { title, rows } = await identity(sizes)
  const of = (row: (string | number)[], at: number) => Number(row[at])
  const points = (at: number) => rows.map((row) => ({ x: of(row, 0), y: of(row, at) }))
  return {
    subjects: [
      {
        title,
        lines: rows.map((row) => ({
          name: `among ${of(row, 0).toLocaleString('en-GB')}`,
          unit: 'ms',
          n: 3_000,
          median: of(row, 1),
          p95: of(row, 2),
        })),
        goals: rows.flatMap((row): Goal[] => {
          const bound = most[of(row, 0)]
          return bound === undefined
            ? []
            : [
                {
                  name: `p95 among ${of(row, 0).toLocaleString('en-GB')}`,
                  goal: `≤ ${bound} ms`,
                  is: of(row, 2),
                  unit: 'ms',
                  met: of(row, 2) <= bound,
                },
              ]
        }),
        notes: rows.map(
          (row) =>
            `among ${of(row, 0).toLocaleString('en-GB')}: the right one first in ${String(row[4])} %, index built in ${String(row[5])} ms`,
        ),
      },
    ],
    drawn: [
      {
        file: 'identity-growth.svg',
        text: chart(
          'Lookup of one customer',
          'records',
          'milliseconds',
          [
            { name: 'p95', points: points(2) },
            { name: 'p50', points: points(1) },
          ],
          Object.entries(most).map(([x, y]) => ({ x: Number(x), y, words: `goal ${y} ms` })),
        ),
      },
    ],
  }
}

/** A bench of another room, when it is there: it exports `run(rounds)` and gives one subject or several. */
async function room(name: string, { rounds, say }: Size): Promise<Measured> {
  const file = join(import.meta.dirname, `${name}.bench.ts`)
  if (!existsSync(file)) {
    say(`${name}: not measured, there is no e2e/bench/${name}.bench.ts`)
    return { subjects: [] }
  }
  const { run } = (await import(file)) as { run(rounds: number): Promise<Subject | Subject[]> }
  return { subjects: [await run(rounds)].flat() }
}

/** Everything there is to measure, by the name `--only` takes. */
export const subjects: Record<string, (size: Size) => Promise<Measured>> = {
  hub: async ({ rounds }) => ({ subjects: [(await recording(rounds)).stream] }),
  card: async (size) => ({
    subjects: await card({ ...size, recordings: (await recording(size.rounds)).recordings }),
  }),
  rules: async ({ rounds }) => ({ subjects: [rules(rounds)] }),
  identity: ({ people: sizes }) => people(sizes),
  timeline: (size) => room('timeline', size),
  editor: (size) => room('editor', size),
}
