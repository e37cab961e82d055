import { parseWeights } from '../../hub/identity/compare/learnt.ts'
import { isRange } from '../client-address.ts'
import { absent, checkShape } from './check-shape.ts'
import { defaultLimits, type GatewayConfig, type Issuer, type Limits } from './config.ts'
import { libsqlOrigin } from './libsql-origin.ts'

/** Every fault of a configuration, one line each: `key: found what; write what`. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)
/** What was found, short, and never a value that could be a secret. */
const found = (x: unknown): string =>
  x === absent
    ? 'a key that does not exist'
    : x === undefined
      ? 'nothing'
      : typeof x === 'function'
        ? 'a function that was not called'
        : x === null
          ? 'null'
          : Array.isArray(x)
            ? x.length
              ? `a list of ${x.length}`
              : 'an empty list'
            : isRecord(x)
              ? 'an object'
              : typeof x === 'string'
                ? x
                  ? JSON.stringify(x.slice(0, 60))
                  : 'an empty text'
                : `${typeof x} ${String(x)}`
const keysOfConfig = [
  'tenant',
  'production',
  'listen',
  'publicOrigin',
  'hosts',
  'issuers',
  'connectors',
  'databases',
  'secret',
  'network',
  'door',
  'settings',
  'fichas',
  'store',
  'limits',
  'retention',
  'quality',
  'session',
  'card',
]
const isLocal = (origin: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin)

/** `https://a.example:8443`: scheme, host and port, nothing more, as a browser writes it. */
export const isExactOrigin = (x: unknown): x is string => {
  if (typeof x !== 'string' || !/^https?:\/\/[^*\s"'<>\\]+$/.test(x)) return false
  try {
    return new URL(x).origin === x
  } catch {
    return false
  }
}

/** Checks at start what TypeScript cannot: a config file is data from outside. `secrets` tells whether a name has a value; the value stays where it is. */
export function checkConfig(input: unknown, secrets: (name: string) => string | undefined): string[] {
  if (!isRecord(input))
    return [
      `config: found ${found(input)}; write \`export default defineConfig({ tenant: '…', hosts: ['https://…'], issuers: […], connectors: […] })\``,
    ]
  const out: string[] = []
  const fault = (key: string, value: unknown, write: string) =>
    void out.push(`${key}: found ${found(value)}; write ${write}`)
  const secret = (key: string, name: unknown) => {
    if (typeof name !== 'string' || !/^[A-Z][A-Z0-9_]*$/.test(name))
      fault(key, undefined, 'the NAME of an environment variable in capitals, never the secret itself')
    else if (!secrets(name))
      out.push(`${key}: found no value for ${name}; write ${name}=… in the environment of the gateway`)
  }

  for (const key of Object.keys(input))
    if (!keysOfConfig.includes(key)) fault(key.slice(0, 40), absent, `one of ${keysOfConfig.join(', ')}`)
  // what is of another kind has been told, and is read no further
  const broken = checkShape(input, fault)
  const config = Object.fromEntries(
    Object.entries(input).filter(([key]) => key === 'issuers' || !broken.has(key)),
  ) as unknown as GatewayConfig
  if (typeof config.tenant !== 'string' || !/^[a-z0-9][a-z0-9-]{0,59}$/.test(config.tenant))
    fault('tenant', config.tenant, "a short name in lower case, such as 'demo'")
  if (config.production !== undefined && typeof config.production !== 'boolean')
    fault('production', config.production, 'true or false')
  const port = config.listen?.port
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65_535))
    fault('listen.port', port, 'a number from 0 to 65535')
  if (config.publicOrigin !== undefined && !isExactOrigin(config.publicOrigin))
    fault('publicOrigin', config.publicOrigin, "an exact origin, such as 'https://card.example.com'")

  if (!Array.isArray(config.hosts) || config.hosts.length === 0)
    fault(
      'hosts',
      config.hosts,
      "the exact origins of the pages that hold the card, such as ['https://desk.example.com']",
    )
  else
    config.hosts.forEach((host, i) => {
      const origin: unknown = typeof host === 'string' ? host : isRecord(host) ? host.origin : host
      if (!isExactOrigin(origin))
        fault(
          `hosts[${i}]`,
          origin,
          "scheme, host and port only, no path, no *, as in 'https://desk.example.com'",
        )
      else if (config.production && !origin.startsWith('https:'))
        fault(`hosts[${i}]`, origin, 'an https origin, or leave production off')
      else if (origin === config.publicOrigin)
        fault(
          `hosts[${i}]`,
          origin,
          'the page that holds the card; it must have another origin than the card itself',
        )
    })

  if (!Array.isArray(config.issuers) || config.issuers.length === 0)
    fault(
      'issuers',
      config.issuers,
      "who signs for agents, such as [{ issuer: 'https://desk.example.com', audience: 'ficha', keys: { url: 'https://desk.example.com/jwks.json' } }]",
    )
  else if (!broken.has('issuers')) checkIssuers(config, config.issuers, fault)

  if (!Array.isArray(config.connectors))
    fault('connectors', config.connectors, 'a list: connectors: [rest({ … })]')
  else checkConnectors(config, fault, secret)

  for (const [name, base] of Object.entries(config.databases ?? {})) {
    if (!isRecord(base) || !['sqlite', 'postgres', 'mysql', 'libsql'].includes(base.dialect))
      fault(
        `databases.${name}.dialect`,
        (base as { dialect?: unknown })?.dialect,
        "'sqlite', 'postgres', 'mysql' or 'libsql'",
      )
    else if (base.dialect === 'libsql' && typeof base.url === 'string')
      checkLibsql(`databases.${name}.url`, base.url, config.network?.private ?? [], secrets, out)
    else if (base.dialect === 'sqlite') {
      if (!base.file) fault(`databases.${name}.file`, base.file, 'the path of the SQLite file')
    } else if (/^[A-Z][A-Z0-9_]*$/.test(base.url ?? '')) secret(`databases.${name}.url`, base.url)
    else if (!/^(postgres|postgresql|mysql|mariadb|libsql|https?):\/\//.test(base.url ?? ''))
      out.push(
        `databases.${name}.url: found no connection URL; write the name of an environment variable that holds it`,
      )
    else if (/^[a-z]+:\/\/[^/@]*:[^/@]+@/.test(base.url))
      out.push(
        `databases.${name}.url: found a password in the configuration; write the name of an environment variable that holds the URL`,
      )
  }
  for (const [i, origin] of (config.network?.private ?? []).entries())
    if (!isExactOrigin(origin))
      fault(`network.private[${i}]`, origin, "an exact origin, such as 'http://10.0.0.5:8080'")
  for (const [i, range] of (config.network?.proxies ?? []).entries())
    if (!isRange(range))
      fault(
        `network.proxies[${i}]`,
        range,
        "an address or a range of the proxy in front, such as '127.0.0.1' or '10.0.0.0/8'",
      )
  for (const key of ['maxBytes', 'timeoutMs', 'maxRows'] as const)
    positive(`door.${key}`, config.door?.[key], fault)
  for (const key of Object.keys(defaultLimits) as (keyof Limits)[])
    positive(`limits.${key}`, config.limits?.[key], fault)
  positive('retention.outcomes', config.retention?.outcomes, fault)
  positive('retention.observations', config.retention?.observations, fault)
  positive('quality.askAgents', config.quality?.askAgents, fault)
  positive('session.minutes', config.session?.minutes, fault)
  if (config.store !== undefined) checkStore(config.store, fault, secret)

  if (config.settings?.weights !== undefined)
    for (const line of parseWeights(config.settings.weights).faults)
      out.push(`settings.weights${line.startsWith('found') ? ': ' : '.'}${line}`)

  if (
    config.fichas !== undefined &&
    typeof config.fichas !== 'string' &&
    !(isRecord(config.fichas) && Object.keys(config.fichas).length > 0)
  )
    fault(
      'fichas',
      config.fichas,
      'the path of a folder with *.ficha.json, *.rule.json and policy.json, or a set of them',
    )
  if (config.secret) {
    if (isRecord(config.secret))
      for (const key of Object.keys(config.secret))
        if (key !== 'name' && key !== 'before') fault(`secret.${key.slice(0, 40)}`, absent, 'name or before')
    secret('secret.name', config.secret.name)
    const value = typeof config.secret.name === 'string' ? secrets(config.secret.name) : undefined
    if (value && value.length < 32)
      out.push(
        `secret.name: found a secret of ${value.length} characters in ${config.secret.name}; write one of 32 or more (openssl rand -base64 32)`,
      )
    if (config.secret.before !== undefined) secret('secret.before', config.secret.before)
  } else if (config.production)
    fault('secret', config.secret, "{ name: 'FICHA_SECRET' } and set that variable (openssl rand -base64 32)")
  if (config.production) {
    if (!config.publicOrigin?.startsWith('https:'))
      fault('publicOrigin', config.publicOrigin, 'the https origin where browsers reach this gateway')
    if (!config.store)
      fault(
        'store',
        config.store,
        "{ file: '/var/lib/ficha/ficha.sqlite' }, or { dialect: 'postgres', url: 'FICHA_STORE_URL' } for several gateways: an audit in memory proves nothing",
      )
  }
  return out
}

type Fault = (key: string, value: unknown, write: string) => void
const positive = (key: string, value: unknown, fault: Fault) => {
  if (value !== undefined && !(typeof value === 'number' && Number.isFinite(value) && value > 0))
    fault(key, value, 'a number above 0')
}

function checkIssuers(config: GatewayConfig, issuers: readonly Issuer[], fault: Fault): void {
  const prefixes = new Set<string>()
  issuers.forEach((issuer, i) => {
    const at = `issuers[${i}]`
    if (!isRecord(issuer)) return fault(at, issuer, '{ issuer, audience, keys }')
    if (typeof issuer.issuer !== 'string' || !issuer.issuer)
      fault(`${at}.issuer`, issuer.issuer, 'the `iss` its tokens carry')
    if (typeof issuer.audience !== 'string' || !issuer.audience)
      fault(`${at}.audience`, issuer.audience, 'the `aud` its tokens carry for this gateway')
    const allowed = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256']
    for (const algorithm of issuer.algorithms ?? [])
      if (!allowed.includes(algorithm))
        fault(
          `${at}.algorithms`,
          algorithm,
          `some of ${allowed.join(', ')}: a shared secret proves nothing about who signed`,
        )
    const keys = issuer.keys as { jwks?: { keys?: unknown }; url?: unknown } | undefined
    if (keys?.jwks) {
      const list = keys.jwks.keys
      if (!Array.isArray(list) || list.length === 0)
        fault(`${at}.keys.jwks.keys`, list, 'at least one public JWK')
      else if (!list.every((k: unknown) => isRecord(k) && typeof k.kty === 'string'))
        fault(
          `${at}.keys.jwks.keys`,
          list,
          "public JWKs, such as { kty: 'EC', crv: 'P-256', x: '…', y: '…' }",
        )
      else if (list.some((k: unknown) => isRecord(k) && ('d' in k || 'k' in k)))
        fault(`${at}.keys.jwks`, undefined, 'public keys only: one of these holds a private or shared key')
    } else if (typeof keys?.url !== 'string' || !/^https:\/\//.test(keys.url)) {
      if (
        !(
          typeof keys?.url === 'string' &&
          !config.production &&
          isLocal(URL.canParse(keys.url) ? new URL(keys.url).origin : '')
        )
      )
        fault(`${at}.keys`, keys?.url, "{ url: 'https://…/jwks.json' } or { jwks: { keys: […] } }")
    }
    const prefix = issuer.prefix ?? ''
    if (prefixes.has(prefix))
      fault(
        `${at}.prefix`,
        issuer.prefix,
        'a prefix of its own, so that two issuers never name the same agent',
      )
    prefixes.add(prefix)
    if (issuer.demo && config.production)
      fault(
        at,
        'demoIssuer()',
        'a real issuer: the demo issuer signs for anybody and never starts in production',
      )
  })
}

/** It goes out over HTTP like any connector: https, or an origin that is listed. */
function checkLibsql(
  key: string,
  url: string,
  privates: readonly string[],
  secrets: (name: string) => string | undefined,
  out: string[],
): void {
  const named = /^[A-Z][A-Z0-9_]*$/.test(url)
  const value = named ? secrets(url) : url
  const origin = value === undefined ? undefined : libsqlOrigin(value)
  if (named && !value)
    out.push(`${key}: found no value for ${url}; write ${url}=… in the environment of the gateway`)
  else if (!named && /authToken=/i.test(url))
    out.push(
      `${key}: found a token in the configuration; write the name of an environment variable that holds the URL`,
    )
  else if (origin === undefined)
    out.push(
      `${key}: found no address over HTTP; write libsql://…, https://… or, for a file of this machine, dialect: 'sqlite'`,
    )
  else if (!origin.startsWith('https:') && !privates.includes(origin))
    out.push(
      `${key}: found ${origin} without https; write an https address, or list this origin in network.private if it lives inside your network`,
    )
}

function checkStore(store: unknown, fault: Fault, secret: (key: string, name: unknown) => void): void {
  if (!isRecord(store))
    fault(
      'store',
      store,
      "{ file: './var/ficha.sqlite' }, or { dialect: 'postgres', url: 'FICHA_STORE_URL' }",
    )
  else if (store.dialect === undefined) {
    if (typeof store.file !== 'string' || !store.file)
      fault('store.file', store.file, "the path of a SQLite file, such as './var/ficha.sqlite'")
  } else if (store.dialect !== 'postgres')
    fault('store.dialect', store.dialect, "'postgres', or only { file: '…' } for SQLite")
  else secret('store.url', store.url)
}

function checkConnectors(
  config: GatewayConfig,
  fault: Fault,
  secret: (key: string, name: unknown) => void,
): void {
  const ids = new Set<string>()
  const privates = config.network?.private ?? []
  config.connectors.forEach((connector, i) => {
    const at = `connectors[${i}]`
    if (
      !isRecord(connector) ||
      !isRecord(connector.access) ||
      !Array.isArray(connector.origins) ||
      !isRecord(connector.answers)
    )
      return fault(at, connector, 'a connector object: rest({ … }), sql({ … })')
    if (typeof connector.id !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(connector.id))
      fault(`${at}.id`, connector.id, 'lower-case letters, digits and dashes')
    else if (ids.has(connector.id))
      fault(`${at}.id`, connector.id, 'another id: two connectors have this one')
    ids.add(connector.id)
    connector.origins.forEach((origin, j) => {
      if (!isExactOrigin(origin)) fault(`${at}.origins[${j}]`, origin, 'an exact origin')
      else if (!origin.startsWith('https:') && !privates.includes(origin))
        fault(
          `${at}.origins[${j}]`,
          origin,
          'https, or list this origin in network.private if it lives inside your network',
        )
    })
    const access = connector.access
    if ('secret' in access) secret(`${at}.access.secret`, access.secret)
    if (access.kind === 'sql' && !Object.hasOwn(config.databases ?? {}, access.database))
      fault(
        `databases.${access.database}`,
        undefined,
        `the connection that connector ${connector.id} asks for`,
      )
    const elsewhere =
      access.kind === 'oauth2' ? access.tokenUrl : access.kind === 'login' ? access.url : undefined
    if (
      elsewhere !== undefined &&
      !(URL.canParse(elsewhere) && connector.origins.includes(new URL(elsewhere).origin))
    )
      fault(`${at}.access`, elsewhere, 'a URL whose origin is in the connector’s origins')
  })
}
