import type { Hint, Outcome } from '../../connectors/contract/index.ts'
import type { Draft, Place, Recent } from './port.ts'

// What is read was perhaps written by another version, or at the console: it is parsed like any foreign data.
type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const list = <T>(value: unknown, one: (item: unknown) => T | undefined): T[] =>
  Array.isArray(value) ? value.flatMap((item) => one(item) ?? []) : []
const text = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max
const when = (value: unknown): value is string => text(value, 40) && !Number.isNaN(Date.parse(value))

const parseHint = (raw: unknown): Hint | undefined =>
  isPlain(raw) &&
  text(raw.kind, 20) &&
  text(raw.value, 500) &&
  (raw.scope === undefined || text(raw.scope, 100))
    ? {
        kind: raw.kind as Hint['kind'],
        value: raw.value,
        ...(raw.scope !== undefined && { scope: raw.scope }),
      }
    : undefined

export const parseRecents = (raw: unknown): Recent[] =>
  list(raw, (item) => {
    if (!isPlain(item) || !text(item.name, 300) || !when(item.at)) return undefined
    const hints = list(item.hints, parseHint)
    if (!hints.length) return undefined
    return {
      name: item.name,
      hints,
      at: item.at,
      ...(text(item.interaction, 200) && { interaction: item.interaction }),
    }
  })

export const parseDraft = (raw: unknown): Draft | null =>
  isPlain(raw) && (raw.kind === 'handoff' || raw.kind === 'note') && text(raw.text, 10_000) && when(raw.at)
    ? { kind: raw.kind, text: raw.text, at: raw.at }
    : null

export const parsePlace = (raw: unknown): Place | null =>
  isPlain(raw) &&
  Array.isArray(raw.panels) &&
  typeof raw.scroll === 'number' &&
  raw.scroll >= 0 &&
  Number.isFinite(raw.scroll)
    ? {
        panels: list(raw.panels, (panel) => (text(panel, 200) ? panel : undefined)),
        scroll: raw.scroll,
        ...(text(raw.template, 200) && { template: raw.template }),
      }
    : null

/** Leaves out only what the gateway would surely refuse; it checks each outcome again. */
export const parseOutcomes = (raw: unknown): Outcome[] =>
  list(raw, (item) =>
    isPlain(item) && text(item.kind, 40) && text(item.at, 40) ? (item as Outcome) : undefined,
  )
