/**
 * All mails of a text, exact, in lower case: `mailto:`, angle brackets, a name before them, signs nobody sees
 * and several in one field are read through, and what stands behind one. A domain is written in ASCII (IDNA).
 * Empty where there is none.
 *
 * @example readMails('Ana <Ana@Correo.example>; luis@correo.example') // ['ana@correo.example', 'luis@correo.example']
 */
export function readMails(raw: string): string[] {
  // Nobody writes so much into a field for mails; what is so long is somebody's text.
  if (raw.length > 2_000) return []
  const seen = withAt(
    raw
      // NFKC makes a space of the acute
      .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, ''),
  )
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/\]\(mailto:[^)]*\)/gi, ' ')
  const bracketed = [...seen.matchAll(/<([^<>]*@[^<>]*)>/g)].map((found) => found[1] as string)
  const said = bracketed.length > 0 ? bracketed : [seen.replace(/\([^()@]*\)/g, ' ')]
  const values = said
    .flatMap((text) =>
      text.split(/[;,|\n\r\t]+|\s+(?:\/|:::|-|&|y|e|o|u|and|or|et|ou|und|oder)\s+|(?<=@[^\s@/]+)\/(?=\S+@)/i),
    )
    // `ana garcia@x.example` is one that cannot be read, and not garcia's; what stands behind one is none of it
    .flatMap((text) => {
      const words = text.trim().split(/\s+/)
      const firstOther = words.findIndex((word) => !word.includes('@'))
      return firstOther === 0 || words.slice(firstOther).some((word) => word.includes('@'))
        ? firstOther < 0
          ? words
          : [text]
        : words.slice(0, firstOther < 0 ? undefined : firstOther)
    })
    .flatMap((text) => readMail(text) ?? [])
  return [...new Set(values)]
}

/** The @ as some hide it, or a program writes it; nobody's mail has spaces around it. */
const withAt = (text: string): string =>
  text.includes('@')
    ? text.replace(/^([^@]*\S)?\s*@\s*([^@]*)$/, '$1@$2')
    : text
        .replace(/\s*[[({]\s*(?:at|arroba)\s*[\])}]\s*/i, '@')
        .replace(/\s*[[({]\s*(?:dot|punto|ponto)\s*[\])}]\s*/gi, '.')
        .replace(/%40|&#64;|&commat;/gi, '@')

function readMail(text: string): string | undefined {
  const value = text
    .trim()
    .replace(/^["'=*[(]+|["']+$/g, '')
    .replace(/^(mailto|e-?mail|correo|mail|smtp)\s*:\s*/i, '')
    .replace(/\?.*$/, '')
    .replace(/^[.]+|[.,;:>)\]"'#*/]+$/g, '')
    .toLowerCase()
  const at = value.lastIndexOf('@')
  if (at < 1 || value.length > 254 || /[\s<>(),;:"]/.test(value) || value.indexOf('@') !== at)
    return undefined
  const domain = asciiDomain(value.slice(at + 1))
  return domain === undefined ? undefined : `${value.slice(0, at)}@${domain}`
}

/** `correo.españa.es` as the mail servers write it. */
function asciiDomain(domain: string): string | undefined {
  if (!/^[^.@/]+(\.[^.@/]+)+$/.test(domain)) return undefined
  if (/^[\x21-\x7e]+$/.test(domain)) return /^[\w.-]+$/.test(domain) ? domain : undefined
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return undefined
  }
}

const ignoresDots = new Set(['gmail.com', 'googlemail.com'])
const ignoresTags = new Set(
  'gmail.com googlemail.com outlook.com outlook.es hotmail.com hotmail.es live.com icloud.com me.com mac.com fastmail.com proton.me protonmail.com pm.me yahoo.com yahoo.es'.split(
    ' ',
  ),
)

/**
 * The mailbox that an address is delivered to: tags and dots are dropped only where the provider drops them. Two
 * spellings of one box find each other; that alone does not make one person of two.
 */
export function mailbox(mail: string): string {
  const at = mail.lastIndexOf('@')
  let local = mail.slice(0, at)
  let domain = mail.slice(at + 1)
  if (ignoresTags.has(domain)) local = local.replace(/(?<=.)\+.*$/, '')
  if (ignoresDots.has(domain)) {
    local = local.replace(/\./g, '')
    domain = 'gmail.com'
  }
  return `${local}@${domain}`
}
