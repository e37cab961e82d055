import type { CardEvent, Field, Reading, ReleasedRow, Who } from '../../connectors/contract/index.ts'
import type { CardState, Stamped } from './card-state.ts'
import { same } from './same.ts'

/** Which stream an event came by. */
export interface Stream {
  run: number
  main: boolean
  /** Joins a next page to the rows before it, instead of replacing them. */
  join?: ((before: Reading | undefined, next: Reading) => Reading | undefined) | undefined
}

export const readingKey = (question: string, connector: string): string => `${question} ${connector}`
const put = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map(map).set(key, value)

/** Applies one event to one card state. Called only inside `ifAlive` of its subject scope. */
export function applyEvent(state: CardState, event: CardEvent, stream: Stream, now: number): void {
  const { revision } = event
  const { run } = stream
  switch (event.event) {
    case 'who':
      if (stream.main) state.who.value = same(state.who.value, event)
      else if (state.who.value)
        state.who.value = { ...state.who.value, ficha: withPanels(state.who.value, event) }
      return
    case 'reading': {
      const key = readingKey(event.reading.question, event.reading.connector)
      const before = state.readings.value.get(key)
      // This answer belongs to an earlier stream and came late. The stream opened since reads the same
      // question, under record names that it can retract.
      if (before && before.run > run) return
      const next = stream.join?.(before?.value, event.reading) ?? keepKnownValue(before?.value, event.reading)
      state.readings.value = put(state.readings.value, key, {
        value: same(before?.value, without(next, state.gone)),
        revision,
        run,
      })
      return
    }
    case 'retract':
      return retract(state, event.records, revision, run)
    case 'signal':
      if (outdated(state.signals.value.get(event.rule), revision, run)) return
      state.signals.value = put(state.signals.value, event.rule, { value: event, revision, run })
      return
    case 'advice':
      if (outdated(state.advice.value, revision, run)) return
      state.advice.value = { value: event, revision, run }
      return
    case 'system':
      state.systems.value = put(state.systems.value, event.connector, event)
      return
    case 'fault':
      state.faults.value = [
        ...state.faults.value.filter((f) => f.says !== event.says),
        { ...event, run },
      ].slice(-20)
      return
    case 'settled':
      if (!stream.main) return
      state.connection.value = { line: 'ready', since: now }
      state.settledOnce.value = true
      prune(state, run)
  }
}

const outdated = (kept: Stamped<unknown> | undefined, revision: number, run: number) =>
  kept !== undefined && (kept.run > run || (kept.run === run && kept.revision > revision))

/**
 * "Still asking" and "failed" do not change what is known: the value stays, with its age, beside the new
 * status.
 */
function keepKnownValue(before: Reading | undefined, next: Reading): Reading {
  if (
    !before ||
    next.state.known !== 'nothing' ||
    next.asking.asking === 'idle' ||
    before.state.known === 'withheld'
  )
    return next
  return { ...before, asking: next.asking }
}

/**
 * Removes a stranger's records with everything derived from them (rows, totals, losing values, results,
 * revealed values) in one commit.
 */
function retract(state: CardState, records: readonly string[], revision: number, run: number): void {
  for (const record of records) state.gone.add(record)
  const readings = new Map<string, Stamped<Reading>>()
  // An earlier stream had other names for its records, so nobody can tell which of its rows are the
  // stranger's: all of them go.
  for (const [key, kept] of state.readings.value)
    if (kept.run === run) readings.set(key, { ...kept, value: without(kept.value, state.gone) })
  state.readings.value = readings
  const current = (kept: Stamped<unknown>) => kept.run === run && kept.revision >= revision
  state.signals.value = new Map([...state.signals.value].filter(([, kept]) => current(kept)))
  if (state.advice.value && !current(state.advice.value)) state.advice.value = undefined
  state.revealed.value = new Map()
  const who = state.who.value
  if (who?.person && who.revision < revision)
    state.who.value = {
      ...who,
      person: {
        ...who.person,
        name: known(who.person.name, state.gone) ?? { shown: 'withheld' },
        marks: who.person.marks.flatMap((m) => {
          const field = known(m.field, state.gone)
          return field ? [{ ...m, field }] : []
        }),
      },
    }
}

/** A field without what came from these records; undefined when nothing is left. */
function known<T>(field: Field<T>, gone: ReadonlySet<string>): Field<T> | undefined {
  if (field.shown !== 'clear') return field
  if (field.from && gone.has(field.from.record)) return undefined
  return field.losers?.some((l) => gone.has(l.from.record))
    ? { ...field, losers: field.losers.filter((l) => !gone.has(l.from.record)) }
    : field
}

function without(reading: Reading, gone: ReadonlySet<string>): Reading {
  if (gone.size === 0 || reading.state.known === 'nothing' || reading.state.known === 'withheld')
    return reading
  const { state } = reading
  if (state.known === 'none')
    return gone.has(state.from.record)
      ? { ...reading, state: { known: 'nothing' }, totals: undefined, next: undefined }
      : reading
  const rows = state.value.flatMap((row): ReleasedRow[] => {
    if (gone.has(row.from.record)) return []
    return [
      {
        ...row,
        fields: Object.fromEntries(
          Object.entries(row.fields).flatMap(([name, field]) => {
            const left = known(field, gone)
            return left ? [[name, left]] : []
          }),
        ),
      },
    ]
  })
  if (rows.length === state.value.length && !gone.has(state.from.record))
    return { ...reading, state: { ...state, value: rows } }
  const first = rows[0]
  if (!first) return { ...reading, state: { known: 'nothing' }, totals: undefined, next: undefined }
  return {
    ...reading,
    totals: undefined,
    next: undefined,
    state: { ...state, from: gone.has(state.from.record) ? first.from : state.from, value: rows },
  }
}

/** Drops what an earlier stream said and this one, now settled, did not repeat. */
function prune(state: CardState, run: number): void {
  const current = <V extends { run: number }>(map: ReadonlyMap<string, V>) =>
    new Map([...map].filter(([, kept]) => kept.run >= run))
  state.readings.value = current(state.readings.value)
  state.signals.value = current(state.signals.value)
  state.faults.value = state.faults.value.filter((f) => f.run >= run)
  if (state.advice.value && state.advice.value.run < run) state.advice.value = undefined
}

const withPanels = (who: Who, event: Who): Who['ficha'] => ({
  ...who.ficha,
  panels: [
    ...who.ficha.panels,
    ...event.ficha.panels.filter(
      (p) => !who.ficha.panels.some((q) => q.id === p.id || q.question === p.question),
    ),
  ],
})
