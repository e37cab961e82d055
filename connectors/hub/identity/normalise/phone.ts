import type { Grade } from '../../../contract/index.ts'
import type { IdentifierSettings } from '../settings.ts'
import { fold } from './fold.ts'
import { readNumber } from './numbering.ts'

/** First digits of the national number of a phone one person carries. Where fixed and mobile cannot be told apart: every one. */
const mobile: Record<string, RegExp> = {
  ES: /^[67]/,
  PT: /^9/,
  FR: /^[67]/,
  DE: /^1[567]/,
  IT: /^3/,
  GB: /^7[1-57-9]/,
  IE: /^8/,
  US: /^[2-9]/,
  MX: /^\d/,
  AR: /^9/,
  BR: /^\d\d9/,
  CO: /^3/,
  AU: /^4/,
}
const withheld =
  /^(anonymous|anonimo|unknown|withheld|private|privado|oculto|number withheld|numero oculto|desconocido|restricted|unavailable|no disponible|blocked|sin numero|n\/?a|null|\+?266696687)$/
const sequences = /^0?1234567(89?0?)?$|^9876543(210?)?$/

/** A phone in E.164, or its bare digits when no numbering plan explains them (weak). Null: no phone at all. */
export function parsePhone(
  raw: string,
  settings: IdentifierSettings,
  country?: string,
): { value: string; grade: Grade } | null {
  const text = raw.normalize('NFKC').trim()
  if (withheld.test(fold(text))) return { value: fold(text), grade: 'blocked' }
  const said = among(text)
  if (said === null) return null
  const { plain, extension: told } = spelt(said.text)
  const extension = told || said.doubt
  const digits = plain.replace(/\D/g, '')
  if (digits.length < 5 || digits.length > 18) return null
  const home = (country ?? settings.country).toUpperCase()
  const read =
    readNumber(plain, home) ??
    (country ? readNumber(plain, settings.country.toUpperCase()) : null) ??
    readNumber(`+${digits.replace(/^0+/, '')}`, home) ??
    readNumber(plain, home, true)
  const value = read?.value ?? (plain.startsWith('+') ? `+${digits}` : digits.replace(/^0+(?=\d)/, ''))
  if (!read && said.words) return null
  if (
    invented(read?.national ?? digits) ||
    settings.ownValues.some(
      (own) => own.replace(/\D/g, '') !== '' && value.endsWith(own.replace(/\D/g, '').replace(/^00/, '')),
    )
  )
    return { value, grade: 'blocked' }
  if (!read)
    return { value, grade: plain.startsWith('+') && digits.length >= 9 && !extension ? 'strong' : 'weak' }
  return { value, grade: !extension && mobile[read.country]?.test(read.national) ? 'strong' : 'weak' }
}

/**
 * The number among what shops write beside it: `600 12 34 56 (tardes)`, `casa: 954…`, `Mov. 600…`. Of two numbers the first, in doubt; an
 * extension said anywhere is a doubt too. Null: words and no number.
 */
function among(text: string): { text: string; words: boolean; doubt: boolean } | null {
  const rest = text
    .replace(/^(tel|phone|movil|sip|callto):/i, '')
    .replace(extensions, '')
    .replace(/[;@].*$/, '')
  if (!/\p{L}/u.test(rest)) return { text, words: false, doubt: false }
  const runs = (rest.match(/\+?\(?\d[\d\s().-]{5,}\d/g) ?? []).filter(
    (run) => run.replace(/\D/g, '').length >= 7 && !/^\d{1,4}[-.]\d{1,2}[-.]\d{1,4}$/.test(run),
  )
  const one = runs[0]
  return one === undefined
    ? null
    : {
        text: one,
        words: true,
        doubt:
          new Set(runs.map((r) => r.replace(/\D/g, ''))).size > 1 ||
          extensions.test(text) ||
          /\b(ext|extensi[oó]n|extension|anexo|ramal)\b/i.test(text),
      }
}
const extensions = /(;ext=|;|\s*(?:ext(?:ension)?|extensi[oó]n|anexo|ramal|x|#)\.?:?\s*)\d{1,6}\s*$/i

/** Strips what is written around a number: schemes, `(0)`, extensions; `00` and `011` become `+`. */
function spelt(text: string): { plain: string; extension: boolean } {
  let plain = text.replace(/^(tel|phone|sip|callto|movil):/i, '').replace(/@.*$/, '')
  const cut = plain.replace(extensions, '')
  const extension = cut !== plain
  plain = cut
    .replace(/;.*$/, '')
    .replace(/\(0\)/g, '')
    .replace(/[^\d+]/g, '')
    .replace(/(?!^)\+/g, '')
  return { plain: plain.replace(/^(00|011)(?=[1-9]\d{7})/, '+'), extension }
}

/** 600000000, 666666666, 123456789: typed to get past a form. */
const invented = (national: string): boolean =>
  /^\d{0,3}(\d)\1{5,}$/.test(national) || sequences.test(national) || /^(\d\d?)\1{3,}\1?$/.test(national)
