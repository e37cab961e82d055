import type { Context, Hint, Language } from '../../connectors/contract/index.ts'
import { channels, hintKinds } from './hint-kinds.ts'
import type { HostProblem } from './host-problem.ts'
import type { HostSettings, Subject } from './port.ts'

const contextWords = ['motive', 'place', 'device', 'page', 'language', 'host'] as const
const MAX_DEPTH = 8

/** `problems`: what was left out, for the integrator. A subject that cannot be read at all is null. */
export interface ReadSubject {
  subject: Subject | null
  problems: readonly HostProblem[]
}
type Plain = Record<string, unknown>

/**
 * A copy without prototypes, so that no key is ever found on `Object`. Undefined below the deepest level
 * allowed.
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
  if (raw === null) return { subject: null, problems: [] }
  const problems: HostProblem[] = []
  const nobody = (...problem: HostProblem): ReadSubject => ({ subject: null, problems: [problem] })
  let input = copy(raw)
  if (!isPlain(input)) return nobody('shape')
  if (isPlain(input.attributes)) input = fromAttributes(input.attributes)
  const { hints = [], context = {}, interaction, ...rest } = input as Plain
  for (const key of Object.keys(rest)) problems.push(['more', key])
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
  if (!read.length) return { subject: null, problems }
  const subject: Subject = { hints: read, context: parseContext(context, problems) }
  if (interaction !== undefined) {
    if (word(interaction, 200)) subject.interaction = interaction
    else problems.push(['interaction'])
  }
  return { subject, problems }
}

/** A mistake in the context must not hide the customer: what is wrong is left out and reported. */
function parseContext(raw: unknown, problems: HostProblem[]): Context {
  const context: Context = {}
  if (!isPlain(raw)) {
    problems.push(['context'])
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
    else problems.push([key === 'channel' ? key : 'word', key])
  }
  return context
}

/** `order-scope` beside `order`: which system the number is of. */
const scopeIn = (attributes: Plain, name: string): Plain => {
  const scope = attributes[`${name}-scope`]
  return scope === undefined || scope === '' ? {} : { scope }
}

/** Hints and context from the element's attributes. */
function fromAttributes(attributes: Plain): Plain {
  const hints: Plain[] = []
  const context: Plain = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'interaction') continue
    const numbered = /^(.+)-scope$/.exec(name)?.[1]
    // A page may leave the attribute there while no number is on screen.
    if (numbered !== undefined && Object.hasOwn(hintKinds, numbered)) continue
    if (Object.hasOwn(hintKinds, name)) hints.push({ kind: name, value, ...scopeIn(attributes, name) })
    else context[name] = value
  }
  return { hints, context, interaction: attributes.interaction }
}

const languages: Record<Language, true> = { es: true, en: true, pt: true }
const one = <T extends string>(value: unknown, ...of: T[]): T | undefined => of.find((v) => v === value)

/** Settings that are unknown or invalid are ignored. */
export function parseSettings(raw: unknown): HostSettings & { insert: boolean } {
  const input = copy(raw)
  if (!isPlain(input)) return { insert: false }
  const language = typeof input.lang === 'string' ? input.lang.slice(0, 2).toLowerCase() : ''
  return {
    language: Object.hasOwn(languages, language) ? (language as Language) : undefined,
    theme: one(input.theme, 'light', 'dark', 'auto'),
    layout: one(input.layout, 'compact', 'touch'),
    template: word(input.template, 200) ? input.template : undefined,
    purpose: word(input.purpose, 200) ? input.purpose : undefined,
    insert: input.insert === true,
  }
}

/** A JWT, bare or as `{"token":"…"}`. Only its shape is checked here: the gateway verifies it. */
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
