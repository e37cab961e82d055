import * as v from 'valibot'
import type { Connector, LearntWeights } from '../../contract/index.ts'
import { parseWeights } from '../../hub/identity/compare/learnt.ts'
import type { HubSettings } from '../../hub/ports.ts'
import { isRange } from '../client-address.ts'
import { defaultLimits, type GatewayConfig, type Issuer, type Limits } from './config.ts'
import { database, store } from './database-schema.ts'
import { at, type Entries, isRecord, part } from './faults.ts'
import { country, currency, timeZone } from './places-schema.ts'
import { ownSecret, secretName } from './secret-schema.ts'
import {
  filled,
  isExactOrigin,
  isList,
  isText,
  listOf,
  number,
  origin,
  positive,
  type Surroundings,
  text,
  texts,
} from './values.ts'

type Part<K extends keyof GatewayConfig> = NonNullable<GatewayConfig[K]>
type Host = Extract<Part<'hosts'>[number], object>
const isLocal = (origin: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin)

/**
 * The whole of `ficha.config.ts`. Each message says what to write; `faults.ts` puts what was found before it.
 */
export function configSchema(around: Surroundings): v.GenericSchema<unknown, GatewayConfig> {
  const entries: Entries<GatewayConfig> = {
    tenant: v.custom<string>(
      (x) => isText(x) && /^[a-z0-9][a-z0-9-]{0,59}$/.test(x),
      "a short name in lower case, such as 'demo'",
    ),
    production: v.optional(v.boolean('true or false')),
    listen: v.optional(listen),
    publicOrigin: around.production
      ? v.custom<string>(
          (x) => isExactOrigin(x) && x.startsWith('https:'),
          'the https origin where browsers reach this gateway',
        )
      : v.optional(origin("an exact origin, such as 'https://card.example.com'")),
    hosts: listOf(
      host(around),
      "the exact origins of the pages that hold the card, such as ['https://desk.example.com']",
      1,
    ),
    issuers: v.pipe(
      listOf(
        issuer(around),
        "who signs for agents, such as [{ issuer: 'https://desk.example.com', audience: 'ficha', keys: { url: 'https://desk.example.com/jwks.json' } }]",
        1,
      ),
      distinct('prefix', 'a prefix of its own, so that two issuers never name the same agent', ''),
    ),
    connectors: v.pipe(
      listOf(connector(around), 'a list: connectors: [rest({ … })]'),
      distinct('id', 'another id: two connectors have this one'),
    ),
    databases: v.optional(
      v.pipe(
        v.custom<Record<string, unknown>>(isRecord, 'an object'),
        v.record(v.string(), database(around)),
      ),
    ),
    secret: around.production ? ownSecret(around) : v.optional(ownSecret(around)),
    network: v.optional(network),
    egress: v.optional(
      part<Part<'egress'>>({
        maxBytes: v.optional(positive),
        timeoutMs: v.optional(positive),
        maxRows: v.optional(positive),
      }),
    ),
    settings: v.optional(settings),
    fichas: v.optional(
      v.custom<Part<'fichas'>>(
        (x) => isText(x) || (isRecord(x) && Object.keys(x).length > 0),
        'the path of a folder with *.ficha.json, *.rule.json and policy.json, or a set of them',
      ),
    ),
    store: around.production ? store(around) : v.optional(store(around)),
    limits: v.optional(limits),
    retention: v.optional(
      part<Part<'retention'>>({ outcomes: v.optional(positive), observations: v.optional(positive) }),
    ),
    quality: v.optional(part<Part<'quality'>>({ askAgents: v.optional(positive) })),
    session: v.optional(part<Part<'session'>>({ minutes: v.optional(positive) })),
    card: v.optional(text),
  }
  return v.pipe(
    part<GatewayConfig>(entries, {
      instead:
        "`export default defineConfig({ tenant: '…', hosts: ['https://…'], issuers: […], connectors: […] })`",
    }),
    askedDatabases(around),
  )
}

const listen = part<Part<'listen'>>({
  host: v.optional(text),
  port: v.optional(
    v.pipe(
      number,
      v.check((n) => Number.isInteger(n) && n >= 0 && n <= 65_535, 'a number from 0 to 65535'),
    ),
  ),
  lagMs: v.optional(number),
  stopSeconds: v.optional(number),
})

const network = part<Part<'network'>>({
  private: v.optional(v.pipe(texts, v.array(origin("an exact origin, such as 'http://10.0.0.5:8080'")))),
  proxies: v.optional(
    v.pipe(
      texts,
      v.array(
        v.custom<string>(
          (x) => isText(x) && isRange(x),
          "an address or a range of the proxy in front, such as '127.0.0.1' or '10.0.0.0/8'",
        ),
      ),
    ),
  ),
})

const settings = part<Part<'settings'>>({
  country: v.optional(country),
  currency: v.optional(currency),
  timeZone: v.optional(timeZone),
  ownDomains: v.optional(texts),
  ownValues: v.optional(texts),
  genericAbove: v.optional(number),
  patience: v.optional(part<HubSettings['patience']>({ soft: number, hard: number })),
  maxRecords: v.optional(number),
  maxFinds: v.optional(number),
  expandDepth: v.optional(number),
  owners: v.optional(v.custom<HubSettings['owners']>(isRecord, 'an object')),
  subjectKey: v.optional(text),
  observe: v.optional(part<NonNullable<HubSettings['observe']>>({ risk: text, left: text })),
  weights: v.optional(
    v.pipe(
      v.custom<LearntWeights>(() => true),
      // `fields.given.m: found nothing; write 6 chances …`
      v.rawCheck(({ dataset, addIssue }) => {
        for (const line of parseWeights(dataset.value).faults) {
          const [, place = '', message = line] = /^([\w.]+): (.*)$/s.exec(line) ?? []
          addIssue({ message, path: at(...(place ? place.split('.') : [])) })
        }
      }),
    ),
  ),
})

const limits = part<Partial<Limits>>(
  Object.fromEntries(
    Object.keys(defaultLimits).map((key) => [key, v.optional(positive)]),
  ) as unknown as Entries<Partial<Limits>>,
)

function host({ production, publicOrigin }: Surroundings): v.GenericSchema<unknown, string | Host> {
  const exact = v.pipe(
    origin("scheme, host and port only, no path, no *, as in 'https://desk.example.com'"),
    v.check((x) => !production || x.startsWith('https:'), 'an https origin, or leave production off'),
    v.check(
      (x) => x !== publicOrigin,
      'the page that holds the card; it must have another origin than the card itself',
    ),
  )
  const named = part<Host>({ origin: exact, name: v.optional(text) }, { keys: 'origin or name' })
  return v.lazy((x): v.GenericSchema<unknown, string | Host> => (isRecord(x) ? named : exact))
}

function issuer({ production }: Surroundings): v.GenericSchema<unknown, Issuer> {
  const algorithms = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256']
  const schema = part<Issuer>(
    {
      issuer: filled('the `iss` its tokens carry'),
      audience: filled('the `aud` its tokens carry for this gateway'),
      keys: issuerKeys(production),
      algorithms: v.optional(
        v.pipe(
          texts,
          v.rawCheck(({ dataset, addIssue }) => {
            if (!dataset.typed) return
            for (const input of dataset.value.filter((x) => !algorithms.includes(x)))
              addIssue({
                input,
                message: `some of ${algorithms.join(', ')}: a shared secret proves nothing about who signed`,
              })
          }),
        ) as v.GenericSchema<unknown, NonNullable<Issuer['algorithms']>>,
      ),
      prefix: v.optional(text),
      roles: v.optional(texts),
      demo: v.optional(v.literal(true, 'nothing: demoIssuer() sets it')),
    },
    {
      instead: '{ issuer, audience, keys }',
      keys: 'one of issuer, audience, keys, algorithms, prefix, roles',
    },
  )
  return v.pipe(
    schema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (production && isRecord(dataset.value) && dataset.value.demo)
        addIssue({
          input: 'demoIssuer()',
          message: 'a real issuer: the demo issuer signs for anybody and never starts in production',
        })
    }),
  )
}

/** Public keys, inline or at an address nobody on the way can change. */
const issuerKeys = (production: boolean): v.GenericSchema<unknown, Issuer['keys']> =>
  v.pipe(
    v.unknown(),
    v.rawCheck(({ dataset, addIssue }) => {
      const keys = isRecord(dataset.value) ? dataset.value : {}
      if (keys.jwks) {
        const list = isRecord(keys.jwks) ? keys.jwks.keys : undefined
        if (!isList(list) || list.length === 0)
          addIssue({ input: list, message: 'at least one public JWK', path: at('jwks', 'keys') })
        else if (!list.every((key) => isRecord(key) && isText(key.kty)))
          addIssue({
            input: list,
            message: "public JWKs, such as { kty: 'EC', crv: 'P-256', x: '…', y: '…' }",
            path: at('jwks', 'keys'),
          })
        else if (list.some((key) => isRecord(key) && ('d' in key || 'k' in key)))
          addIssue({
            input: undefined,
            message: 'public keys only: one of these holds a private or shared key',
            path: at('jwks'),
          })
        return
      }
      const url = isText(keys.url) ? keys.url : ''
      const local = !production && URL.canParse(url) && isLocal(new URL(url).origin)
      if (!url.startsWith('https://') && !local)
        addIssue({
          input: keys.url,
          message: "{ url: 'https://…/jwks.json' } or { jwks: { keys: […] } }",
        })
    }),
  ) as never

/** What a connector says of itself. Its own options were checked when it was made. */
function connector(around: Surroundings): v.GenericSchema<unknown, Connector> {
  const named = secretName(around)
  return v.pipe(
    v.custom<Connector>(
      (x) => isRecord(x) && isRecord(x.access) && isList(x.origins) && isRecord(x.answers),
      'a connector object: rest({ … }), sql({ … })',
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return
      const { id, origins, access } = dataset.value
      if (!isText(id) || !/^[a-z][a-z0-9-]{0,39}$/.test(id))
        addIssue({ input: id, message: 'lower-case letters, digits and dashes', path: at('id') })
      origins.forEach((origin, i) => {
        const message = !isExactOrigin(origin)
          ? 'an exact origin'
          : !origin.startsWith('https:') && !around.privates.includes(origin)
            ? 'https, or list this origin in network.private if it lives inside your network'
            : undefined
        if (message) addIssue({ input: origin, message, path: at('origins', i) })
      })
      const secret = 'secret' in access ? v.safeParse(named, access.secret).issues?.[0] : undefined
      if (secret) addIssue({ message: secret.message, path: at('access', 'secret') })
      const elsewhere =
        access.kind === 'oauth2' ? access.tokenUrl : access.kind === 'login' ? access.url : undefined
      if (
        elsewhere !== undefined &&
        !(URL.canParse(elsewhere) && origins.includes(new URL(elsewhere).origin))
      )
        addIssue({
          input: elsewhere,
          message: 'a URL whose origin is in the connector’s origins',
          path: at('access'),
        })
    }),
  )
}

/** No two of a list say the same under `key`; `absent` is what saying nothing means. */
const distinct = <T extends object>(key: string & keyof T, write: string, absent?: unknown) =>
  v.rawCheck<T[]>(({ dataset, addIssue }) => {
    const known = new Set<unknown>()
    if (!isList(dataset.value)) return
    dataset.value.forEach((one: unknown, i) => {
      if (!isRecord(one)) return
      const input = one[key]
      const id = input ?? absent
      if (id === undefined) return
      if (known.has(id)) addIssue({ input, message: write, path: at(i, key) })
      known.add(id)
    })
  })

/** Each database a connector asks is configured. */
const askedDatabases = ({ databases }: Surroundings) =>
  v.rawCheck<GatewayConfig>(({ dataset, addIssue }) => {
    const connectors = isRecord(dataset.value) ? dataset.value.connectors : undefined
    for (const { id, access } of (isList(connectors)
      ? connectors.filter(isRecord)
      : []) as Partial<Connector>[])
      if (access?.kind === 'sql' && !Object.hasOwn(databases, access.database))
        addIssue({
          input: undefined,
          message: `the connection that connector ${id} asks for`,
          path: at('databases', String(access.database)),
        })
  })
