import { type FieldDef, type Question, question, questions } from '../../../contract/index.ts'
import type { FactRow, QuestionFacts } from '../types.ts'
import { note, running, undecided } from './run.ts'
import { celTypeOf, celTypes, convert } from './value.ts'

const rowOf: unique symbol = Symbol('row')
const converted: unique symbol = Symbol('told')
const blind: unique symbol = Symbol('blind')
const told: unique symbol = Symbol('told by nobody')

/** One row as a rule reads it: declared fields only, converted when first read. */
export abstract class RuleRow {
  readonly [rowOf]: FactRow
  readonly [converted]: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  /**
   * Some of its fields were not fetched, because the purpose forbids them. A missing field then does not
   * prove that there is no value.
   */
  readonly [blind]: boolean
  constructor(row: FactRow, isBlind: boolean) {
    this[rowOf] = row
    this[blind] = isBlind
  }
  /** Notes that nobody tells a field. */
  abstract [told](name: string): undefined
}
export const factRow = (row: RuleRow): FactRow => row[rowOf]
/**
 * Nobody knows whether this row has a value there: it is neither one nor the lack of one. Of a list that is
 * there, a part may be what could not be read.
 */
const isUnknown = ({ values, unknown }: FactRow, name: string): boolean => {
  if (unknown === undefined) return false
  const value = values[name]
  if (value === undefined || value === null)
    return unknown.unoffered.includes(name) || unknown.unread.includes(name)
  return Array.isArray(value) && unknown.unread.includes(name)
}
/** A field for our own helpers, which take a missing value for one that is not decided. */
export const fieldOf = (row: RuleRow, name: string): unknown =>
  isUnknown(row[rowOf], name) ? row[told](name) : (row as unknown as Record<string, unknown>)[name]

/**
 * The rows of one question, or some of them. `maybe`: rows that may or may not belong, because a filter read
 * a missing fact. `open`: there may be more rows than these. It is deliberately not a CEL list: `size`, `in`,
 * `[0]` and `==` would answer as if nothing were missing, so the library refuses them on this type when the
 * rule is saved.
 */
export abstract class FactList {
  readonly question: Question
  readonly rows: readonly RuleRow[]
  readonly maybe: readonly RuleRow[]
  readonly open: boolean
  /** Fields that decided which rows belong; they are listed as reasons beside the rows. */
  readonly by: readonly string[]
  constructor(
    question: Question,
    rows: readonly RuleRow[],
    maybe: readonly RuleRow[],
    open: boolean,
    by: readonly string[],
  ) {
    this.question = question
    this.rows = rows
    this.maybe = maybe
    this.open = open
    this.by = by
  }
  with(rows: readonly RuleRow[], maybe: readonly RuleRow[], by: readonly string[]): FactList {
    const List = this.constructor as new (...args: ConstructorParameters<typeof FactList>) => FactList
    return new List(this.question, rows, maybe, this.open, [...new Set([...this.by, ...by])])
  }
  /** Every row is here, and each of them certainly belongs. */
  get settled(): boolean {
    return !this.open && this.maybe.length === 0
  }
}

/**
 * A question with a single value. While any asked system is missing, each of its fields is undecided, because
 * another answer may win.
 */
export abstract class FactOne {
  readonly question: Question
  readonly rows: readonly RuleRow[]
  readonly open: boolean
  readonly unoffered: readonly string[]
  constructor(
    question: Question,
    rows: readonly RuleRow[],
    open: boolean,
    unoffered: readonly string[] = [],
  ) {
    this.question = question
    this.rows = rows
    this.open = open
    this.unoffered = unoffered
  }
}

export interface QuestionType {
  question: Question
  many: boolean
  name: string
  row: string
  fields: Record<string, string>
  nested: Record<string, NestedType>
  Value: new (...args: never[]) => object
  Row: new (row: FactRow, isBlind: boolean) => RuleRow
}

/**
 * The lines of an order: rows within a row. They have a class of their own, so that only declared fields can
 * be reached.
 */
export interface NestedType {
  name: string
  fields: Record<string, string>
  ctor: new () => object
}

const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)

function typeOf(q: Question): QuestionType {
  const def = question(q)
  const name = capital(q)
  const many = def.rows === 'many'
  const Row = class extends RuleRow {
    [told](name: string): undefined {
      running().absent.add(`${q}.${name}`)
    }
  }
  const One = class extends FactOne {}
  const fields: Record<string, string> = {}
  const nested: Record<string, NestedType> = {}
  for (const [field, d] of Object.entries(def.fields)) {
    fields[field] = celTypeOf(d, `${name}.${field}`)
    const nestedType = d.of
      ? (nested[field] = {
          name: `${name}.${field}`,
          fields: mapValues(d.of, (o) => celTypes[o.type]),
          ctor: class {},
        })
      : undefined
    Object.defineProperty(Row.prototype, field, {
      get(this: RuleRow) {
        const known = this[converted]
        if (!(field in known)) known[field] = read(d, nestedType, this[rowOf].values[field])
        const unknown = isUnknown(this[rowOf], field)
        if (known[field] === undefined || unknown) {
          if (this[blind]) throw undecided
          running().absent.add(`${q}.${field}`)
          if (unknown) throw undecided
        }
        return known[field]
      },
    })
    Object.defineProperty(One.prototype, field, {
      get(this: FactOne) {
        if (this.open) throw undecided
        // What could not be read might be what counts, whatever another system says.
        if (this.rows.some((row) => factRow(row).unknown?.unread.includes(field))) {
          running().absent.add(`${q}.${field}`)
          throw undecided
        }
        for (const row of this.rows) {
          const value = fieldOf(row, field)
          if (value === undefined) continue
          note(`${q}.${field}`, factRow(row).values[field], factRow(row))
          return value
        }
        running().absent.add(`${q}.${field}`)
        // One system that offers it and has nothing is an answer; none that offers it is not.
        if (this.unoffered.includes(field)) throw undecided
        return undefined
      },
    })
  }
  return {
    question: q,
    many,
    name,
    row: `${name}Row`,
    fields,
    nested,
    Row,
    Value: many ? class extends FactList {} : One,
  }
}
const mapValues = <A, B>(o: Record<string, A>, f: (a: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(o).map(([k, a]) => [k, f(a)]))
function read(def: FieldDef, nestedType: NestedType | undefined, value: unknown): unknown {
  const one = (v: unknown): unknown => {
    if (!def.of || !nestedType) return convert(def.type, v)
    if (typeof v !== 'object' || v === null) return undefined
    return Object.assign(
      new nestedType.ctor(),
      Object.fromEntries(
        Object.entries(def.of).map(([k, d]) => [k, convert(d.type, (v as Record<string, unknown>)[k])]),
      ),
    )
  }
  if (!def.list) return one(value)
  const all = Array.isArray(value) ? value.map(one).filter((v) => v !== undefined) : []
  // As in protobuf, for which CEL was made, `has()` of an empty list is false.
  return all.length > 0 ? all : undefined
}

export const questionTypes: ReadonlyMap<Question, QuestionType> = new Map(
  questions.map((q) => [q, typeOf(q)]),
)

/**
 * All rules over the same answer share its rows and their converted values. The cache key is the answer
 * object itself.
 */
const built = new WeakMap<QuestionFacts, object>()
const nothing: QuestionFacts = { complete: false, because: [], rows: [] }
export function celValueOf(q: Question, facts: QuestionFacts = nothing): object {
  const known = built.get(facts)
  // `nothing` stands for every question that was not asked, so it is never cached.
  if (known && facts !== nothing) return known
  const type = questionTypes.get(q) as QuestionType
  const isBlind = facts.because.some((b) => b.code === 'withheld')
  const rows = facts.rows.map((row) => new type.Row(row, isBlind))
  const Value = type.Value as new (...args: unknown[]) => object
  const value = type.many
    ? new Value(q, rows, [], !facts.complete, [])
    : new Value(q, rows, !facts.complete, facts.unoffered)
  built.set(facts, value)
  return value
}

/**
 * `own.<connector>.<field>`: what a connector declares beyond the vocabulary. It is a Map, so that no key
 * reaches a prototype.
 */
export class OwnFields extends Map<string, unknown> {
  readonly connector: string
  readonly row: FactRow | undefined
  readonly open: boolean
  constructor(connector: string, row: FactRow | undefined, open: boolean) {
    super()
    this.connector = connector
    this.row = row
    this.open = open
  }
  override get(field: string): unknown {
    const raw = this.row && Object.hasOwn(this.row.values, field) ? this.row.values[field] : undefined
    const unknown = this.row !== undefined && isUnknown(this.row, field)
    if (raw === undefined || raw === null || unknown) {
      if (this.open) throw undecided
      running().absent.add(`own.${this.connector}.${field}`)
      if (unknown) throw undecided
      return undefined
    }
    note(`own.${this.connector}.${field}`, raw, this.row as FactRow)
    return plain(raw)
  }
}
export class OwnFacts extends Map<string, unknown> {
  readonly facts: QuestionFacts
  constructor(facts: QuestionFacts = nothing) {
    super()
    this.facts = facts
  }
  override get(connector: string): OwnFields {
    const { complete, because } = this.facts
    // The silence of other systems does not matter here, as long as each reason names its system.
    const open =
      !complete &&
      (because.length === 0 || because.some((b) => b.connector === undefined || b.connector === connector))
    return new OwnFields(
      connector,
      this.facts.rows.find((row) => row.connector === connector),
      open,
    )
  }
}
const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/
/** Own fields have no type here: what looks like a date becomes one, and structured values become maps. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return iso.test(value) ? new Date(value) : value
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([k, v]) => [k, plain(v)]))
  return value
}
