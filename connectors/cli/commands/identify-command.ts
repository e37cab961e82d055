import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import process from 'node:process'
import { defineCommand } from 'citty'
import { readColumnMap } from '../files/columns.ts'
import { readWeights } from '../files/read-weights.ts'
import { loadRecords, settingsOf } from '../files/records.ts'
import { createAnswerer } from '../linkage/answerer.ts'
import { languageOf, localeDescription } from './locale.ts'
import { createReporter, reportProblems } from './reporter.ts'

export const identifyCommand = defineCommand({
  meta: {
    name: 'identify',
    description: 'Answers each query with identified, possible, several or nobody, as the card would',
  },
  args: {
    records: { type: 'string', required: true, description: 'file of customers' },
    queries: {
      type: 'string',
      required: true,
      description: 'file of queries: the same columns, any may be missing',
    },
    out: { type: 'string', required: true, description: 'where the answers go, one JSON a line' },
    columns: {
      type: 'string',
      description:
        'which column is what, where the shipped mapping does not know it: JSON, {"phone": ["Tel. 1"]}',
    },
    weights: { type: 'string', description: 'weights that `ficha weigh` wrote (default: the shipped ones)' },
    country: {
      type: 'string',
      default: 'ES',
      description: 'country of phones, dates and postcodes written without one',
    },
    locale: { type: 'string', default: 'en', description: localeDescription },
    quiet: { type: 'boolean', description: 'no progress' },
  },
  run: async ({ args }) => {
    const { progress, print } = createReporter(args.quiet)
    const settings = settingsOf(args.country)
    const locale = languageOf(args.locale)
    const weights = readWeights(args.weights)
    const columns = readColumnMap(args.columns)
    const load = (path: string, file: number, system: string) =>
      loadRecords(path, file, system, settings, {
        columns,
        progress: (rows) => progress(`${path}: ${rows} rows`),
      })
    const records = await load(args.records, 0, 'records')
    reportProblems(args.records, records, print)
    const queries = await load(args.queries, 1, 'queries')
    reportProblems(args.queries, queries, print)
    const answer = createAnswerer(records.records, settings.country, locale, weights)
    const out = createWriteStream(args.out)
    const counts = { identified: 0, possible: 0, several: 0, nobody: 0 }
    for (const [n, query] of queries.records.entries()) {
      if (n % 500 === 0) progress(`${n} of ${queries.records.length} queries`)
      const result = answer(query)
      counts[result.outcome]++
      if (!out.write(`${JSON.stringify({ query: query.id, ...result })}\n`)) await once(out, 'drain')
    }
    out.end()
    await once(out, 'finish')
    process.stdout.write(
      `${Object.entries(counts)
        .map(([k, v]) => `${k} ${v}`)
        .join('  ')}\n`,
    )
  },
})
