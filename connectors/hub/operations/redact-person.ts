import type { CardPayload } from '../session/handle.ts'

const gap = '…'
/** Codes the card itself offers; nobody typed them. */
const code = /^[a-z][a-z-]{0,30}$/

/**
 * What an agent wrote, without whom it was about: the customer's own names and keys, mails, numbers of four
 * figures or more, and names of others (words with a capital inside a sentence) become a gap. Without the
 * card there is nothing to check against: only codes are kept.
 */
export function redactPerson(text: string, card: CardPayload | undefined): string | undefined {
  if (code.test(text)) return text
  if (!card) return undefined
  const theirs = [
    ...card.records.flatMap(({ record: { name } }) => (name ? Object.values(name) : [])),
    ...card.identifiers.map((i) => i.raw),
    ...card.records.flatMap((r) => r.record.identifiers.map((i) => i.value)),
  ]
  const words = new Set(
    theirs
      .flatMap((t) => (typeof t === 'string' ? folded(t).split(/[^\p{L}\p{N}]+/u) : []))
      .filter((w) => w.length > 2),
  )
  return text
    .replace(/\S+@\S+/g, gap)
    .replace(/https?:\/\/\S+/g, gap)
    .replace(/[+\d][\d\s().\-/]{2,}\d/g, (m) => (m.replace(/\D/g, '').length >= 4 ? gap : m))
    .replace(/[\p{L}\p{N}]+/gu, (w, at: number, whole: string) =>
      words.has(folded(w)) || (/^\p{Lu}/u.test(w) && !/(^|[.!?…:]\s*)$/u.test(whole.slice(0, at))) ? gap : w,
    )
    .replace(/(?:…[\s,]*){2,}/g, `${gap} `)
    .trim()
}
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
