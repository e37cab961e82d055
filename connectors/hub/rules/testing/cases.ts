import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator'
import { analyse } from '../cel/analyse.ts'
import { shared } from '../cel/environment.ts'
import { during } from '../cel/run.ts'

/** One case of the CEL specification's suite, as @bufbuild/cel-spec carries it. */
export interface Case {
  name?: string
  expr: string
  value?: Json
  bindings?: Record<string, { value?: Json }>
  container?: string
  checkOnly?: boolean
  disableMacros?: boolean
  evalError?: unknown
  anyEvalErrors?: unknown
  unknown?: unknown
  typeEnv?: unknown
  typedResult?: unknown
}
type Json = Record<string, unknown>
export interface Suite {
  name: string
  suites?: Suite[]
  tests?: { original: Case }[]
}
export type Outcome =
  | { is: 'passed' }
  | { is: 'refused'; code: string }
  | { is: 'outside'; why: string }
  | { is: 'failed'; got: string }

/** What rules do not support: protobuf messages, and extensions of one implementation. */
const outside = [
  'bindings_ext',
  'block_ext',
  'dynamic',
  'encoders_ext',
  'enums',
  'macros2',
  'math_ext',
  'namespace',
  'optionals',
  'proto2',
  'proto2_ext',
  'proto3',
  'string_ext',
  'type_deductions',
  'wrappers',
]
export const inSubset = (suite: string): boolean => !outside.includes(suite)

const env = shared.clone({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
const jsonValueOf = (json: Json): unknown => {
  const [kind, value] = Object.entries(json)[0] ?? ['nullValue', null]
  switch (kind) {
    case 'int64Value':
      return BigInt(value as string)
    case 'uint64Value':
      return new UnsignedInt(BigInt(value as string))
    case 'doubleValue':
      return value === 'NaN'
        ? Number.NaN
        : value === 'Infinity'
          ? Infinity
          : value === '-Infinity'
            ? -Infinity
            : Number(value)
    case 'bytesValue':
      return Uint8Array.from(atob(value as string), (c) => c.charCodeAt(0))
    case 'listValue':
      return ((value as { values?: Json[] }).values ?? []).map(jsonValueOf)
    case 'mapValue':
      return new Map(
        ((value as { entries?: { key: Json; value: Json }[] }).entries ?? []).map((e) => [
          jsonValueOf(e.key),
          jsonValueOf(e.value),
        ]),
      )
    case 'typeValue':
      return `type:${String(value)}`
    case 'objectValue':
      return messageOf(value as Json)
    default:
      return value
  }
}
function messageOf(json: Json): unknown {
  const type = String(json['@type']).split('/').at(-1)
  if (type === 'google.protobuf.Timestamp') return new Date(json.value as string)
  if (type === 'google.protobuf.Duration') {
    const [s = '0', f = ''] = String(json.value).replace('s', '').split('.')
    return new Duration(BigInt(s), (s.startsWith('-') ? -1 : 1) * Number(f.padEnd(9, '0')))
  }
  return `message:${type}`
}
const show = (v: unknown): string => {
  if (v instanceof Map)
    return `{${[...v]
      .map(([k, x]) => `${show(k)}: ${show(x)}`)
      .sort()
      .join(', ')}}`
  if (v instanceof Date) return `timestamp ${v.toISOString()}`
  if (v instanceof Duration) return `duration ${v.seconds}.${v.nanos}`
  if (v instanceof UnsignedInt) return `${v.value}u`
  if (v instanceof Uint8Array) return `bytes ${[...v].join()}`
  if (Array.isArray(v)) return `[${v.map(show).join(', ')}]`
  if (typeof v === 'bigint') return `${v}i`
  if (typeof v === 'number') return `${Object.is(v, -0) ? 0 : v}d`
  if (typeof v === 'object' && v !== null)
    return Object.getPrototypeOf(v) === Object.prototype
      ? show(new Map(Object.entries(v)))
      : `type:${String((v as { name?: unknown }).name)}`
  return JSON.stringify(v) ?? 'undefined'
}

/** Runs one case the way a rule runs: refused by the same analysis, within the same budget. */
export function runCase(c: Case): Outcome {
  if (c.unknown !== undefined || c.checkOnly === true || c.disableMacros === true)
    return { is: 'outside', why: 'check-only, unknowns or macros off' }
  if (c.container) return { is: 'outside', why: 'containers' }
  if (
    /google\.|cel\.expr|TestAllTypes|NestedTestAllTypes|\bproto2|\bproto3/.test(
      `${c.expr}${JSON.stringify(c.typeEnv ?? '')}${JSON.stringify(c.bindings ?? '')}${JSON.stringify(c.value ?? '')}`.replace(
        /google\.protobuf\.(Timestamp|Duration)/g,
        '',
      ),
    )
  )
    return { is: 'outside', why: 'protobuf messages' }
  if (/\du\b|\buint\b|\bbytes\b|\b[rR]?[bB][rR]?['"]/.test(c.expr))
    return { is: 'outside', why: 'bytes and unsigned numbers: no fact has them' }
  const fails = c.evalError !== undefined || c.anyEvalErrors !== undefined
  let got: string
  try {
    const run = env.parse(c.expr)
    const { findings } = analyse(run.ast, {})
    if (findings[0]) return { is: 'refused', code: findings[0].code }
    const names = new Map(Object.entries(c.bindings ?? {}).map(([k, b]) => [k, jsonValueOf(b.value ?? {})]))
    got = show(
      during(
        {
          now: new Date(),
          steps: 1e6,
          deadline: Infinity,
          currency: 'EUR',
          timeZone: 'UTC',
          absent: new Set(),
          foreign: new Set(),
          used: [],
        },
        () => run(names) as unknown,
      ),
    )
  } catch (error) {
    return fails
      ? { is: 'passed' }
      : { is: 'failed', got: error instanceof Error ? (error.message.split('\n')[0] as string) : 'error' }
  }
  const wanted = fails ? 'an error' : show(jsonValueOf(c.value ?? { boolValue: true }))
  return got === wanted ? { is: 'passed' } : { is: 'failed', got: `${got}, not ${wanted}` }
}

export function* casesOf(
  suite: Suite,
  path: readonly string[] = [],
): Generator<{ suite: string; path: string; test: Case }> {
  for (const inner of suite.suites ?? []) yield* casesOf(inner, [...path, inner.name])
  for (const { original } of suite.tests ?? [])
    yield { suite: path[0] ?? '', path: [...path, original.name ?? original.expr].join('/'), test: original }
}
