import type { Grade } from '../../../contract/index.ts'
import { readMails } from '../../../contract/mail.ts'
import { isNothing } from '../../../contract/nothing.ts'
import type { IdentifierSettings } from '../settings.ts'

/** Role addresses: the mail of a desk does not say which person writes. */
const roles =
  /^(admin(istra\w+)?|anon[iy]m\w+|apoio|atencion[a-z]*|ayuda|billing|clientes?|comercial|compras|comunicacion|contabilidad|contac?to?|correo|customer(service)?|deleted|direccion|donotreply|empresa|factura(s|cion)|fulano|general|geral|hello|help|hola|info(rmacion)?|invitado|invoices|mail(erdaemon)?|marketing|mostrador|nombre|noreply|noresponder|office|oficina|orders|pedidos|personal|postmaster|prueba|recepcion|reception|reservas|rrhh|sac|sales|secretaria|service|shop|soporte|store|su(porte|pport)|test|tienda|user|usuario|ventas|vendas|webmaster)$/
/** Relay addresses that a marketplace or helpdesk makes for one order or ticket: they identify nobody. */
const relays =
  /^(marketplace\.amazon\.[a-z.]+|members\.ebay\.[a-z.]+|.*\.zendesk\.com|reply\..+|.*\.invalid|.*\.local|localhost)$/
/** Typed where a form insists: `a@a.com`, `12@12.es`. */
const typed = /^(\w\w?)@\1\./
/** All mails of a text, graded; empty where there is none. See {@link readMails}. */
export const parseMails = (raw: string, settings: IdentifierSettings): { value: string; grade: Grade }[] =>
  readMails(raw).map((value) => ({ value, grade: isBlocked(value, settings) ? 'blocked' : 'strong' }))

function isBlocked(value: string, settings: IdentifierSettings): boolean {
  const at = value.lastIndexOf('@')
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)]
  return (
    roles.test(local.replace(/[._-]|\+.*$/g, '')) ||
    isNothing(local, 'mail') ||
    typed.test(value) ||
    relays.test(domain) ||
    settings.ownDomains.some((own) => `.${domain}`.endsWith(`.${own.toLowerCase()}`))
  )
}

/**
 * A household by its own words: the mails `familia.serrano@`, `los-ruiz@`, `casa@`, the name «Familia
 * Serrano». A surname that begins so (Losada, Casado) is none.
 */
export const isFamily = (text: string): boolean =>
  /^(la)?famil(ia|y)|^(fam|los|casa|hogar|home)[.@_-]/i.test(text)
