const special: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  þ: 'th',
  ð: 'd',
  ı: 'i',
  ª: 'a',
  º: 'o',
}
const ascii = /^[\x00-\x7f]*$/

/** Lower case without diacritics: how two spellings of one word compare. */
export const fold = (text: string): string =>
  ascii.test(text)
    ? text.toLowerCase()
    : text
        .toLowerCase()
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .replace(/[øłßæœđþðıªº]/g, (c) => special[c] as string)

/** Letters and digits only, folded: how numbers and codes written with dashes, dots or spaces compare. */
export const code = (text: string): string =>
  fold(text.normalize('NFKC'))
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
