import requestTracker from '../../connectors/catalog/request-tracker/index.ts'
import { originOf } from '../systems/ports.ts'
import { secretNames } from '../systems/secrets.ts'

/** What this company calls its queues and fields; the sample and a real Request Tracker share them. */
export const deskWords = {
  phonePrefix: '+34',
  currency: 'EUR',
  queues: { Reclamaciones: 'claim', Consultas: 'question', Incidencias: 'incident' },
  handoffQueue: 'Consultas',
  customFields: {
    order: 'Pedido',
    matter: 'Asunto',
    channel: 'Canal',
    told: 'Nos contó',
    offered: 'Se le ofreció',
    messages: 'Mensajes',
  },
}

/** The helpdesk; "para el siguiente" is left here, as a comment on the customer's ticket. */
export const desk = (base: number) =>
  requestTracker({
    id: 'desk',
    title: { es: 'Soporte', en: 'Helpdesk', pt: 'Suporte' },
    base: originOf(base, 'desk'),
    pages: 'https://soporte.example',
    access: { kind: 'basic', user: 'ficha', secret: secretNames.desk },
    ...deskWords,
  })
