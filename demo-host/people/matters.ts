import type { DeskTicket } from './raw.ts'

/** What people write about. */
export const matters: readonly {
  subject: string
  queue: DeskTicket['queue']
  matter: string
  words: string
  answer: string
}[] = [
  {
    subject: '¿Dónde está mi pedido?',
    queue: 'Consultas',
    matter: 'entrega',
    words: 'Hola, ¿me podéis decir cuándo llega? Gracias.',
    answer: 'Buenos días, sale hoy del almacén.',
  },
  {
    subject: 'Cambio de talla',
    queue: 'Consultas',
    matter: 'cambio',
    words: 'Necesito una talla más.',
    answer: 'Puede cambiarlo en cualquier tienda con el tique.',
  },
  {
    subject: 'No me llega la factura',
    queue: 'Consultas',
    matter: 'factura',
    words: 'Necesito la factura a nombre de la empresa.',
    answer: 'Se la adjunto.',
  },
  {
    subject: 'Producto defectuoso',
    queue: 'Reclamaciones',
    matter: 'defecto',
    words: 'Ha dejado de funcionar a la semana.',
    answer: 'Lamentamos lo ocurrido: le enviamos uno nuevo.',
  },
  {
    subject: 'Cobro duplicado',
    queue: 'Reclamaciones',
    matter: 'cobro',
    words: 'Me habéis cobrado dos veces.',
    answer: 'Hemos pedido la devolución al banco: 3 días.',
  },
  {
    subject: 'Puntos que faltan',
    queue: 'Consultas',
    matter: 'fidelidad',
    words: 'No se han sumado los puntos de la última compra.',
    answer: 'Ya están sumados.',
  },
  {
    subject: 'No puedo entrar en mi cuenta',
    queue: 'Incidencias',
    matter: 'acceso',
    words: 'Me dice que la contraseña no es correcta.',
    answer: 'Le hemos enviado un enlace nuevo.',
  },
  {
    subject: 'Devolución sin abonar',
    queue: 'Reclamaciones',
    matter: 'devolución',
    words: 'Devolví hace diez días y no veo el abono.',
    answer: 'Abonado hoy; el banco tarda dos días.',
  },
  {
    subject: 'Baja del boletín',
    queue: 'Consultas',
    matter: 'comunicaciones',
    words: 'No quiero más correos.',
    answer: 'Hecho.',
  },
]
