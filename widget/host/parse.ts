import type { Context, Hint, Language } from '../../connectors/contract/index.ts'
import { channels, hintKinds } from './hint-kinds.ts'
import type { HostSettings, Subject } from './port.ts'
import type { Wrong } from './wrong.ts'

const contextWords = ['motive', 'place', 'device', 'page', 'language', 'host'] as const
const MAX_DEPTH = 8

/** `wrong` is what was not taken, for the integrator. A subject that cannot be read at all is nobody. */
export interface ReadSubject {
  subject: Subject | null
  wrong: readonly Wrong[]
}
type Plain = Record<string, unknown>

/**
 * A copy without prototypes, so that no name is ever found on `Object`. Nothing when it is nested too deep.
 */
function copy(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return undefined
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1))
  const out = Object.create(null) as Plain
  for (const key of Object.keys(value)) out[key] = copy((value as Plain)[key], depth + 1)
  return out
}
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const word = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max

export function parseSubject(raw: unknown): ReadSubject {
  if (raw === null) return { subject: null, wrong: [] }
  const wrong: Wrong[] = []
  const nobody = (...why: Wrong): ReadSubject => ({ subject: null, wrong: [why] })
  let said = copy(raw)
  if (!isPlain(said)) return nobody('shape')
  if (isPlain(said.attributes)) said = fromAttributes(said.attributes)
  const { hints = [], context = {}, interaction, ...rest } = said as Plain
  for (const key of Object.keys(rest)) wrong.push(['more', key])
  if (!Array.isArray(hints) || hints.length > 20) return nobody('hints')
  const read: Hint[] = []
  for (const [i, hint] of hints.entries()) {
    if (!isPlain(hint) || typeof hint.kind !== 'string' || !Object.hasOwn(hintKinds, hint.kind))
      return nobody('kind', i)
    if (!word(hint.value, 500)) return nobody('value', i)
    if (hint.scope !== undefined && !word(hint.scope, 100)) return nobody('scope', i)
    read.push({
      kind: hint.kind as Hint['kind'],
      value: hint.value,
      ...(hint.scope !== undefined && { scope: hint.scope as string }),
    })
  }
  if (!read.length) return { subject: null, wrong }
  const subject: Subject = { hints: read, context: parseContext(context, wrong) }
  if (interaction !== undefined) {
    if (word(interaction, 200)) subject.interaction = interaction
    else wrong.push(['interaction'])
  }
  return { subject, wrong }
}

/** The situation helps; a mistake in it must not hide the customer. What is wrong is left out, and said. */
function parseContext(raw: unknown, wrong: Wrong[]): Context {
  const context: Context = {}
  if (!isPlain(raw)) {
    wrong.push(['context'])
    return context
  }
  for (const [key, value] of Object.entries(raw)) {
    if (value === undefined || value === '') continue
    if (key === 'channel' && typeof value === 'string' && Object.hasOwn(channels, value))
      context.channel = value as NonNullable<Context['channel']>
    else if (key === 'waited' && typeof value === 'number' && value >= 0 && value <= 86_400)
      context.waited = value
    else if ((contextWords as readonly string[]).includes(key) && word(value, 200))
      context[key as (typeof contextWords)[number]] = value
    else wrong.push([key === 'channel' ? key : 'word', key])
  }
  return context
}

/** The element's attributes, as they were written. */
function fromAttributes(attributes: Plain): Plain {
  const hints: Plain[] = []
  const context: Plain = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'interaction') continue
    if (Object.hasOwn(hintKinds, name)) hints.push({ kind: name, value })
    else context[name] = value
  }
  return { hints, context, interaction: attributes.interaction }
}

const languages: Record<Language, true> = { es: true, en: true, pt: true }
const one = <T extends string>(value: unknown, ...of: T[]): T | undefined => of.find((v) => v === value)

/** Settings are wishes: what we do not know is as if it were not said. */
export function parseSettings(raw: unknown): HostSettings & { insert: boolean } {
  const said = copy(raw)
  if (!isPlain(said)) return { insert: false }
  const language = typeof said.lang === 'string' ? said.lang.slice(0, 2).toLowerCase() : ''
  return {
    language: Object.hasOwn(languages, language) ? (language as Language) : undefined,
    theme: one(said.theme, 'light', 'dark', 'auto'),
    layout: one(said.layout, 'compact', 'touch'),
    template: word(said.template, 200) ? said.template : undefined,
    purpose: word(said.purpose, 200) ? said.purpose : undefined,
    insert: said.insert === true,
  }
}

/** A JWT, bare or as `{"token":"…"}`: carried to the gateway, which alone can tell what it is worth. */
export function parseToken(raw: unknown): string | undefined {
  let text = raw
  if (typeof text === 'string' && text.startsWith('{'))
    try {
      text = (JSON.parse(text) as Plain).token
    } catch {
      return undefined
    }
  return typeof text === 'string' && text.length <= 8_192 && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text.trim())
    ? text.trim()
    : undefined
}
