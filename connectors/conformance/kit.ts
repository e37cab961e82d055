import { type Connector, hasIdentifier, type Identifier, personInLink } from '../contract/index.ts'
import { remarksOn, UnreadValues } from '../contract/unread.ts'
import {
  assert,
  cardText,
  checkAnswer,
  checkError,
  checkMatch,
  defsOf,
  factInLink,
  isMany,
  offeredFields,
  personalIn,
  recordsOf,
  show,
  textOf,
  unwanted,
} from './checks.ts'
import { type KitEgress, openEgress } from './egress.ts'
import { allFields, answering, askedOf, customersOf, type Entry, entriesOf, findOnce } from './entries.ts'
import { checkFault, checkSignal, faults } from './faults.ts'
import { type ConformanceCases, type ConformanceOptions, key as keyOf, type TestFn } from './types.ts'

/** The kit's own handful; a connector's cases may add whole corpora. */
export const oddStrings: readonly string[] = [
  "'",
  '"',
  "' OR 1=1 --",
  '\\',
  '%',
  '..',
  '../admin',
  '.',
  '/',
  '?a=b&c=d',
  '#',
  '{value}',
  '${x}',
  '\u0000',
  '\ud800',
  '\u202e',
  '💥',
  '<script>alert(1)</script>',
  "'; DROP TABLE customers; --",
  '__proto__',
  'null',
  ' ',
  'a'.repeat(2_000),
]

/**
 * What "done" means for a connector. Each sentence is one test of your runner, with a new connector each
 * time. `test` is that of vitest, jest or node:test. Recorded exchanges answer (see `connectors/fixtures`),
 * so nothing leaves the machine.
 */
export function testConnector(
  test: TestFn,
  connector: () => Connector,
  cases: ConformanceCases,
  options: ConformanceOptions = {},
): void {
  const secret = options.secret ?? 'canary-7f3d9c1b5e'
  const report = options.report ?? console.warn.bind(console)
  const testCase = (name: string, run: (c: Connector) => Promise<void>) =>
    test(name, () => withoutConsole(() => run(connector())))
  const recorded = (c: Connector) => openEgress(c, options, { is: 'recorded' })
  const each = async (c: Connector, run: (entry: Entry) => Promise<void>) => {
    for (const entry of await entriesOf(c, cases, options)) await run(entry)
  }
  const eachAnswer = (
    c: Connector,
    run: (entry: Entry & { asked: NonNullable<Entry['asked']> }) => Promise<void>,
  ) =>
    each(c, async (entry) => {
      if (entry.asked) await run({ ...entry, asked: entry.asked })
    })

  testCase('declares itself: id, exact origins, secrets by name', async (c) => {
    assert(/^[a-z][a-z0-9-]{0,59}$/.test(c.id), `id \`${c.id}\` is not lower-case letters, digits and dashes`)
    for (const origin of c.origins)
      assert(
        URL.canParse(origin) && new URL(origin).origin === origin,
        `origin \`${origin}\` is not exact: write \`https://api.example.com\`, without a path`,
      )
    if ('secret' in c.access)
      assert(
        /^[A-Z][A-Z0-9_]*$/.test(c.access.secret),
        'access.secret must be the NAME of a secret (SHOP_TOKEN), never its value',
      )
    assert(askedOf(c).length > 0 || c.find, 'it neither finds nor answers anything')
    assert(
      !c.find ||
        c.find.by.every((kind) => cases.known.some(({ key }) => key.kind === kind)) ||
        c.find.by.length > 8,
      `no case for finding by ${c.find?.by.filter((kind) => !cases.known.some(({ key }) => key.kind === kind)).join(', ')}`,
    )
  })

  testCase('returns only who was asked', async (c) => {
    for (const { key } of c.find ? cases.known : []) {
      const egress = recorded(c)
      checkHasIdentifier(await findOnce(c, key, egress.context), key)
      // The same answers to a question about somebody else, as from a system that ignores the filter.
      const stranger: Identifier = keyOf(key.kind, strangers[key.kind] ?? 'zzz-99999999', {
        scope: key.scope,
      })
      const answered: unknown = await c.find
        ?.run(stranger, openEgress(c, options, { is: 'replay', tape: egress.tape }).context)
        .catch((e: unknown) => {
          checkError(e, ['malformed', 'unsupported'], `find by ${key.kind}, answered with strangers`)
          return { match: 'none' }
        })
      checkMatch(answered)
      checkHasIdentifier(answered, stranger)
    }
  })

  testCase('gives each customer their own answer', async (c) => {
    const customers = await customersOf(c, cases, options)
    for (const asked of askedOf(c)) {
      // What to do in a case is the same for everybody; a foreign card may be.
      if (asked === 'policies' || asked === 'cards') continue
      const how = answering(c, asked)
      const given = new Map<string, string>()
      for (const { record, keys } of customers) {
        const subject = how?.from === 'record' ? record : keys.find(({ kind }) => how?.from.includes(kind))
        if (!how || !subject) continue
        const answered: unknown = await how
          .get(
            subject as never,
            { fields: allFields(c, asked), limit: 100, locale: 'es' },
            recorded(c).context,
          )
          .catch((e: unknown) =>
            checkError(e, ['unsupported', 'malformed'], `${asked}, of customer ${record.id}`),
          )
        if (answered === undefined) continue
        const { rows } = checkAnswer(c, asked, answered)
        const before = rows.length > 0 ? given.get(JSON.stringify(rows)) : undefined
        assert(
          before === undefined,
          `${asked}: customers ${before} and ${record.id} were given the same ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}; the question does not say of whom, or the system ignores it: keep only rows that say they are theirs`,
        )
        given.set(JSON.stringify(rows), record.id)
      }
    }
  })

  testCase('"nobody" and "nothing" are answers, not failures', async (c) => {
    for (const key of c.find ? (cases.unknown ?? []) : []) {
      const match: unknown = await c.find?.run(key, recorded(c).context).catch((e: unknown) => {
        throw new Error(
          `find by ${key.kind} threw for somebody it does not know (${show(textOf(e).slice(0, 120))}); answer { match: 'none' }`,
        )
      })
      checkMatch(match)
      assert(
        match.match === 'none',
        `find by ${key.kind} found ${recordsOf(match).length} records for a key nobody bears`,
      )
    }
    for (const asked of askedOf(c)) {
      const how = answering(c, asked)
      const key = cases.unknown?.find((k) => how?.from !== 'record' && how?.from.includes(k.kind))
      if (!how || !key) continue
      const answered: unknown = await how
        .get(key as never, { fields: allFields(c, asked), limit: 10, locale: 'es' }, recorded(c).context)
        .catch((e: unknown) => {
          throw new Error(
            `${asked} threw for somebody it does not know (${show(textOf(e).slice(0, 120))}); answer with nothing`,
          )
        })
      checkAnswer(c, asked, answered)
    }
  })

  testCase('calls its own origins only, and only through its context', async (c) => {
    await each(c, async (entry) => {
      const egress = recorded(c)
      await withoutGlobalFetch(
        () => entry.run(egress.context),
        () => egress,
      )
      assert(egress.breaches.length === 0, `${entry.name}: ${egress.breaches.join('; ')}`)
      if (cases.paths)
        for (const call of egress.calls)
          assert(
            cases.paths.test(new URL(call.url).pathname),
            `${entry.name}: it called ${new URL(call.url).pathname}, which is not one of its places`,
          )
    })
  })

  testCase('gives up at once when its signal says so', (c) =>
    each(c, (entry) => checkSignal(c, entry, options)),
  )

  testCase('does not log', (c) =>
    each(c, async (entry) => {
      const logged = await consoleCallsOf(async () => {
        await entry.run(recorded(c).context)
        await entry.run(openEgress(c, options, { is: 'cut' }).context).catch(() => undefined)
      })
      assert(
        logged.length === 0,
        `${entry.name}: it wrote to the console (${show(logged[0])}); the gateway logs, without personal data`,
      )
    }),
  )

  testCase('leaks no credential', (c) =>
    each(c, async (entry) => {
      const egress = recorded(c)
      assert(
        !stringify(await entry.run(egress.context)).includes(secret),
        `${entry.name}: the credential stands in its answer`,
      )
      for (const call of egress.calls)
        assert(
          !`${call.url} ${call.body}`.includes(secret),
          `${entry.name}: the credential stands in an address or a body`,
        )
      for (const fault of faults(secret)) {
        const failing = openEgress(c, options, fault.network)
        const error: unknown = await entry.run(failing.context).then(
          () => undefined,
          (e: unknown) => e,
        )
        assert(
          !textOf(error).includes(secret),
          `${entry.name} under ${fault.name}: the error leaks the credential; never put an answer's text into a message`,
        )
      }
    }),
  )

  testCase('answers in the shape of the vocabulary', (c) =>
    eachAnswer(c, async (entry) => {
      const { rows } = checkAnswer(c, entry.asked, await entry.run(recorded(c).context))
      const least = cases.answers?.[entry.asked]?.rows ?? 0
      assert(
        rows.length >= least,
        `${entry.asked}: ${rows.length} rows came, the case says at least ${least}`,
      )
      assert(
        entry.asked === 'cards' || new Set(rows.map((row) => row.id)).size === rows.length,
        `${entry.asked}: two rows have one id`,
      )
      const offered = offeredFields(c, entry.asked)
      const strange = offered === undefined ? [] : unwanted(rows, offered)
      assert(
        strange.length === 0,
        `${entry.asked}: it gave ${strange.join(', ')}, which its \`fields\` do not name; a rule would take them for unknown where they are missing`,
      )
    }),
  )

  testCase('reads what it maps', async (c) => {
    const said: string[] = []
    await eachAnswer(c, async (entry) => {
      const unread = new UnreadValues()
      const { context } = recorded(c)
      const { rows } = checkAnswer(
        c,
        entry.asked,
        await entry.run({ ...context, unread: (what, field, value) => unread.add(what, field, value) }),
      )
      const offered = answering(c, entry.asked)?.fields
      const remarks = remarksOn(entry.asked, defsOf(c, entry.asked), rows, unread, offered)
      said.push(...remarks.map(({ says }) => says))
      const never = remarks.filter(({ is, all }) => all && is === 'unread')
      assert(never.length === 0, never.map(({ says }) => says).join('\n'))
    })
    for (const line of said) report(`${c.id}: ${line}`)
  })

  testCase('gives the wanted fields only', (c) =>
    eachAnswer(c, async (entry) => {
      for (const fields of [[], ...allFields(c, entry.asked).map((field) => [field])]) {
        const { rows } = checkAnswer(c, entry.asked, await entry.run(recorded(c).context, { fields }))
        const extra =
          entry.asked === 'cards'
            ? rows.map((row) => String(row.key)).filter((name) => !fields.includes(name))
            : unwanted(rows, fields)
        assert(
          extra.length === 0,
          `${entry.asked}: asked for [${fields.join(', ')}] it gave ${extra.join(', ')} as well; what nobody asked for must not travel`,
        )
      }
    }),
  )

  testCase('says so when there is more than it gave', (c) =>
    eachAnswer(c, async (entry) => {
      if (!isMany(entry.asked)) return
      const all = checkAnswer(c, entry.asked, await entry.run(recorded(c).context))
      const one = checkAnswer(c, entry.asked, await entry.run(recorded(c).context, { limit: 1 }))
      assert(one.rows.length <= 1, `${entry.asked}: ${one.rows.length} rows for a limit of 1`)
      assert(
        all.rows.length <= 1 || !one.complete,
        `${entry.asked}: it gave 1 of ${all.rows.length} rows and says complete`,
      )
      assert(
        all.count === undefined || !all.complete || all.next !== undefined || all.count <= all.rows.length,
        `${entry.asked}: its total is ${all.count}, it gave ${all.rows.length} and says complete`,
      )
    }),
  )

  testCase('pages without loss or repetition', (c) =>
    eachAnswer(c, async (entry) => {
      if (!isMany(entry.asked)) return
      const idOf = (row: { id?: unknown; key?: unknown }) => String(row.id ?? row.key)
      const whole = await allPages(c, entry, 100, recorded)
      for (const limit of [1, 2, 3]) {
        const ids = (await allPages(c, entry, limit, recorded)).map(idOf)
        assert(new Set(ids).size === ids.length, `${entry.asked}: by ${limit} a row came twice`)
        assert(
          ids.length === 0 || whole.map(idOf).slice(0, ids.length).join() === ids.join(),
          `${entry.asked}: by ${limit} the rows are not those of one long page: ${show(ids)} against ${show(whole.map(idOf))}`,
        )
        const first = checkAnswer(c, entry.asked, await entry.run(recorded(c).context, { limit }))
        assert(
          first.next === undefined || ids.length === whole.length,
          `${entry.asked}: by ${limit} its pages end after ${ids.length} of ${whole.length} rows`,
        )
      }
    }),
  )

  testCase('keeps personal data out of fields declared free of it', (c) =>
    eachAnswer(c, async (entry) => {
      const { rows } = checkAnswer(c, entry.asked, await entry.run(recorded(c).context))
      if (entry.asked === 'cards') {
        for (const row of rows) {
          const what = personalIn(c.cards?.sensitivity ?? 'personal', 'text', cardText(row as never))
          assert(!what, `cards: ${String(row.key)} holds ${what}, but is declared ${c.cards?.sensitivity}`)
        }
        return
      }
      for (const [name, def] of Object.entries(defsOf(c, entry.asked)))
        for (const row of rows) {
          const what = personalIn(def.sensitivity, def.type, row[name] ?? '')
          assert(!what, `${entry.asked}.${name} holds ${what}, but is declared ${def.sensitivity}`)
        }
    }),
  )

  testCase('links lead to a row and spell nobody', (c) =>
    eachAnswer(c, async (entry) => {
      const { rows } = checkAnswer(c, entry.asked, await entry.run(recorded(c).context))
      for (const row of rows) {
        if (typeof row.url !== 'string') continue
        const what =
          personInLink(row.url, entry.about ?? { identifiers: [] }) ??
          factInLink(row.url, row, defsOf(c, entry.asked))
        assert(
          !what,
          `${entry.asked}: the link of row ${row.id} holds ${what}; a link goes to everybody who sees the row: make it of numbers`,
        )
      }
    }),
  )

  testCase('fails with the right code', async (c) => {
    if (c.access.kind === 'sql') return
    await each(c, async (entry) => {
      for (const fault of faults(secret)) await checkFault(c, entry, fault, options)
    })
  })

  testCase('answers the same twice', (c) =>
    each(c, async (entry) => {
      const [a, b] = [await entry.run(recorded(c).context), await entry.run(recorded(c).context)]
      assert(JSON.stringify(a) === JSON.stringify(b), `${entry.name}: two equal questions had two answers`)
    }),
  )

  testCase('takes odd strings for what they are: nobody', async (c) => {
    for (const text of [...oddStrings, ...(cases.oddStrings ?? [])]) {
      for (const kind of new Set(
        c.find?.by.filter((k) => cases.known.some(({ key }) => key.kind === k)) ?? [],
      ))
        await checkOddString(
          c,
          `find by ${kind}`,
          text,
          (context) => findOnce(c, keyOf(kind, text), context),
          cases,
          recorded,
        )
      const { search } = c
      if (search && text.trim())
        await checkOddString(c, 'search', text, (context) => search.run(text, 5, context), cases, recorded)
    }
  })

  for (const [name, action] of Object.entries(cases.actions ?? {}))
    testCase(`does \`${name}\` once under one key`, async (c) => {
      const it = c.actions?.[name]
      assert(it, `it has no action \`${name}\``)
      const first = cases.known[0]
      assert(first, 'actions need a known record')
      const record = recordsOf(await findOnce(c, first.key, recorded(c).context)).find(
        (r) => r.id === first.record,
      )
      assert(record, `find by ${first.key.kind} did not lead to record ${first.record}`)
      const run = (key: string) =>
        it.run(
          action.input,
          { record, key, ...(action.row === undefined ? {} : { row: action.row }) },
          recorded(c).context,
        )
      // New keys each time, because a real system remembers those of the last run.
      const [one, two] = [crypto.randomUUID(), crypto.randomUUID()]
      const before = await action.effects()
      assert((await run(one)).done && (await run(one)).done, `${name}: it says it did nothing`)
      assert(
        (await action.effects()) - before === 1,
        `${name}: twice under one key had ${(await action.effects()) - before} effects, it must be 1`,
      )
      await run(two)
      assert(
        (await action.effects()) - before === 2,
        `${name}: another key is another act, and had no effect`,
      )
    })

  const { options: given } = cases
  if (given)
    test('refuses wrong options with words that help', () => {
      for (const { options: wrong, says } of given.wrong) {
        const message = (() => {
          try {
            ;(given.factory as (o: unknown) => Connector)(wrong)
            return undefined
          } catch (e) {
            return e instanceof Error ? e.message : String(e)
          }
        })()
        assert(message !== undefined, `these options were taken: ${show(wrong)}`)
        assert(says.test(message), `the refusal should say ${says}, it says: ${message}`)
      }
    })
}

const strangers: Partial<Record<Identifier['kind'], string>> = {
  mail: 'zoe.nadie@nowhere.example',
  phone: '+34699999999',
  name: 'Zyxw Qrstuv',
  birthDate: '1901-01-01',
  postcode: '00000',
}

function checkHasIdentifier(match: Parameters<typeof recordsOf>[0], key: Identifier): void {
  for (const record of recordsOf(match))
    assert(
      hasIdentifier(record, key, '+34'),
      `find by ${key.kind} returned record ${record.id}, which does not bear the ${key.kind} asked; drop what the system was not asked for`,
    )
}

async function allPages(
  c: Connector,
  entry: Entry & { asked: NonNullable<Entry['asked']> },
  limit: number,
  recorded: (c: Connector) => KitEgress,
) {
  const rows: { id: string; key?: unknown }[] = []
  let cursor: string | undefined
  for (let page = 0; page < 200; page++) {
    const got = checkAnswer(
      c,
      entry.asked,
      await entry.run(recorded(c).context, { limit, ...(cursor === undefined ? {} : { cursor }) }),
    )
    rows.push(...got.rows)
    if (got.next === undefined) return rows
    assert(got.next !== cursor, `${entry.asked}: its cursor does not move`)
    cursor = got.next
  }
  throw new Error(`${entry.asked}: its pages never end (200 pages of ${limit})`)
}

async function checkOddString(
  c: Connector,
  what: string,
  text: string,
  run: (context: KitEgress['context']) => Promise<unknown>,
  cases: ConformanceCases,
  recorded: (c: Connector) => KitEgress,
): Promise<void> {
  const egress = recorded(c)
  await run(egress.context).catch((e: unknown) =>
    checkError(e, ['unsupported', 'malformed'], `${what} for ${show(text.slice(0, 60))}`),
  )
  assert(
    egress.breaches.length === 0,
    `${what} for ${show(text.slice(0, 60))}: ${egress.breaches.join('; ')}`,
  )
  if (cases.paths)
    for (const call of egress.calls)
      assert(
        cases.paths.test(new URL(call.url).pathname),
        `${what} for ${show(text.slice(0, 60))}: it climbed to ${new URL(call.url).pathname}`,
      )
}

const stringify = (x: unknown): string => JSON.stringify(x) ?? ''

/** While a test runs, nothing it starts prints to the console. Only "does not log" reports such output. */
async function withoutConsole(run: () => Promise<void>): Promise<void> {
  await consoleCallsOf(run)
}

const channels = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const
async function consoleCallsOf(run: () => Promise<void>): Promise<unknown[][]> {
  const calls: unknown[][] = []
  const before = channels.map((name) => console[name])
  for (const name of channels)
    console[name] = (...words: unknown[]) => {
      calls.push(words)
    }
  try {
    await run()
  } finally {
    channels.forEach((name, i) => {
      console[name] = before[i] as () => void
    })
  }
  return calls
}

/** Makes the global `fetch` fail and reports its use. The kit's egress holds on to the real one. */
async function withoutGlobalFetch(run: () => Promise<unknown>, egress: () => KitEgress): Promise<void> {
  const real = globalThis.fetch
  globalThis.fetch = ((input: string | URL | Request) => {
    egress().breaches.push(
      `it used the global fetch (${new URL(input instanceof Request ? input.url : String(input)).origin}) instead of context.fetch`,
    )
    return Promise.reject(new TypeError('refused'))
  }) as typeof fetch
  try {
    await run()
  } catch (e) {
    if (egress().breaches.length === 0) throw e
  } finally {
    globalThis.fetch = real
  }
}
