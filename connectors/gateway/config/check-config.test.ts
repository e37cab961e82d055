import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Connector } from '../../contract/index.ts'
import { demoIssuer } from '../auth/demo-issuer.ts'
import { startGateway } from '../node.ts'
import { checkConfig } from './check-config.ts'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'

const { issuer } = await demoIssuer({ tenant: 'demo' })
const real = {
  issuer: 'https://desk.example.com',
  audience: 'ficha',
  keys: { url: 'https://desk.example.com/jwks.json' },
}
const good = {
  tenant: 'demo',
  hosts: ['https://desk.example.com'],
  issuers: [real],
  connectors: [] as Connector[],
}
const shop = (changes: Partial<Connector>): Connector => ({
  id: 'shop',
  title: 'x',
  origins: ['https://shop.example'],
  access: { kind: 'open' },
  answers: {},
  ...changes,
})
const secrets = (name: string) =>
  ({
    GOOD: 'x'.repeat(40),
    LONG_ENOUGH: 'x'.repeat(32),
    SHORT_BY_ONE: 'x'.repeat(31),
    SHORT: 'short',
  })[name]
const production = {
  ...good,
  production: true,
  publicOrigin: 'https://card.example.com',
  secret: { name: 'GOOD' },
  store: { file: '/var/lib/ficha/f.sqlite' },
}

test('a right configuration has no fault, for trials and for production', () => {
  expect(checkConfig(good, secrets)).toEqual([])
  expect(checkConfig({ ...good, issuers: [issuer], hosts: ['http://localhost:4173'] }, secrets)).toEqual([])
  expect(checkConfig(production, secrets)).toEqual([])
})

test.each<[string, object]>([
  ['a tenant as long as allowed, with digits and dashes', { tenant: `4-${'a'.repeat(58)}` }],
  ['any free port, and the highest', { listen: { port: 0 } }],
  ['the highest port', { listen: { port: 65_535, host: '0.0.0.0', lagMs: 0, stopSeconds: 0 } }],
  ['a host on plain http, in a trial', { hosts: [{ origin: 'http://desk.example:8080', name: 'desk' }] }],
  [
    'keys of this machine, in a trial',
    { issuers: [{ ...real, keys: { url: 'http://127.0.0.1:4000/jwks.json' } }] },
  ],
  ['keys of this machine by IPv6', { issuers: [{ ...real, keys: { url: 'http://[::1]:4000/jwks.json' } }] }],
  [
    'public keys in the file, and every algorithm',
    {
      issuers: [
        {
          ...real,
          keys: { jwks: { keys: [{ kty: 'EC', x: 'a', y: 'b' }] } },
          algorithms: ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'],
        },
      ],
    },
  ],
  ['two issuers, each with its prefix', { issuers: [real, { ...real, issuer: 'b', prefix: 'b:' }] }],
  ['a secret of 32 characters, and one before it', { secret: { name: 'LONG_ENOUGH', before: 'SHORT' } }],
  [
    'a system of one’s own network, listed',
    {
      connectors: [shop({ origins: ['http://10.0.0.5:8080'] })],
      network: { private: ['http://10.0.0.5:8080'] },
    },
  ],
  [
    'a login and a token address of the connector’s own',
    {
      connectors: [
        shop({
          access: {
            kind: 'login',
            url: 'https://shop.example/l',
            body: '',
            secret: 'GOOD',
            tokenHeader: 't',
          },
        }),
        shop({
          id: 'b',
          access: { kind: 'oauth2', tokenUrl: 'https://shop.example/t', clientId: 'c', secret: 'GOOD' },
        }),
      ],
    },
  ],
  [
    'a database that is asked and configured, each way a URL is written',
    {
      connectors: [shop({ access: { kind: 'sql', database: 'till' } })],
      databases: {
        till: { dialect: 'mysql', url: 'mariadb://reader@db.example/till', timeoutMs: 1 },
        b: { dialect: 'postgres', url: 'postgresql://db.example/b' },
        c: { dialect: 'mysql', url: 'mysql://db.example/c' },
        d: { dialect: 'postgres', url: 'postgres://db.example/d' },
        e: { dialect: 'libsql', url: 'libsql://till.example?tls=1' },
        f: { dialect: 'sqlite', file: './f.sqlite' },
      },
    },
  ],
  [
    'a libsql database of one’s own network, listed',
    {
      databases: { till: { dialect: 'libsql', url: 'libsql://till.example:8080?tls=0' } },
      network: { private: ['http://till.example:8080'], proxies: ['10.0.0.0/8', '::1'] },
    },
  ],
  [
    'a company of another country',
    { settings: { country: 'BR', currency: 'BRL', timeZone: 'America/Sao_Paulo' } },
  ],
  ['days that begin where the sun is read', { settings: { timeZone: 'UTC' } }],
  ['a shared store whose URL is in the environment', { store: { dialect: 'postgres', url: 'GOOD' } }],
])('%s: no fault', (_, changes) => expect(checkConfig({ ...good, ...changes }, secrets)).toEqual([]))

test('what only looks like production is held to no rule of production', () =>
  expect(
    checkConfig({ ...good, production: 1, hosts: ['http://desk.example.com'] }, secrets).map(
      (fault) => fault.split(':')[0],
    ),
  ).toEqual(['production']))

test('each algorithm that proves nothing has a line of its own', () =>
  expect(
    checkConfig({ ...good, issuers: [{ ...real, algorithms: ['ES256', 'HS256', 'none'] }] }, secrets),
  ).toEqual([expect.stringContaining('found "HS256"'), expect.stringContaining('found "none"')]))

test('the URL of a libsql database may come from the environment, and is held to the same rules there', () => {
  const config = { ...good, databases: { till: { dialect: 'libsql', url: 'TILL_URL' } } }
  const faults = (url: string) => checkConfig(config, (name) => (name === 'TILL_URL' ? url : undefined))
  expect(faults('libsql://till.example?authToken=x')).toEqual([])
  expect(faults('http://10.0.0.5')).toEqual([
    expect.stringMatching(/^databases\.till\.url: found http:\/\/10\.0\.0\.5 without https; /),
  ])
})

/** What is wrong → the line that says which key, what was found, what to write. */
const table: [string, unknown, RegExp][] = [
  ['nothing at all', undefined, /^config: found nothing; write `export default defineConfig/],
  ['a list', [], /^config: found an empty list/],
  ['a misspelt key', { ...good, host: [] }, /^host: found a key that does not exist; write one of tenant/],
  ['no tenant', { ...good, tenant: undefined }, /^tenant: found nothing; write a short name/],
  ['a tenant in capitals', { ...good, tenant: 'Demo' }, /^tenant: found "Demo"; write/],
  ['no hosts', { ...good, hosts: [] }, /^hosts: found an empty list; write the exact origins/],
  [
    'a host with a path',
    { ...good, hosts: ['https://a.example/desk'] },
    /^hosts\[0\]: found "https:\/\/a.example\/desk"; write scheme, host and port only/,
  ],
  ['a host with a star', { ...good, hosts: ['https://*.zendesk.com'] }, /^hosts\[0\]/],
  ['a host with a slash', { ...good, hosts: ['https://a.example/'] }, /^hosts\[0\]/],
  [
    'a host that would break out of a header',
    { ...good, hosts: ["https://a.example; script-src 'unsafe-inline'"] },
    /^hosts\[0\]/,
  ],
  ['a host with default port written', { ...good, hosts: ['https://a.example:443'] }, /^hosts\[0\]/],
  [
    'a host on plain http in production',
    { ...production, hosts: ['http://desk.example.com'] },
    /^hosts\[0\]: .*write an https origin/,
  ],
  [
    'the card as its own host',
    { ...good, publicOrigin: 'https://desk.example.com' },
    /^hosts\[0\]: .*another origin than the card/,
  ],
  ['no issuers', { ...good, issuers: [] }, /^issuers: found an empty list; write who signs/],
  [
    'an issuer without keys',
    { ...good, issuers: [{ ...real, keys: undefined }] },
    /^issuers\[0\]\.keys: found nothing; write/,
  ],
  [
    'keys over plain http',
    { ...good, issuers: [{ ...real, keys: { url: 'http://desk.example.com/jwks' } }] },
    /^issuers\[0\]\.keys/,
  ],
  [
    'an algorithm with a shared secret',
    { ...good, issuers: [{ ...real, algorithms: ['HS256'] }] },
    /^issuers\[0\]\.algorithms: found "HS256"/,
  ],
  [
    'a private key',
    { ...good, issuers: [{ ...real, keys: { jwks: { keys: [{ kty: 'EC', d: 'x' }] } } }] },
    /public keys only/,
  ],
  [
    'two issuers, one prefix',
    { ...good, issuers: [real, { ...real, issuer: 'b' }] },
    /^issuers\[1\]\.prefix/,
  ],
  [
    'the demo issuer in production',
    { ...production, issuers: [issuer] },
    /^issuers\[0\]: found "demoIssuer\(\)"; write a real issuer/,
  ],
  [
    'weights that are not what weigh writes',
    { ...good, settings: { weights: [] } },
    /^settings\.weights: found \[\]; write the file again with `ficha weigh`/,
  ],
  [
    'weights with a field broken',
    { ...good, settings: { weights: { prior: -17, households: true, fields: {} } } },
    /^settings\.weights\.fields\.given\.m: found nothing; write 6 chances/,
  ],
  [
    'no secret in production',
    { ...production, secret: undefined },
    /^secret: found nothing; write \{ name: 'FICHA_SECRET' \}/,
  ],
  [
    'a secret nobody set',
    { ...good, secret: { name: 'NOT_SET' } },
    /^secret\.name: found no value for NOT_SET; write NOT_SET=…/,
  ],
  [
    'a short secret',
    { ...good, secret: { name: 'SHORT' } },
    /^secret\.name: found a secret of 5 characters in SHORT; write one of 32/,
  ],
  [
    'a secret in place of its name',
    { ...good, secret: { name: 'hunter2pass-hunter2pass-hunter2pass' } },
    /^secret\.name: found nothing; write the NAME/,
  ],
  ['no store in production', { ...production, store: undefined }, /^store: found nothing/],
  [
    'no public origin in production',
    { ...production, publicOrigin: undefined },
    /^publicOrigin: found nothing/,
  ],
  ['connectors as an object', { ...good, connectors: {} }, /^connectors: found an object; write a list/],
  [
    'a factory that was not called',
    { ...good, connectors: [() => shop({})] },
    /^connectors\[0\]: .*write a connector object/,
  ],
  [
    'two connectors, one id',
    { ...good, connectors: [shop({}), shop({})] },
    /^connectors\[1\]\.id: found "shop"; write another id/,
  ],
  [
    'a connector on plain http',
    { ...good, connectors: [shop({ origins: ['http://erp.local'] })] },
    /^connectors\[0\]\.origins\[0\]: .*network\.private/,
  ],
  [
    'a connector whose secret is not set',
    { ...good, connectors: [shop({ access: { kind: 'bearer', secret: 'SHOP_KEY' } })] },
    /^connectors\[0\]\.access\.secret: found no value for SHOP_KEY/,
  ],
  [
    'a connector whose database is missing',
    { ...good, connectors: [shop({ access: { kind: 'sql', database: 'till' } })] },
    /^databases\.till: found nothing; write the connection that connector shop asks for/,
  ],
  [
    'a token address elsewhere',
    {
      ...good,
      connectors: [
        shop({
          access: { kind: 'oauth2', tokenUrl: 'https://evil.example/t', clientId: 'c', secret: 'GOOD' },
        }),
      ],
    },
    /^connectors\[0\]\.access: .*in the connector’s origins/,
  ],
  [
    'a database of no dialect',
    { ...good, databases: { till: { dialect: 'oracle' } } },
    /^databases\.till\.dialect: found "oracle"/,
  ],
  [
    'a password in the configuration',
    { ...good, databases: { till: { dialect: 'postgres', url: 'postgres://u:hunter2pass@h/db' } } },
    /^databases\.till\.url: found a password/,
  ],
  [
    'a country by its name',
    { ...good, settings: { country: 'España' } },
    /^settings\.country: found "España"; write 'ES': a country as two capital letters of ISO 3166-1/,
  ],
  [
    'a country that is called otherwise',
    { ...good, settings: { country: 'UK' } },
    /^settings\.country: found "UK"; write 'GB': /,
  ],
  ['a country in small letters', { ...good, settings: { country: 'es' } }, /found "es"; write 'ES': /],
  [
    'a country that there is not',
    { ...good, settings: { country: 'XX' } },
    /^settings\.country: found "XX"; write a country as two capital letters of ISO 3166-1, such as 'ES'$/,
  ],
  ['a country of three letters', { ...good, settings: { country: 'ESP' } }, /found "ESP"; write 'ES': /],
  [
    'a currency by its name',
    { ...good, settings: { currency: 'euro' } },
    /^settings\.currency: found "euro"; write 'EUR': a currency as three capital letters of ISO 4217/,
  ],
  ['a currency by its plural', { ...good, settings: { currency: 'Euros' } }, /found "Euros"; write 'EUR': /],
  ['a currency in small letters', { ...good, settings: { currency: 'usd' } }, /write 'USD': /],
  [
    'a currency by its sign',
    { ...good, settings: { currency: '€' } },
    /^settings\.currency: found "€"; write a currency as three capital letters of ISO 4217, such as 'EUR'$/,
  ],
  [
    'a time zone by its city',
    { ...good, settings: { timeZone: 'Madrid' } },
    /^settings\.timeZone: found "Madrid"; write 'Europe\/Madrid': a time zone of IANA/,
  ],
  ['a city of two words', { ...good, settings: { timeZone: 'Sao Paulo' } }, /write 'America\/Sao_Paulo': /],
  [
    'a time zone without summer',
    { ...good, settings: { timeZone: '+01:00' } },
    /^settings\.timeZone: found "\+01:00"; write a time zone of IANA, such as 'Europe\/Madrid'$/,
  ],
  ['a time zone that there is not', { ...good, settings: { timeZone: 'CEST' } }, /write a time zone of IANA/],
  [
    'a currency that is no text',
    { ...good, settings: { currency: 978 } },
    /^settings\.currency: found number 978; write a currency/,
  ],
  ['a port that is none', { ...good, listen: { port: 70_000 } }, /^listen\.port: found number 70000/],
  [
    'a limit that does not exist',
    { ...good, limits: { searchPerMinute: 9 } },
    /^limits\.searchPerMinute: found a key that does not exist; write one of requestsPerMinute, /,
  ],
  [
    'a proxy by name',
    { ...good, network: { proxies: ['nginx'] } },
    /^network\.proxies\[0\]: found "nginx"; write an address or a range/,
  ],
  [
    'a shared store whose URL stands in the file',
    { ...good, store: { dialect: 'postgres', url: 'postgres://ficha:hunter2pass@db/ficha' } },
    /^store\.url: .*the NAME of an environment variable/,
  ],
  [
    'a shared store whose URL nobody set',
    { ...good, store: { dialect: 'postgres', url: 'FICHA_STORE_URL' } },
    /^store\.url: found no value for FICHA_STORE_URL/,
  ],
  [
    'a store of another make',
    { ...good, store: { dialect: 'redis', url: 'GOOD' } },
    /^store\.dialect: found "redis"; write 'postgres'/,
  ],
  [
    'a database over plain http nobody listed',
    { ...good, databases: { till: { dialect: 'libsql', url: 'http://10.0.0.5:8080' } } },
    /^databases\.till\.url: found http:\/\/10\.0\.0\.5:8080 without https; .*network\.private/,
  ],
  [
    'a database file dressed as a server',
    { ...good, databases: { till: { dialect: 'libsql', url: 'file:///etc/till.db' } } },
    /^databases\.till\.url: found no address over HTTP; .*dialect: 'sqlite'/,
  ],
  [
    'a database token in the configuration',
    {
      ...good,
      databases: { till: { dialect: 'libsql', url: 'libsql://till.example?authToken=hunter2pass' } },
    },
    /^databases\.till\.url: found a token in the configuration/,
  ],
  [
    'a limit of zero',
    { ...good, limits: { requestsPerMinute: 0 } },
    /^limits\.requestsPerMinute: found number 0; write a number above 0/,
  ],
  [
    'a secret where its name is expected',
    { ...good, secret: 'hunter2pass' },
    /^secret\.name: found nothing; write the NAME/,
  ],
  [
    'a secret with a key too many',
    { ...good, secret: { name: 'GOOD', value: 'hunter2pass' } },
    /^secret\.value: found a key that does not exist; write name or before/,
  ],
  [
    'a misspelt key deeper down',
    { ...good, network: { privates: ['hunter2pass'] } },
    /^network\.privates: found a key that does not exist; write one of private, proxies/,
  ],
  [
    'a misspelt key two levels down',
    { ...good, settings: { patience: { sofd: 1 } } },
    /^settings\.patience\.sofd: found a key that does not exist; write one of soft, hard/,
  ],
  [
    'a setting that does not exist',
    { ...good, settings: { patiense: 1 } },
    /^settings\.patiense: found a key that does not exist; write one of country, .*weights/,
  ],
  [
    'a setting of another kind',
    { ...good, settings: { ownDomains: 'ribera.example' } },
    /^settings\.ownDomains: found "ribera\.example"; write a list of texts/,
  ],
  [
    'a text where a list is',
    { ...good, network: { private: 'http://10.0.0.5' } },
    /^network\.private: found "http:\/\/10\.0\.0\.5"; write a list of texts/,
  ],
  [
    'a port alone',
    { ...good, listen: 4174 },
    /^listen: found number 4174; write \{ host, port, lagMs, stopSeconds \}/,
  ],
  [
    'an address that is no text',
    { ...good, listen: { host: 5 } },
    /^listen\.host: found number 5; write a text/,
  ],
  [
    'databases as a list',
    { ...good, databases: [{ dialect: 'sqlite' }] },
    /^databases: found a list of 1; write an object/,
  ],
  ['a number for limits', { ...good, limits: 5 }, /^limits: found number 5; write \{ requestsPerMinute,/],
  [
    'one role as a text',
    { ...good, issuers: [{ ...real, roles: 'adviser' }] },
    /^issuers\[0\]\.roles: found "adviser"; write a list of texts/,
  ],
  [
    'one algorithm as a text',
    { ...good, issuers: [{ ...real, algorithms: 'ES256' }] },
    /^issuers\[0\]\.algorithms: found "ES256"; write a list of texts/,
  ],
  [
    'a misspelt key of an issuer',
    { ...good, issuers: [{ ...real, role: ['adviser'] }] },
    /^issuers\[0\]\.role: found a key that does not exist; write one of issuer, audience, keys, algorithms, prefix, roles/,
  ],
  [
    'keys that are none',
    { ...good, issuers: [{ ...real, keys: { jwks: { keys: ['x'] } } }] },
    /^issuers\[0\]\.keys\.jwks\.keys: found a list of 1; write public JWKs/,
  ],
  [
    'a misspelt key of a host',
    { ...good, hosts: [{ origin: 'https://a.example', title: 'x' }] },
    /^hosts\[0\]\.title: found a key that does not exist; write origin or name/,
  ],
  [
    'a connector that says nowhere it calls',
    { ...good, connectors: [{ id: 'a', title: 'a', access: { kind: 'open' }, answers: {} }] },
    /^connectors\[0\]: found an object; write a connector object/,
  ],
  [
    'a host that is an object without an origin',
    { ...good, hosts: [{ name: 'desk' }] },
    /^hosts\[0\]\.origin: found nothing; write scheme, host and port only/,
  ],
  [
    'a misspelt key of a database',
    { ...good, databases: { till: { dialect: 'postgres', url: 'GOOD', timeoutMS: 5 } } },
    /^databases\.till\.timeoutMS: found a key that does not exist; write one of dialect, url, timeoutMs/,
  ],
  [
    'a database file that is no text',
    { ...good, databases: { till: { dialect: 'sqlite', file: 5 } } },
    /^databases\.till\.file: found number 5; write the path of the SQLite file/,
  ],
  [
    'a misspelt key of the store',
    { ...good, store: { file: 'a.sqlite', url: 'GOOD' } },
    /^store\.url: found a key that does not exist; write one of file/,
  ],
  [
    'half a patience',
    { ...good, settings: { patience: { soft: 900 } } },
    /^settings\.patience\.hard: found nothing; write a number/,
  ],
  [
    'an issuer that is none, beside one without a prefix',
    { ...good, issuers: [5, real] },
    /^issuers\[0\]: found number 5; write \{ issuer, audience, keys \}/,
  ],
  ['fichas that are none', { ...good, fichas: 5 }, /^fichas: found number 5; write the path of a folder/],
  [
    'a private origin that is none',
    { ...good, network: { private: ['10.0.0.1'] } },
    /^network\.private\[0\]: found "10.0.0.1"/,
  ],
  [
    'a text of any length, told short',
    { ...good, tenant: 'D'.repeat(100) },
    /^tenant: found "D{60}"; write a short name/,
  ],
  ['a tenant one letter too long', { ...good, tenant: 'a'.repeat(61) }, /^tenant: found "a{60}"; write/],
  ['a tenant of nothing', { ...good, tenant: '' }, /^tenant: found an empty text; write/],
  ['a tenant that is null', { ...good, tenant: null }, /^tenant: found null; write/],
  [
    'a key of two lines, and longer than a line of the log',
    { ...good, [`bad\nkey${'y'.repeat(60)}`]: 1 },
    /^bad key{0}y{34}: found a key that does not exist; write/,
  ],
  [
    'a factory named as what it is',
    { ...good, connectors: [() => shop({})] },
    /^connectors\[0\]: found a function that was not called; write/,
  ],
  [
    'limits that are none, with the first of their keys',
    { ...good, limits: 'many' },
    /^limits: found "many"; write \{ requestsPerMinute, searchesPerMinute, previewsPerMinute, countsPerMinute \}$/,
  ],
  [
    'production said in words',
    { ...good, production: 'yes' },
    /^production: found "yes"; write true or false$/,
  ],
  [
    'a public origin on plain http in production',
    { ...production, publicOrigin: 'http://card.example.com' },
    /^publicOrigin: found "http:\/\/card\.example\.com"; write the https origin/,
  ],
  [
    'a public origin with a path',
    { ...good, publicOrigin: 'https://card.example.com/card' },
    /^publicOrigin: .*write an exact origin/,
  ],
  [
    'a named host on plain http in production',
    { ...production, hosts: [{ origin: 'http://desk.example.com' }] },
    /^hosts\[0\]\.origin: .*write an https origin/,
  ],
  ['a set of fichas with nothing in it', { ...good, fichas: {} }, /^fichas: found an object; write the path/],
  [
    'a port below zero',
    { ...good, listen: { port: -1 } },
    /^listen\.port: found number -1; write a number from 0/,
  ],
  ['half a port', { ...good, listen: { port: 41.5 } }, /^listen\.port: found number 41\.5; write/],
  ['a port one too high', { ...good, listen: { port: 65_536 } }, /^listen\.port: found number 65536; write/],
  [
    'a shared key',
    { ...good, issuers: [{ ...real, keys: { jwks: { keys: [{ kty: 'oct', k: 'hunter2pass' }] } } }] },
    /^issuers\[0\]\.keys\.jwks: .*public keys only/,
  ],
  [
    'a set of no keys',
    { ...good, issuers: [{ ...real, keys: { jwks: { keys: [] } } }] },
    /^issuers\[0\]\.keys\.jwks\.keys: found an empty list; write at least one public JWK/,
  ],
  [
    'a key that says not of which kind',
    { ...good, issuers: [{ ...real, keys: { jwks: { keys: [{ crv: 'P-256' }] } } }] },
    /^issuers\[0\]\.keys\.jwks\.keys: found a list of 1; write public JWKs/,
  ],
  [
    'keys of this machine in production',
    { ...production, issuers: [{ ...real, keys: { url: 'http://localhost:4000/jwks.json' } }] },
    /^issuers\[0\]\.keys: /,
  ],
  [
    'keys of what begins like this machine',
    { ...good, issuers: [{ ...real, keys: { url: 'http://localhost.evil.example/jwks.json' } }] },
    /^issuers\[0\]\.keys: /,
  ],
  [
    'an issuer of no name',
    { ...good, issuers: [{ ...real, issuer: '' }] },
    /^issuers\[0\]\.issuer: found an empty text; write the `iss`/,
  ],
  [
    'an issuer for nobody',
    { ...good, issuers: [{ ...real, audience: '' }] },
    /^issuers\[0\]\.audience: found an empty text; write the `aud`/,
  ],
  [
    'an empty prefix beside none',
    {
      ...good,
      issuers: [
        { ...real, prefix: '' },
        { ...real, issuer: 'b' },
      ],
    },
    /^issuers\[1\]\.prefix: found nothing; write a prefix of its own/,
  ],
  [
    'a connector’s id that is none to its end',
    { ...good, connectors: [shop({ id: 'shop/1' })] },
    /^connectors\[0\]\.id: found "shop\/1"; write lower-case letters/,
  ],
  [
    'a connector’s origin with a path',
    { ...good, connectors: [shop({ origins: ['https://shop.example', 'https://shop.example/api'] })] },
    /^connectors\[0\]\.origins\[1\]: found "https:\/\/shop\.example\/api"; write an exact origin/,
  ],
  [
    'a login elsewhere',
    {
      ...good,
      connectors: [
        shop({
          access: {
            kind: 'login',
            url: 'https://evil.example/l',
            body: '',
            secret: 'GOOD',
            tokenHeader: 't',
          },
        }),
      ],
    },
    /^connectors\[0\]\.access: found "https:\/\/evil\.example\/l"; .*in the connector’s origins/,
  ],
  [
    'a token address that is none',
    {
      ...good,
      connectors: [shop({ access: { kind: 'oauth2', tokenUrl: '/token', clientId: 'c', secret: 'GOOD' } })],
    },
    /^connectors\[0\]\.access: found "\/token"; /,
  ],
  [
    'a database named like what every object has',
    { ...good, connectors: [shop({ access: { kind: 'sql', database: 'toString' } })], databases: {} },
    /^databases\.toString: found nothing; write the connection that connector shop asks for/,
  ],
  [
    'a secret of 31 characters',
    { ...good, secret: { name: 'SHORT_BY_ONE' } },
    /^secret\.name: found a secret of 31 characters in SHORT_BY_ONE/,
  ],
  [
    'a former secret nobody set',
    { ...good, secret: { name: 'GOOD', before: 'NOT_SET' } },
    /^secret\.before: found no value for NOT_SET/,
  ],
  [
    'a secret that begins like a name',
    { ...good, secret: { name: 'HUNTER-hunter2pass' } },
    /^secret\.name: found nothing; write the NAME/,
  ],
  [
    'a time without end',
    { ...good, egress: { timeoutMs: Number.POSITIVE_INFINITY } },
    /^egress\.timeoutMs: found number Infinity; write a number above 0/,
  ],
  [
    'outcomes kept for no day',
    { ...good, retention: { outcomes: 0 } },
    /^retention\.outcomes: found number 0/,
  ],
  ['a proof of no minute', { ...good, session: { minutes: -1 } }, /^session\.minutes: found number -1/],
  ['a question never asked', { ...good, quality: { askAgents: 0 } }, /^quality\.askAgents: found number 0/],
  [
    'a store in no file',
    { ...good, store: { file: '' } },
    /^store\.file: found an empty text; write the path/,
  ],
  [
    'a store in memory in production',
    { ...production, store: 'memory' },
    /^store: found "memory"; write .*an audit in memory proves nothing$/,
  ],
  [
    'a database in no file',
    { ...good, databases: { till: { dialect: 'sqlite', file: '' } } },
    /^databases\.till\.file: found an empty text; write the path/,
  ],
  ...(
    [
      { dialect: 'sqlite', file: 'a.sqlite' },
      { dialect: 'postgres', url: 'GOOD' },
      { dialect: 'mysql', url: 'GOOD' },
      { dialect: 'libsql', url: 'https://till.example' },
    ] as const
  ).map((till): [string, unknown, RegExp] => [
    `no time for ${till.dialect}`,
    { ...good, databases: { till: { ...till, timeoutMs: 0 } } },
    /^databases\.till\.timeoutMs: found number 0; write a number above 0/,
  ]),
  ...['mysql', 'mariadb', 'postgresql'].map((scheme): [string, unknown, RegExp] => [
    `a password in a URL of ${scheme}`,
    { ...good, databases: { till: { dialect: 'mysql', url: `${scheme}://u:hunter2pass@h/db` } } },
    /^databases\.till\.url: found a password/,
  ]),
  [
    'a database at a URL of no database',
    { ...good, databases: { till: { dialect: 'postgres', url: 'https://till.example' } } },
    /^databases\.till\.url: found no connection URL; write the name/,
  ],
  [
    'a database token written otherwise',
    {
      ...good,
      databases: { till: { dialect: 'libsql', url: 'libsql://till.example?AUTHTOKEN=hunter2pass' } },
    },
    /^databases\.till\.url: found a token in the configuration/,
  ],
  [
    'a libsql database whose URL nobody set',
    { ...good, databases: { till: { dialect: 'libsql', url: 'NOT_SET' } } },
    /^databases\.till\.url: found no value for NOT_SET/,
  ],
  [
    'a libsql database at no URL',
    { ...good, databases: { till: { dialect: 'libsql', url: '' } } },
    /^databases\.till\.url: found no connection URL/,
  ],
  [
    'a libsql database that goes without TLS',
    { ...good, databases: { till: { dialect: 'libsql', url: 'libsql://till.example:8080?tls=0' } } },
    /^databases\.till\.url: found http:\/\/till\.example:8080 without https/,
  ],
]
for (const [name, config, says] of table)
  test(`${name}: one line saying which key, what was found, what to write`, () => {
    const faults = checkConfig(config, secrets)
    expect(faults).toContainEqual(expect.stringMatching(says))
    for (const fault of faults) expect(fault).toMatch(/^[^\n]+: [^\n]*found[^\n]*; (write|correct) [^\n]+$/)
    expect(faults.join()).not.toContain('hunter2pass')
  })

test('one mistake is one line: what is of another kind is read no further, and blames nobody else', () => {
  const line = (config: unknown) => {
    const faults = checkConfig(config, secrets)
    expect(faults).toHaveLength(1)
    return faults[0]
  }
  expect(line({ ...good, issuers: [5, real] })).toMatch(/^issuers\[0\]:/)
  expect(line({ ...good, connectors: [shop({}), null] })).toMatch(/^connectors\[1\]:/)
  expect(line({ ...production, store: null })).toMatch(/^store:/)
  expect(line({ ...production, publicOrigin: 5 })).toMatch(/^publicOrigin:/)
  expect(line({ ...good, secret: { name: 'NOT_SET' } })).toMatch(/^secret\.name:/)
})

test('keys that do not exist are told first: what was meant by them is often what is missing below', () => {
  expect(
    checkConfig({ ...good, issuers: undefined, isuers: [real], listen: { prot: 5, host: 5 } }, secrets).map(
      (fault) => fault.split(':')[0],
    ),
  ).toEqual(['listen.prot', 'isuers', 'listen.host', 'issuers'])
})

test('a configuration file that is absent, broken or wrong stops the start with its lines', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-config-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  await expect(loadConfig(join(folder, 'none.ts'))).rejects.toThrow(/^config: found no file at .*; write/)
  await expect(loadConfig(file('broken.ts', 'export default {'))).rejects.toBeInstanceOf(ConfigError)
  await expect(loadConfig(file('line.ts', "const a = 1\nthrow new Error('boom ' + a)"))).rejects.toThrow(
    /^config: found .*line\.ts, which does not load \(boom 1, line\.ts line 2\); correct that line$/,
  )
  await expect(loadConfig(file('silent.ts', 'const tenant = 1'))).rejects.toThrow(
    /^config: found no default export in .*silent\.ts; write `export default defineConfig/,
  )
  await expect(
    loadConfig(
      file(
        'shop.ts',
        `import rest from '${import.meta.dirname}/../../catalog/rest/index.ts'\nexport default { connectors: [rest({ id: 'shop', titel: 'Tienda', base: 7 } as never)] }`,
      ),
    ),
  ).rejects.toMatchObject({
    faults: [
      'connectors: rest: title: found nothing; write it',
      'connectors: rest: base: found 7; write string',
      'connectors: rest: titel: found a key that does not exist; correct how it is spelt, or leave it out',
    ],
  })
  await expect(
    startGateway(
      file(
        'wrong.ts',
        'const tenant: string = "Demo"\nexport default { tenant, hosts: [], issuers: [], connectors: [] }',
      ),
      { env: {}, signals: false },
    ),
  ).rejects.toMatchObject({
    faults: expect.arrayContaining([
      expect.stringMatching(/^tenant/),
      expect.stringMatching(/^hosts/),
      expect.stringMatching(/^issuers/),
    ]),
  })
  await expect(
    startGateway({ ...good, issuers: [issuer] }, { env: { NODE_ENV: 'production' }, signals: false }),
  ).rejects.toMatchObject({ faults: expect.arrayContaining([expect.stringMatching(/demoIssuer/)]) })
  await expect(
    startGateway({ ...good, fichas: join(folder, 'no') }, { env: {}, signals: false }),
  ).rejects.toThrow(/^fichas: found no folder/)
  await expect(startGateway({ ...good, fichas: folder }, { env: {}, signals: false })).rejects.toThrow(
    /^fichas: found none of/,
  )
  rmSync(folder, { recursive: true })
})

test('what the machine refuses is a line of the same kind: a taken port, a strange address, a store that is no store, a card that is not built', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-machine-'))
  writeFileSync(
    join(folder, 'notes.txt'),
    'these are notes, and long enough to be read as a page of a database would be, were they one of those at all',
  )
  const starting = (changes: object) =>
    startGateway(
      {
        ...good,
        issuers: [issuer],
        hosts: ['http://localhost:4173'],
        listen: { port: 0 },
        ...changes,
      } as never,
      { env: {}, signals: false, write: () => {} },
    )
  const first = await starting({})
  await expect(starting({ listen: { port: Number(new URL(first.address).port) } })).rejects.toThrow(
    /^listen\.port: found \d+ taken; stop what listens there, or write another$/,
  )
  await first.stop(0)
  await expect(starting({ listen: { port: 0, host: '203.0.113.7' } })).rejects.toThrow(
    /^listen\.host: found "203.0.113.7", which is no address of this machine \(\w+\); write/,
  )
  await expect(starting({ store: { file: join(folder, 'notes.txt') } })).rejects.toThrow(
    /^store\.file: found .*notes\.txt, which does not open as a SQLite file \(\w+\); write/,
  )
  await expect(starting({ store: { file: join(folder, 'notes.txt', 'x.sqlite') } })).rejects.toThrow(
    /^store\.file: found .* does not open as a SQLite file \((ENOTDIR|EEXIST)\); write/,
  )
  await expect(starting({ card: join(folder, 'no') })).rejects.toThrow(
    /^card: found no index\.html in .*; write the folder of the built card/,
  )
  rmSync(folder, { recursive: true })
})

test('the demo issuer does not start where production is said', async () => {
  await expect(demoIssuer({ tenant: 'demo', production: true })).rejects.toThrow(
    'does not start in production',
  )
})
