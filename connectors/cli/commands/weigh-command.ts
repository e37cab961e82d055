import { writeFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import type { LearntWeights } from '../../contract/index.ts'
import { fields } from '../../hub/identity/compare/weights.ts'
import { readColumnMap } from '../files/columns.ts'
import { loadRecords, settingsOf } from '../files/records.ts'
import { train } from '../linkage/train.ts'
import { createReporter, reportProblems } from './reporter.ts'

export const weighCommand = defineCommand({
  meta: { name: 'weigh', description: 'Re-estimates the weights on your own records, without labels' },
  args: {
    records: { type: 'positional', required: true, description: 'file of customers' },
    out: { type: 'string', required: true, description: 'where the weights go (JSON)' },
    columns: {
      type: 'string',
      description:
        'which column is what, where the shipped mapping does not know it: JSON, {"phone": ["Tel. 1"]}',
    },
    country: {
      type: 'string',
      default: 'ES',
      description: 'country of phones, dates and postcodes written without one',
    },
    quiet: { type: 'boolean', description: 'no progress' },
  },
  run: async ({ args }) => {
    const { progress, print } = createReporter(args.quiet)
    const load = await loadRecords(args.records, 0, 'a', settingsOf(args.country), {
      columns: readColumnMap(args.columns),
      progress: (rows) => progress(`${rows} rows`),
    })
    reportProblems(args.records, load, print)
    const trained = train(
      load.records.map((r) => r.profile),
      { progress },
    )
    if (trained.rounds === 0)
      print(
        `${load.records.length} records are too few to learn from (200 at least): these are the shipped weights`,
      )
    const round = (n: number) => Number(n.toPrecision(4))
    const weights: LearntWeights = {
      prior: round(trained.model.prior),
      households: trained.households,
      fields: Object.fromEntries(
        fields.map((f, i) => [
          f,
          { m: trained.model.weights.m[i]?.map(round), u: trained.model.weights.u[i]?.map(round) },
        ]),
      ) as unknown as LearntWeights['fields'],
    }
    writeFileSync(args.out, `${JSON.stringify(weights, null, 1)}\n`)
    print(
      `${load.records.length} records, ${trained.pairsRead} pairs read, about ${Math.round(trained.matches)} of them one person`,
    )
  },
})
