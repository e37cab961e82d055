import type { Grade } from '../../../contract/index.ts'
import { readMails } from '../../../contract/mail.ts'
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

/** Said where a form insists on a mail: `no@no.com`, `sin@correo.es`, `notengo@gmail.com`, `null@null`. */
const none =
  /^(no|sin|sem|na|n\/a|null|undefined|nan|none|nada|ninguno|nenhum|nadie|nobody|empty|vacio|asd|asdf\w*|qwerty|x+|0+|\d|a{2,}|(no|sin|sem)[._-]?(tiene|tengo|tem|hay|aplica|correo|e?-?mail|consta|facilita|contesta|disponible|sabe|quiere|dado))$/

/** All mails of a text, graded; empty where there is none. See {@link readMails}. */
export const parseMails = (raw: string, settings: IdentifierSettings): { value: string; grade: Grade }[] =>
  readMails(raw).map((value) => ({ value, grade: isBlocked(value, settings) ? 'blocked' : 'strong' }))

function isBlocked(value: string, settings: IdentifierSettings): boolean {
  const at = value.lastIndexOf('@')
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)]
  return (
    roles.has(local.replace(/[._-]/g, '').replace(/\+.*$/, '')) ||
    none.test(local) ||
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
