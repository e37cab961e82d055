import type { Grade } from '../../../contract/index.ts'
import { readMails } from '../../../contract/mail.ts'
import { isNothing } from '../../../contract/nothing.ts'
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
/** All mails of a text, graded; empty where there is none. See {@link readMails}. */
export const parseMails = (raw: string, settings: IdentifierSettings): { value: string; grade: Grade }[] =>
  readMails(raw).map((value) => ({ value, grade: isBlocked(value, settings) ? 'blocked' : 'strong' }))

function isBlocked(value: string, settings: IdentifierSettings): boolean {
  const at = value.lastIndexOf('@')
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)]
  return (
    roles.has(local.replace(/[._-]/g, '').replace(/\+.*$/, '')) ||
    isNothing(local, 'mail') ||
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
