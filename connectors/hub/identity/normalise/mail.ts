import type { Grade } from '../../../contract/index.ts'
import type { IdentifierSettings } from '../settings.ts'

/** Role addresses: the mail of a desk does not say which person writes. */
const roles = new Set(
  (
    'administracion admin administrador administrator anonymous anonimo apoio atencion atencioncliente atencionalcliente ayuda billing clientes comercial compras comunicacion contabilidad contact ' +
    'contacto contato correo customerservice direccion donotreply empresa facturacion facturas geral hello help hola info informacion invoices mail mailerdaemon marketing none noemail ' +
    'nomail noreply noresponder notengo na office oficina orders pedidos personal postmaster prueba recepcion reservas reception rrhh sac sales secretaria service shop sincorreo sinemail soporte store suporte support ' +
    'test tienda unknown ventas vendas webmaster'
  ).split(' '),
)
/** Relay addresses that a marketplace or helpdesk makes for one order or ticket: they identify nobody. */
const relays =
  /^(marketplace\.amazon\.[a-z.]+|members\.ebay\.[a-z.]+|.*\.zendesk\.com|reply\..+|.*\.invalid|.*\.local|localhost)$/
const ignoresDots = new Set(['gmail.com', 'googlemail.com'])
const ignoresTags = new Set(
  'gmail.com googlemail.com outlook.com outlook.es hotmail.com hotmail.es live.com icloud.com me.com mac.com fastmail.com proton.me protonmail.com pm.me yahoo.com yahoo.es'.split(
    ' ',
  ),
)

/**
 * The exact mail, lower case; null when it is not one. `mailto:`, angle brackets and a name before them are
 * read through.
 */
export function parseMail(raw: string, settings: IdentifierSettings): { value: string; grade: Grade } | null {
  const bracketed = /<([^<>]+)>/.exec(raw)
  const value = (bracketed?.[1] ?? raw)
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/, '')
    .replace(/[.,;]+$/, '')
    .toLowerCase()
  const at = value.lastIndexOf('@')
  if (at < 1 || value.length > 254 || /[\s<>(),;:"]/.test(value) || value.indexOf('@') !== at) return null
  const domain = value.slice(at + 1)
  if (!/^[^.@]+(\.[^.@]+)+$/.test(domain)) return null
  return { value, grade: blocked(value, domain, settings) ? 'blocked' : 'strong' }
}

function blocked(value: string, domain: string, settings: IdentifierSettings): boolean {
  const local = value.slice(0, value.length - domain.length - 1)
  return (
    roles.has(local.replace(/[._-]/g, '').replace(/\+.*$/, '')) ||
    /^(x+|0+|\d|a{3,}|asdf\w*|no-?tiene)$/.test(local) ||
    relays.test(domain) ||
    settings.ownDomains.some(
      (own) => domain === own.toLowerCase() || domain.endsWith(`.${own.toLowerCase()}`),
    )
  )
}

/**
 * A household by its own words: the mails `familia.serrano@`, `los-ruiz@`, `casa@`, the name «Familia
 * Serrano». A surname that begins so (Losada, Casado) is none.
 */
export const isFamily = (text: string): boolean =>
  /^(la)?famil(ia|y)|^(fam|los|casa|hogar|home)[.@_-]/i.test(text)

/**
 * The mailbox behind an address: tags and dots dropped only where the provider drops them. Finds, never joins
 * alone.
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
