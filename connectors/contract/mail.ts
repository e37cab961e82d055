/**
 * All mails of a text, exact, in lower case: `mailto:`, angle brackets, a name before them, signs nobody sees
 * and several in one field are read through. A domain is written in ASCII (IDNA). Empty where there is none.
 *
 * @example readMails('Ana <Ana@Correo.example>; luis@correo.example') // ['ana@correo.example', 'luis@correo.example']
 */
export function readMails(raw: string): string[] {
  // Nobody writes so much into a field for mails; what is so long is somebody's text.
  if (raw.length > 2_000) return []
  const seen = raw
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2018\u2019\u02bc\u00b4]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
  const bracketed = [...seen.matchAll(/<([^<>]*@[^<>]*)>/g)].map((found) => found[1] as string)
  const said = bracketed.length > 0 ? bracketed : [seen.replace(/\([^()@]*\)/g, ' ')]
  const values = said
    .flatMap((text) => text.split(/[;,|\n\r\t]+|\s+\/\s+/))
    // `ana garcia@x.example` is one that cannot be read, and not garcia's
    .flatMap((text) => {
      const words = text.trim().split(/\s+/)
      return words.every((word) => word.includes('@')) ? words : [text]
    })
    .flatMap((text) => readMail(text) ?? [])
  return [...new Set(values)]
}

function readMail(text: string): string | undefined {
  const value = text
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .replace(/^(mailto|e-?mail|correo|mail)\s*:\s*/i, '')
    .replace(/\?.*$/, '')
    .replace(/^[.]+|[.,;:]+$/g, '')
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
  if (/^[\x21-\x7e]+$/.test(domain)) return domain
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
