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

/** The situation as the host describes it. Absent means unknown, not empty. */
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
  // The library itself adds `!=` and the reverse order of operands.
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

/** The language without any facts, as the CEL conformance cases need it. */
export const shared: Environment = build()
/** For rules: every question of the vocabulary, `own`, the house norm, the context and the time. */
export const ruleEnvironment: Environment = (() => {
  const env = shared.clone()
  for (const type of questionTypes.values()) env.registerVariable(type.question, type.name)
  return env.registerVariable('own', 'Own').registerVariable('norm', 'map<string, dyn>')
})()
/** For `for.when` of a template: the situation and the reader, never the customer. */
export const templateEnvironment: Environment = shared
  .clone()
  .registerVariable('roles', 'list<string>')
  .registerVariable('host', 'string')
