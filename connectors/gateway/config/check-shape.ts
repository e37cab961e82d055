import { defaultLimits } from './config.ts'

type Kind = 'a text' | 'a number' | 'true or false' | 'a list of texts' | 'an object' | Shape
interface Shape {
  readonly [key: string]: Kind
}
const number = 'a number',
  text = 'a text',
  texts = 'a list of texts'

/** The parts of a configuration that need not be there, and every key they have. What a value must be beyond its kind is checked where it is used. */
const parts: Shape = {
  listen: { host: text, port: number, lagMs: number, stopSeconds: number },
  databases: 'an object',
  network: { private: texts, proxies: texts },
  door: { maxBytes: number, timeoutMs: number, maxRows: number },
  settings: {
    country: text,
    currency: text,
    timeZone: text,
    ownDomains: texts,
    ownValues: texts,
    genericAbove: number,
    patience: { soft: number, hard: number },
    maxRecords: number,
    maxFinds: number,
    expandDepth: number,
    owners: 'an object',
    subjectKey: text,
    observe: { risk: text, left: text },
  },
  limits: Object.fromEntries(Object.keys(defaultLimits).map((key) => [key, number])),
  retention: { outcomes: number, observations: number },
  quality: { askAgents: number },
  session: { minutes: number },
  card: text,
}
/** Of each issuer and of each host that is an object; whether they are there is asked elsewhere. */
const issuer: Shape = { algorithms: texts, prefix: text, roles: texts }
const issuerKeys = ['issuer', 'audience', 'keys', 'demo', ...Object.keys(issuer)]
const unchecked: Readonly<Record<string, readonly string[]>> = { settings: ['weights'] }

const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)
const is = (x: unknown, kind: Kind): boolean =>
  typeof kind === 'object' || kind === 'an object'
    ? isRecord(x)
    : kind === 'a list of texts'
      ? Array.isArray(x) && x.every((one) => typeof one === 'string')
      : typeof x === { 'a text': 'string', 'a number': 'number', 'true or false': 'boolean' }[kind]

type Fault = (key: string, value: unknown, write: string) => void

/** Tells of every key that does not exist and every value of another kind, in parts that would otherwise be ignored or break later. Returns the parts nothing more may be read of. */
export function checkShape(config: Record<string, unknown>, fault: Fault): ReadonlySet<string> {
  const broken = new Set<string>()
  for (const [part, kind] of Object.entries(parts))
    if (config[part] !== undefined && !checked(part, config[part], kind, fault, unchecked[part]))
      broken.add(part)
  const each = (list: unknown, look: (one: Record<string, unknown>, at: number) => void) => {
    if (Array.isArray(list))
      list.forEach((one, at) => {
        if (isRecord(one)) look(one, at)
      })
  }
  each(config.issuers, (one, at) => {
    for (const key of Object.keys(one))
      if (!issuerKeys.includes(key))
        fault(
          `issuers[${at}].${key.slice(0, 40)}`,
          absent,
          `one of ${issuerKeys.filter((k) => k !== 'demo').join(', ')}`,
        )
    for (const [key, kind] of Object.entries(issuer))
      if (one[key] !== undefined && !is(one[key], kind)) {
        fault(`issuers[${at}].${key}`, one[key], kind as string)
        broken.add('issuers')
      }
  })
  each(config.hosts, (one, at) => {
    for (const key of Object.keys(one))
      if (key !== 'origin' && key !== 'name')
        fault(`hosts[${at}].${key.slice(0, 40)}`, absent, 'origin or name')
  })
  return broken
}

/** Stands for a key that does not exist: its value is not told. */
export const absent = Symbol('a key that does not exist')

function checked(
  path: string,
  value: unknown,
  kind: Kind,
  fault: Fault,
  also: readonly string[] = [],
): boolean {
  if (!is(value, kind)) {
    fault(path, value, typeof kind === 'string' ? kind : `{ ${Object.keys(kind).slice(0, 4).join(', ')} }`)
    return false
  }
  if (typeof kind === 'string') return true
  let whole = true
  for (const [key, one] of Object.entries(value as Record<string, unknown>)) {
    const expected = Object.hasOwn(kind, key) ? kind[key] : undefined
    if (expected !== undefined)
      whole = (one === undefined || checked(`${path}.${key}`, one, expected, fault)) && whole
    else if (!also.includes(key))
      fault(`${path}.${key.slice(0, 40)}`, absent, `one of ${[...Object.keys(kind), ...also].join(', ')}`)
  }
  return whole
}
