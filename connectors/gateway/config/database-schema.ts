import * as v from 'valibot'
import type { Database, GatewayConfig } from './config.ts'
import { isRecord, part, refused } from './faults.ts'
import { libsqlOrigin } from './libsql-origin.ts'
import { noValue, secretName } from './secret-schema.ts'
import { filled, isName, positive, type Surroundings } from './values.ts'

type Store = NonNullable<GatewayConfig['store']>

export function store(around: Surroundings): v.GenericSchema<unknown, Store> {
  const file = part<Extract<Store, { file: string }>>({
    file: filled("the path of a SQLite file, such as './var/ficha.sqlite'"),
  })
  const postgres = part<Extract<Store, { dialect: 'postgres' }>>({
    dialect: v.literal('postgres'),
    url: secretName(around),
  })
  const none = v.custom<Store>(
    () => false,
    around.production
      ? "{ file: '/var/lib/ficha/ficha.sqlite' }, or { dialect: 'postgres', url: 'FICHA_STORE_URL' } for several gateways: an audit in memory proves nothing"
      : "{ file: './var/ficha.sqlite' }, or { dialect: 'postgres', url: 'FICHA_STORE_URL' }",
  )
  const strange = refused<Store>(
    'dialect',
    "'postgres', or only { file: '…' } for SQLite",
    (x) => (x as { dialect?: unknown }).dialect,
  )
  return v.lazy((x): v.GenericSchema<unknown, Store> => {
    if (!isRecord(x)) return none
    if (x.dialect === undefined) return file
    return x.dialect === 'postgres' ? postgres : strange
  })
}

export function database(around: Surroundings): v.GenericSchema<unknown, Database> {
  const timeoutMs = v.optional(positive)
  const sqlite = part<Extract<Database, { dialect: 'sqlite' }>>({
    dialect: v.literal('sqlite'),
    file: filled('the path of the SQLite file'),
    timeoutMs,
  })
  const server = (dialect: 'postgres' | 'mysql' | 'libsql') =>
    part<Extract<Database, { url: string }>>({
      dialect: v.literal(dialect),
      url: dialect === 'libsql' ? libsqlUrl(around) : connectionUrl(around),
      timeoutMs,
    })
  const strange = refused<Database>('dialect', "'sqlite', 'postgres', 'mysql' or 'libsql'", (x) =>
    isRecord(x) ? x.dialect : undefined,
  )
  return v.lazy((x): v.GenericSchema<unknown, Database> => {
    const dialect = isRecord(x) ? x.dialect : undefined
    if (dialect === 'sqlite') return sqlite
    return dialect === 'postgres' || dialect === 'mysql' || dialect === 'libsql' ? server(dialect) : strange
  })
}

const noUrl = 'found no connection URL; write the name of an environment variable that holds it'
function connectionUrl(around: Surroundings): v.GenericSchema<unknown, string> {
  const written = v.pipe(
    v.string(noUrl),
    v.regex(/^(postgres|postgresql|mysql|mariadb):\/\//, noUrl),
    v.check(
      (url) => !/^[a-z]+:\/\/[^/@]*:[^/@]+@/.test(url),
      'found a password in the configuration; write the name of an environment variable that holds the URL',
    ),
  )
  return v.lazy((x) => (isName(x) ? secretName(around) : written))
}

/** It goes out over HTTP like any connector: https, or an origin that is listed. */
function libsqlUrl({ secrets, privates }: Surroundings): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.string(noUrl),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return
      const message = fault(dataset.value)
      if (message) addIssue({ message })
    }),
  )
  function fault(url: string): string | undefined {
    const value = isName(url) ? secrets(url) : url
    if (!value) return isName(url) ? noValue({ input: url }) : noUrl
    if (!isName(url) && /authToken=/i.test(url))
      return 'found a token in the configuration; write the name of an environment variable that holds the URL'
    const origin = libsqlOrigin(value)
    if (origin === undefined)
      return "found no address over HTTP; write libsql://…, https://… or, for a file of this machine, dialect: 'sqlite'"
    if (!origin.startsWith('https:') && !privates.includes(origin))
      return `found ${origin} without https; write an https address, or list this origin in network.private if it lives inside your network`
    return undefined
  }
}
