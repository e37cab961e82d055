import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import process from 'node:process'
import { defineCommand } from 'citty'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { Field } from '../../hub/identity/compare/weights.ts'
import { readColumnMap } from '../files/columns.ts'
import { readWeights } from '../files/read-weights.ts'
import { type LoadedRecord, loadRecords, settingsOf } from '../files/records.ts'
import { histogramFrom } from '../linkage/compare-candidates.ts'
import { doubtOf } from '../linkage/doubt.ts'
import { type Linked, linkProfiles } from '../linkage/link-profiles.ts'
import { readLabels } from '../linkage/read-labels.ts'
import { pairText, type Score, scorePairs } from '../linkage/score.ts'
import { explainPair, probability } from '../report/explain-pair.ts'
import { type ReportData, reportHtml } from '../report/report-html.ts'
import { languageOf, localeDescription } from './locale.ts'
import { createReporter, reportProblems } from './reporter.ts'

export const linkCommand = defineCommand({
  meta: {
    name: 'link',
    description: 'Duplicates inside one file of customers, or links between two (JSONL or CSV)',
  },
  args: {
    a: { type: 'positional', required: true, description: 'file of customers' },
    b: { type: 'positional', required: false, description: 'second file: links between the two' },
    out: { type: 'string', required: true, description: 'where the links go, one JSON a line' },
    explain: { type: 'boolean', description: 'add the reasons and their weights to each link' },
    labels: {
      type: 'string',
      description: 'true pairs {"a": id, "b": id}, one a line: prints precision, recall and F1',
    },
    report: { type: 'string', description: 'where a self-contained HTML report goes' },
    columns: {
      type: 'string',
      description:
        'which column is what, where the shipped mapping does not know it: JSON, {"phone": ["Tel. 1"]}',
    },
    weights: {
      type: 'string',
      description: 'weights that `ficha weigh` wrote (default: learnt from these records)',
    },
    threshold: { type: 'string', description: 'least weight of a link, in bits (default: even odds)' },
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
    const threshold = args.threshold === undefined ? undefined : Number(args.threshold)
    if (threshold !== undefined && !Number.isFinite(threshold))
      throw new Error(`--threshold ${args.threshold}: not a number; write bits, for example --threshold 3`)
    const weights = readWeights(args.weights)
    const columns = readColumnMap(args.columns)
    const started = Date.now()
    const records: LoadedRecord[] = []
    const paths = args.b ? [args.a, args.b] : [args.a]
    for (const [file, path] of paths.entries()) {
      const load = await loadRecords(path, file, file === 0 ? 'a' : 'b', settings, {
        columns,
        progress: (rows) => progress(`${path}: ${rows} rows`),
      })
      reportProblems(path, load, print)
      for (const r of load.records) records.push(r)
    }
    const linked = linkProfiles(
      records.map((r) => r.profile),
      {
        threshold,
        weights,
        files: args.b ? records.map((r) => r.file) : undefined,
        inDoubt: (a, b) => doubtOf(records[a] as LoadedRecord, records[b] as LoadedRecord) !== null,
        progress,
      },
    )
    const links = await writeLinks(args.out, records, linked, {
      between: args.b !== undefined,
      explain: args.explain === true,
      locale,
    })
    const labels = args.labels ? await readLabels(args.labels, args.b !== undefined) : null
    if (labels?.skipped) print(`${args.labels}: ${labels.skipped} lines left out`)
    const score = labels ? scorePairs(links, labels.pairs) : null
    const groups = linked.clustering.clusters.filter((c) => c.length > 1).length
    const seconds = (Date.now() - started) / 1000
    const facts: [string, string][] = [
      ['Records', String(records.length)],
      ['Pairs compared', String(linked.clustering.compared)],
      ['Links', String(links.size)],
      ['People with several records', String(groups)],
      ['Joins refused by guards', String(linked.clustering.refused.length + linked.clustering.vetoed)],
      ['Least weight of a link', `${linked.threshold} bits`],
      [
        'Relatives at one address',
        linked.trained.households ? 'yes: first names decide' : 'none to speak of',
      ],
      ['Seconds', seconds.toFixed(1)],
    ]
    const [doubt] = linked.clustering.doubtful
    if (doubt)
      facts.splice(3, 0, [
        'Doubtful, not linked',
        `${linked.clustering.doubtful.length} pairs of which a birth date or national id could not be read, for example ${doubt.map((i) => records[i]?.id).join(' and ')}`,
      ])
    if (args.b)
      facts.push([
        'Files with duplicates of their own',
        linked.duplicatesIn.map((f) => paths[f]).join(', ') || 'none',
      ])
    for (const [k, v] of facts) print(`${k}: ${v}`)
    if (score)
      process.stdout.write(
        `precision ${score.precision.toFixed(4)}  recall ${score.recall.toFixed(4)}  F1 ${score.f1.toFixed(4)}  (found ${score.found}, right ${score.right}, wanted ${score.wanted})\n`,
      )
    if (args.report)
      writeFileSync(
        args.report,
        reportHtml(reportData(`Links of ${paths.join(' and ')}`, records, linked, facts, score, locale)),
      )
  },
})

/** Every pair of one person, heaviest fields first with `explain`. Returns the pairs written. */
async function writeLinks(
  path: string,
  records: readonly LoadedRecord[],
  { clustering, trained }: Linked,
  options: { between: boolean; explain: boolean; locale: string },
): Promise<Set<string>> {
  const out = createWriteStream(path)
  const written = new Set<string>()
  let person = 0
  for (const cluster of clustering.clusters) {
    if (cluster.length < 2) continue
    person++
    for (const [n, i] of cluster.entries()) {
      for (const j of cluster.slice(n + 1)) {
        const [a, b] = [records[i] as LoadedRecord, records[j] as LoadedRecord]
        if (options.between && a.file === b.file) continue
        const bits = clustering.bits(i, j)
        written.add(pairText(a.id, b.id, options.between))
        const line = {
          a: a.id,
          b: b.id,
          person,
          bits: Math.round(bits * 10) / 10,
          probability: probability(bits),
          ...(options.explain
            ? { reasons: explainPair(a.profile, b.profile, trained, bits, options.locale) }
            : {}),
        }
        if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
      }
    }
  }
  out.end()
  await once(out, 'finish')
  return written
}

function reportData(
  title: string,
  records: readonly LoadedRecord[],
  { clustering, trained, threshold }: Linked,
  facts: ReportData['facts'],
  score: Score | null,
  locale: string,
): ReportData {
  const profile = (i: number) => (records[i] as LoadedRecord).profile
  const pairs = clustering.clusters
    .filter((c) => c.length > 1)
    .map((c) => [c[0] as number, c[1] as number] as const)
  // the pair nearest to doubt teaches more than the surest one
  const shown = pairs
    .slice(0, 2_000)
    .sort((x, y) => Math.abs(clustering.bits(...x) - 8) - Math.abs(clustering.bits(...y) - 8))[0]
  const frequency = trained.model.frequency as Linked['trained']['model']['frequency'] & {
    top?(field: number, n: number): { value: string; count: number }[]
  }
  const names: readonly [number, string][] = [
    [Field.mail, 'mail'],
    [Field.phone, 'phone'],
    [Field.nationalId, 'national id'],
    [Field.birthDate, 'birth date'],
    [Field.street, 'street'],
    [Field.postcode, 'postcode'],
  ]
  return {
    title,
    facts,
    score,
    threshold,
    histogram: clustering.histogram,
    from: histogramFrom,
    waterfall: shown
      ? {
          a: (records[shown[0]] as LoadedRecord).id,
          b: (records[shown[1]] as LoadedRecord).id,
          bits: clustering.bits(...shown),
          reasons: explainPair(
            profile(shown[0]),
            profile(shown[1]),
            trained,
            clustering.bits(...shown),
            locale,
          ),
        }
      : null,
    generic: names.flatMap(([field, name]) =>
      (frequency.top?.(field, 5) ?? []).filter((v) => v.count > 3).map((v) => ({ field: name, ...v })),
    ),
    big: clustering.clusters
      .filter((c) => c.length > 8)
      .sort((x, y) => y.length - x.length)
      .slice(0, 20)
      .map((c) => ({
        size: c.length,
        ids: c.map((i) => (records[i] as LoadedRecord).id),
        weakest: weakest(c, clustering),
      })),
  }
}
function weakest(c: readonly number[], clustering: Linked['clustering']): number {
  let least = Infinity
  for (const [n, i] of c.entries())
    for (const j of c.slice(n + 1)) least = Math.min(least, clustering.bits(i, j))
  return least
}

export type { Profile }
