import { hubModel, pairBits } from '../compare/bits.ts'
import { compareProfiles, newLevels } from '../compare/compare.ts'
import { profileOf } from '../compare/profile.ts'
import { fold } from '../normalise/fold.ts'
import type { IdentifierSettings } from '../settings.ts'
import type { FoundRecord } from '../types.ts'
import { readAny } from './any.ts'
import { foundRecord } from './found.ts'
import { bears } from './outcome.ts'

/** Pieces of three characters, padded: what makes a search bear accents and slips. */
export function trigrams(text: string): Set<string> {
  const out = new Set<string>()
  for (const word of fold(text).split(/[^\p{L}\p{N}]+/u)) {
    if (word === '') continue
    const padded = `  ${word} `
    for (let i = 0; i + 3 <= padded.length; i++) out.add(padded.slice(i, i + 3))
  }
  return out
}

const home: IdentifierSettings = { country: 'ES', ownDomains: [], ownValues: [] }

/**
 * Records like a typed text, best first: part of a name, phone, mail or number; accents and slips forgiven.
 * Records that share nothing with it are left out. `score`: bits of likelihood plus the share of the text
 * that was found.
 */
export function rank(
  text: string,
  records: readonly FoundRecord[],
  settings: IdentifierSettings = home,
): { record: FoundRecord; score: number }[] {
  const wanted = trigrams(text)
  const digits = text.replace(/\D/g, '')
  const readings = readAny(text, settings)
  const query = profileOf(
    foundRecord(
      { id: '?' },
      {
        id: '?',
        identifiers: readings.map(({ kind, value, raw }) => ({ kind, value: kind === 'name' ? raw : value })),
      },
      [],
      settings,
    ),
    settings.country,
  )
  const levels = newLevels()
  const words = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((w) => w !== '')
  return records
    .map((record) => {
      const name = record.record.name
      const said = [
        name?.full,
        name?.given,
        name?.family,
        record.record.address?.locality,
        record.record.address?.postalCode,
        ...record.identifiers.map((i) => i.value),
        ...record.identifiers.map((i) => i.raw),
      ]
        .filter((t) => t !== undefined)
        .join(' ')
      const has = trigrams(said)
      let met = 0
      for (const piece of wanted) if (has.has(piece)) met++
      const share = wanted.size === 0 ? 0 : met / wanted.size
      const plain = fold(said)
      const starts =
        words.filter((w) => plain.split(/[^\p{L}\p{N}]+/u).some((x) => x.startsWith(w))).length /
        Math.max(1, words.length)
      const number =
        digits.length >= 3 &&
        record.identifiers.some((i) => i.value.replace(/\D/g, '').includes(digits.replace(/^0+/, '')))
          ? 1
          : 0
      const exact = readings.some((r) => r.kind !== 'name' && r.kind !== 'postcode' && bears(record, r))
        ? 1
        : 0
      const bits = Math.max(
        0,
        pairBits(hubModel, compareProfiles(query, profileOf(record, settings.country), levels)) -
          hubModel.prior,
      )
      return { record, share, score: exact * 30 + number * 12 + share * 10 + starts * 8 + Math.min(24, bits) }
    })
    .filter((r) => r.share >= 0.34 || r.score >= 12)
    .sort((a, b) => b.score - a.score || (a.record.key < b.record.key ? -1 : 1))
    .map(({ record, score }) => ({ record, score: Math.round(score * 100) / 100 }))
}
