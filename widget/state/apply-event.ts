import type { CardEvent, Field, Reading, ReleasedRow, Who } from '../../connectors/contract/index.ts'
import type { Kept, Sheet } from './card-state.ts'
import { same } from './same.ts'

/** Which stream an event came by. `join`: what is heard continues what was known instead of replacing it. */
export interface Stream {
  run: number
  main: boolean
  join?: ((before: Reading | undefined, next: Reading) => Reading | undefined) | undefined
}

export const readingKey = (question: string, connector: string): string => `${question} ${connector}`
const put = <V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> =>
  new Map(map).set(key, value)

/** One event on one sheet. Called only inside a right's commit. */
export function apply(sheet: Sheet, event: CardEvent, stream: Stream, now: number): void {
  const { revision } = event
  const { run } = stream
  switch (event.event) {
    case 'who':
      if (stream.main) sheet.who.value = same(sheet.who.value, event)
      else if (sheet.who.value)
        sheet.who.value = { ...sheet.who.value, ficha: withPanels(sheet.who.value, event) }
      return
    case 'reading': {
      const key = readingKey(event.reading.question, event.reading.connector)
      const before = sheet.readings.value.get(key)
      // Asked beside an earlier stream and come late: the stream opened since says it itself, with records it can take back.
      if (before && before.run > run) return
      const next = stream.join?.(before?.value, event.reading) ?? heard(before?.value, event.reading)
      sheet.readings.value = put(sheet.readings.value, key, {
        value: same(before?.value, without(next, sheet.gone)),
        revision,
        run,
      })
      return
    }
    case 'retract':
      return retract(sheet, event.records, revision, run)
    case 'signal':
      if (outdated(sheet.signals.value.get(event.rule), revision, run)) return
      sheet.signals.value = put(sheet.signals.value, event.rule, { value: event, revision, run })
      return
    case 'advice':
      if (outdated(sheet.advice.value, revision, run)) return
      sheet.advice.value = { value: event, revision, run }
      return
    case 'system':
      sheet.systems.value = put(sheet.systems.value, event.connector, event)
      return
    case 'fault':
      sheet.faults.value = [
        ...sheet.faults.value.filter((f) => f.says !== event.says),
        { ...event, run },
      ].slice(-20)
      return
    case 'settled':
      if (!stream.main) return
      sheet.line.value = { line: 'ready', since: now }
      sheet.settledOnce.value = true
      prune(sheet, run)
  }
}

const outdated = (kept: Kept<unknown> | undefined, revision: number, run: number) =>
  kept !== undefined && (kept.run > run || (kept.run === run && kept.revision > revision))

/** "Still asking" and "failed" say nothing about what we knew: the value stays, with its age, beside the news. */
function heard(before: Reading | undefined, next: Reading): Reading {
  if (
    !before ||
    next.state.known !== 'nothing' ||
    next.asking.asking === 'idle' ||
    before.state.known === 'withheld'
  )
    return next
  return { ...before, asking: next.asking }
}

/** A stranger's records go with everything read off them: rows, totals, losing values, results, revealed values, in one commit. */
function retract(sheet: Sheet, records: readonly string[], revision: number, run: number): void {
  for (const record of records) sheet.gone.add(record)
  const readings = new Map<string, Kept<Reading>>()
  // An earlier stream named its records otherwise: which of its rows are the stranger's can no longer be told, so all of them go.
  for (const [key, kept] of sheet.readings.value)
    if (kept.run === run) readings.set(key, { ...kept, value: without(kept.value, sheet.gone) })
  sheet.readings.value = readings
  const current = (kept: Kept<unknown>) => kept.run === run && kept.revision >= revision
  sheet.signals.value = new Map([...sheet.signals.value].filter(([, kept]) => current(kept)))
  if (sheet.advice.value && !current(sheet.advice.value)) sheet.advice.value = undefined
  sheet.revealed.value = new Map()
  const who = sheet.who.value
  if (who?.person && who.revision < revision)
    sheet.who.value = {
      ...who,
      person: {
        ...who.person,
        name: known(who.person.name, sheet.gone) ?? { shown: 'withheld' },
        marks: who.person.marks.flatMap((m) => {
          const field = known(m.field, sheet.gone)
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

/** What an earlier stream said and this one, now settled, did not repeat is no longer known. */
function prune(sheet: Sheet, run: number): void {
  const current = <V extends { run: number }>(map: ReadonlyMap<string, V>) =>
    new Map([...map].filter(([, kept]) => kept.run >= run))
  sheet.readings.value = current(sheet.readings.value)
  sheet.signals.value = current(sheet.signals.value)
  sheet.faults.value = sheet.faults.value.filter((f) => f.run >= run)
  if (sheet.advice.value && sheet.advice.value.run < run) sheet.advice.value = undefined
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
