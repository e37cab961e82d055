import { isMessageKey, message, messageOr } from '../../messages/index.ts'
import type { FichaProblem } from '../types.ts'
import type { Finding } from './analyse.ts'
import { type CelFailure, isCelFailure } from './library.ts'
import { operands, refusal } from './refusals.ts'

export function place(source: string, start: number, end: number): FichaProblem['at'] {
  const before = source.slice(0, start)
  const line = before.split('\n').length
  return { line, column: start - before.lastIndexOf('\n'), length: Math.max(1, end - start) }
}
export const problem = (path: string, source: string, finding: Finding, locale: string): FichaProblem => ({
  path,
  at: place(source, finding.node.start, finding.node.end),
  says: messageOr(`cel.${finding.code}`, locale, finding.code, finding.what),
})

/** A refusal of the library in our own message. Only names and types are taken from the library's text. */
export function failure(path: string, source: string, error: unknown, locale: string): FichaProblem {
  if (!isCelFailure(error)) return { path, says: message('cel.parse_error', locale) }
  const { range } = error
  return {
    path,
    says: wordsOf(error, source, locale),
    ...(range ? { at: place(source, range.start, range.end) } : {}),
  }
}

function wordsOf(error: CelFailure, source: string, locale: string): string {
  const summary = error.summary ?? error.message.split('\n', 1)[0] ?? ''
  const own = `cel.${error.code}`
  const known = isMessageKey(own)
    ? messageOr(own, locale, '', { x: error.range ? source.slice(error.range.start, error.range.end) : '' })
    : undefined
  const refused = known === undefined ? refusal(error, source, locale) : undefined
  const otherwise = /[Mm]ax|limit|exceed/.test(summary) ? 'cel.limit_exceeded' : 'cel.parse_error'
  return refused ?? `${known ?? message(otherwise, locale)}${operands(summary, locale)}`
}
