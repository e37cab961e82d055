import {
  type Asked,
  type Connector,
  type ConnectorContext,
  type Hint,
  type Identifier,
  isConnectorError,
  type SystemRecord,
} from '../contract/index.ts'
import { notRead, ofTheAnswer, remarksOn, UnreadValues } from '../contract/unread.ts'
import { type Checked, checkAnswer, checkMatch, fieldsOf } from '../hub/fetch/validate.ts'
import { bearsKey, foundRecord, parseIdentifiers, readHints } from '../hub/identity/index.ts'
import { defaultSettings, type HubSettings, realClock } from '../hub/index.ts'
import type { GatewayConfig } from './config/config.ts'
import { ConfigError } from './config/config-error.ts'
import { createEgress, type Databases, type Transport } from './egress/egress.ts'
import { nodeTransport } from './egress/node-transport.ts'
import { createDatabases } from './egress/sql/databases.ts'
import { readConfig } from './node.ts'
import { allNumberPlans } from './number-plans.ts'
import { createTelemetry } from './telemetry/telemetry.ts'

export interface TryOptions {
  /** Only this connector. Default: all. */
  connector?: string | undefined
  env?: Readonly<Record<string, string | undefined>> | undefined
  transport?: Transport | undefined
  databases?: Databases | undefined
  /** Takes one finished line. */
  print: (line: string) => void
}

/**
 * Asks every connector of a configuration about one customer, through the gateway's own way out, and prints
 * what is asked, what came, and what was read of it. For whoever writes a mapping: it shows values.
 *
 * @param hints What is known of the customer, as a host would say it.
 * @returns How many things went wrong: failures, records left out, values that could not be read.
 * @throws {@link ConfigError} Where what it says of systems is wrong.
 */
export async function tryConnectors(
  config: string | GatewayConfig,
  hints: readonly Hint[],
  options: TryOptions,
): Promise<number> {
  const { print } = options
  const { config: ready, secrets, faults } = await readConfig(config, options.env ?? process.env)
  // Whoever writes a mapping may not have a host yet.
  const ours = faults.filter((fault) => /^(connectors|databases|network|egress|settings)\b/.test(fault))
  if (ours.length) throw new ConfigError(ours)
  const connectors = ready.connectors.filter((one) => !options.connector || one.id === options.connector)
  if (connectors.length === 0)
    throw new ConfigError([
      `--connector: found ${options.connector}; write one of ${ready.connectors.map((one) => one.id).join(', ')}`,
    ])
  const settings: HubSettings = { ...defaultSettings, ...ready.settings, numberPlans: allNumberPlans }
  const { read, bad } = readHints(hints, settings)
  for (const { hint } of bad) print(`${hint.kind} «${hint.value}»: could not be read as a ${hint.kind}`)
  for (const id of read)
    print(
      `${id.kind} «${id.raw}»: asked as ${id.value}${id.grade === 'blocked' ? ', which stands for nobody: no system is asked' : ` (${id.grade})`}`,
    )

  const transport = options.transport ?? nodeTransport()
  const databases =
    options.databases ??
    createDatabases(ready.databases ?? {}, secrets, {
      transport,
      privates: ready.network?.private ?? [],
      maxBytes: ready.egress?.maxBytes ?? 1_048_576,
    })
  const egress = createEgress({
    config: ready,
    secrets,
    clock: realClock,
    telemetry: createTelemetry(() => {}),
    databases,
    transport: async (hop) => {
      const began = Date.now()
      const asked = `${hop.method} ${hop.url.href}`
      try {
        const response = await transport(hop)
        const type = response.headers.get('content-type') ?? 'no content type'
        print(`    ${asked} → ${response.status}, ${type}, ${Date.now() - began} ms`)
        return response
      } catch (e) {
        print(`    ${asked} → no answer, ${Date.now() - began} ms`)
        throw e
      }
    },
  })

  let wrong = bad.length
  try {
    for (const connector of connectors) {
      const unread = new UnreadValues()
      const context: ConnectorContext = {
        ...egress.open(connector, { tenant: ready.tenant, signal: new AbortController().signal }),
        numberPlans: allNumberPlans,
        unread: (what, field, value) => unread.add(what, field, value),
      }
      wrong += await tryOne({ connector, context, read, settings, unread, print })
    }
  } finally {
    await databases.close()
    if ('close' in transport) await (transport as { close(): Promise<void> }).close()
  }
  print(
    wrong === 0
      ? 'All that was asked was read.'
      : `${wrong} ${wrong === 1 ? 'thing' : 'things'} to look at, marked !`,
  )
  return wrong
}

interface Trial {
  connector: Connector
  context: ConnectorContext
  read: readonly Identifier[]
  settings: HubSettings
  unread: UnreadValues
  print: (line: string) => void
}

async function tryOne(trial: Trial): Promise<number> {
  const { connector, context, read, settings, unread, print } = trial
  let wrong = 0
  const bad = (line: string) => {
    wrong++
    print(`  ! ${line}`)
  }
  print('')
  print(`${connector.id} (${connector.title})`)
  const records = new Map<string, SystemRecord>()
  for (const key of read) {
    if (key.grade === 'blocked') continue
    if (!connector.find?.by.includes(key.kind)) {
      print(`  find by ${key.kind}: this connector does not find by it`)
      continue
    }
    const match = await attempt(() => connector.find!.run(key, context))
    if ('why' in match) {
      bad(`find by ${key.kind}: ${match.why}`)
      continue
    }
    const checked = checkMatch(connector, match.value, settings.maxRecords)
    const found = checked.match === 'none' ? [] : checked.match === 'one' ? [checked.record] : checked.records
    print(
      `  find by ${key.kind}: ${found.length} ${found.length === 1 ? 'record' : 'records'}${checked.match === 'many' && !checked.complete ? ', and the system says that there are more' : ''}`,
    )
    for (const { field, times, example } of unread.under(`find by ${key.kind}`))
      bad(`find by ${key.kind}: ${field}: ${ofTheAnswer.get(field) ?? notRead(times, undefined, example)}`)
    for (const record of found) {
      if (bearsKey(foundRecord(connector, record, [key], settings), key)) {
        records.set(record.id, record)
        printRecord(record, settings, print, bad)
      } else
        bad(
          `record ${record.id} does not bear the ${key.kind} it was asked by, and is left out: ${identifiersOf(record, key.kind)}`,
        )
    }
  }
  const [record] = records.values()
  for (const [question, answerer] of Object.entries({
    ...connector.answers,
    ...(connector.own ? { own: connector.own.answer } : {}),
    ...(connector.cards ? { cards: connector.cards.answer } : {}),
  })) {
    if (!answerer) continue
    const subject =
      answerer.from === 'record'
        ? record
        : read.find((id) => (answerer.from as readonly string[]).includes(id.kind))
    if (!subject) {
      print(
        `  ${question}: not asked: ${answerer.from === 'record' ? 'no record was found' : `it is asked by ${answerer.from.join(', ')}`}`,
      )
      continue
    }
    const asked = question as Asked
    const defs = asked === 'cards' ? {} : fieldsOf(connector, asked)
    const fields = asked === 'cards' ? (connector.cards?.keys ?? []).map(({ key }) => key) : Object.keys(defs)
    const got = await attempt(async () => {
      const get = answerer.get as (
        subject: unknown,
        want: unknown,
        context: ConnectorContext,
      ) => Promise<unknown>
      const raw = await get(subject, { fields, limit: 20, locale: 'es' }, context)
      const checked = checkAnswer(connector, asked, fields, 20, raw)
      countMisread(asked, raw, checked, unread)
      return checked
    })
    if ('why' in got) {
      bad(`${question}: ${got.why}`)
      continue
    }
    const { rows, complete, unreadRows, totals, faults } = got.value
    const count = totals?.count
    print(
      `  ${question}: ${rows.length}${count === undefined || count === rows.length ? '' : ` of ${count}`} ${rows.length === 1 ? 'row' : 'rows'}${complete ? '' : ', incomplete'}`,
    )
    if (unreadRows)
      bad(
        `${question}: ${unreadRows} of ${rows.length + unreadRows} rows not read: a row needs its \`id\`, and its \`owner\` where the mapping names one`,
      )
    const remarks = remarksOn(asked, defs, rows, unread, answerer.fields as readonly string[] | undefined)
    for (const remark of remarks)
      if (remark.is === 'unread') bad(remark.says)
      else print(`  ? ${remark.says}`)
    for (const field of Object.keys(defs)) {
      const filled = rows.filter((row) => row[field] !== undefined).length
      if (filled > 0) print(`    ${field}: ${filled} of ${rows.length}`)
    }
    const empty = Object.keys(defs).filter(
      (field) => rows.every((row) => row[field] === undefined) && !remarks.some((one) => one.field === field),
    )
    if (rows.length > 0 && empty.length > 0) print(`    not offered: ${empty.join(', ')}`)
    const told = (says: string) =>
      remarks.some(({ field }) => says.includes(` ${question}.${field}: dropped`))
    for (const fault of new Set(faults.map((f) => f.says))) if (!told(fault)) bad(fault)
  }
  return wrong
}

/** Values of another type than the vocabulary has, which the connector took for right. */
function countMisread(
  asked: Asked,
  raw: unknown,
  { unread: fields = [] }: Pick<Checked, 'unread'>,
  unread: UnreadValues,
): void {
  const { rows, value } = raw as { rows?: Record<string, unknown>[]; value?: Record<string, unknown> }
  const known = new Set(unread.under(asked).map(({ field }) => field.split('.')[0]))
  for (const field of fields)
    if (!known.has(field))
      for (const row of rows ?? [value ?? {}])
        if (row[field] !== undefined) unread.add(asked, field, row[field])
}

const identifiersOf = (record: SystemRecord, kind: string): string =>
  record.identifiers
    .filter((id) => id.kind === kind)
    .map((id) => `«${id.value}»`)
    .join(', ') || `it has no ${kind}`

function printRecord(
  record: SystemRecord,
  settings: HubSettings,
  print: (line: string) => void,
  bad: (line: string) => void,
): void {
  print(`    record ${record.id}: ${record.name?.full ?? 'no name'}`)
  for (const raw of record.identifiers) {
    const ids = parseIdentifiers(raw, settings, record.address?.country)
    if (ids.length === 0) bad(`record ${record.id}: ${raw.kind} «${raw.value}» could not be read`)
    else print(`      ${raw.kind} «${raw.value}»: ${ids.map((id) => `${id.value} (${id.grade})`).join(', ')}`)
  }
}

async function attempt<T>(run: () => Promise<T>): Promise<{ value: T } | { why: string }> {
  try {
    return { value: await run() }
  } catch (e) {
    if (isConnectorError(e)) return { why: `${e.code}: ${e.message}` }
    return { why: `the connector threw: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}` }
  }
}
