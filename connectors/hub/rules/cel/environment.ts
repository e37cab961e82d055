import { Environment } from '@marcbachmann/cel-js'
import { OwnFacts, OwnFields, questionTypes } from './facts.ts'
import { registerFunctions } from './functions.ts'
import { registerLists } from './lists.ts'
import { registerLoops } from './loops.ts'
import { registerPattern } from './pattern.ts'
import {
  equal,
  type Figure,
  less,
  lessOrEqual,
  minus,
  negative,
  plus,
  product,
  quotient,
  Span,
} from './span.ts'
import { valueFields } from './value.ts'

const limits = { maxAstNodes: 400, maxDepth: 40, maxListElements: 60, maxMapEntries: 20, maxCallArguments: 6 }

/** What the host says of the situation. Absent means unknown, not empty. */
export class Situation {
  channel?: string
  motive?: string
  place?: string
  device?: string
  page?: string
  waited?: number
  language?: string
  host?: string
}
export const situationFields = {
  channel: 'string',
  motive: 'string',
  place: 'string',
  device: 'string',
  page: 'string',
  waited: 'double',
  language: 'string',
  host: 'string',
}

function registerFigures(env: Environment): void {
  env.registerType('Span', { ctor: Span, fields: {} })
  const each = [
    ['Span', 'int'],
    ['Span', 'double'],
    ['int', 'Span'],
    ['double', 'Span'],
    ['Span', 'Span'],
  ] as const
  for (const [a, b] of each) {
    env.registerOperator(`${a} < ${b}`, (x: Figure, y: Figure) => less(x, y))
    env.registerOperator(`${a} <= ${b}`, (x: Figure, y: Figure) => lessOrEqual(x, y))
    env.registerOperator(`${a} > ${b}`, (x: Figure, y: Figure) => less(y, x))
    env.registerOperator(`${a} >= ${b}`, (x: Figure, y: Figure) => lessOrEqual(y, x))
    env.registerOperator(`${a} + ${b}: Span`, (x: Figure, y: Figure) => plus(x, y))
    env.registerOperator(`${a} - ${b}: Span`, (x: Figure, y: Figure) => minus(x, y))
    env.registerOperator(`${a} * ${b}: Span`, (x: Figure, y: Figure) => product(x, y))
    env.registerOperator(`${a} / ${b}: Span`, (x: Figure, y: Figure) => quotient(x, y))
  }
  // The library adds `!=` and the other order by itself.
  for (const b of ['int', 'double', 'Span'])
    env.registerOperator(`Span == ${b}`, (x: Figure, y: Figure) => equal(x, y))
  env.registerOperator('-Span', (x: Span) => negative(x))
}

function build(): Environment {
  const env = new Environment({ limits })
  registerFigures(env)
  for (const [name, { ctor, fields }] of Object.entries(valueFields)) env.registerType(name, { ctor, fields })
  env.registerType('Situation', { ctor: Situation, fields: situationFields })
  env.registerType('OwnFields', { ctor: OwnFields })
  env.registerType('Own', { ctor: OwnFacts })
  for (const type of questionTypes.values()) {
    for (const nested of Object.values(type.nested))
      env.registerType(nested.name, { ctor: nested.ctor, fields: nested.fields })
    if (type.many) env.registerType(type.row, { ctor: type.Row, fields: type.fields })
    env.registerType(type.name, { ctor: type.Value, fields: type.many ? {} : type.fields })
  }
  registerLoops(env)
  registerPattern(env)
  registerLists(env)
  registerFunctions(env)
  return env.registerVariable('context', 'Situation').registerVariable('now', 'google.protobuf.Timestamp')
}

/** The language alone, without facts: what the CEL conformance cases run on. */
export const shared: Environment = build()
/** Rules: every question of the vocabulary, `own`, the house norm, the context, now. */
export const ruleEnvironment: Environment = (() => {
  const env = shared.clone()
  for (const type of questionTypes.values()) env.registerVariable(type.question, type.name)
  return env.registerVariable('own', 'Own').registerVariable('norm', 'map<string, dyn>')
})()
/** When a template applies: the situation and who looks, never the customer. */
export const templateEnvironment: Environment = shared
  .clone()
  .registerVariable('roles', 'list<string>')
  .registerVariable('host', 'string')
