import type { Life } from '../life.ts'

/** About to leave: three complaints, a cancelled subscription, a model that says so. */
const antonio: Life = {
  key: 'antonio', given: 'Antonio', family: 'Cabrera Luna', sex: 'm', born: '1968-01-30', mails: ['antonio.cabrera@casa.example'], phones: ['+34604556677'], street: 'Avenida del Puerto, 21', zip: '29016', town: 'Málaga', region: 'Andalucía', since: 2200,
  shop: [{ phone: '604 556 677' }], desk: {}, till: { name: 'ANTONIO CABRERA LUNA', tier: 'plata', tierBefore: 'oro', tierDays: 20, points: 310, shop: 'Larios', card: '9724 0000 7742' },
  orders: [{ day: -48, cents: 34990, back: { reason: 'llegó roto', day: -40, state: 'received' } }, ...[-160, -300, -420, -500, -640, -800, -1100].map((day) => ({ day, cents: 11990 }))],
  requests: [
    { subject: 'Televisor roto al abrir la caja', queue: 'Reclamaciones', status: 'open', day: -39, dueIn: -3, priority: 70, matter: 'defecto', channel: 'mail', said: ['Envió fotos dos veces'], offered: ['Cambio'], words: [['c', -39, 'Ha llegado roto. Adjunto fotos.'], ['a', -35, 'Lo estudiamos.'], ['c', -20, '¿Hay novedades?'], ['c', -10, 'Última vez que escribo.']] },
    { subject: 'Siguen cobrándome la suscripción', queue: 'Reclamaciones', status: 'open', day: -9, dueIn: 2, matter: 'cobro', words: [['c', -9, 'La di de baja hace un mes.']] },
    { subject: 'Nadie me llama', queue: 'Reclamaciones', status: 'resolved', day: -25, closed: -24, matter: 'atención', words: [['c', -25, 'Prometisteis llamar.'], ['a', -24, 'Disculpe, le llamamos mañana.']] },
  ],
  calls: [-28, -21, -15, -8, -5, -1].map((day, i) => ({ day, seconds: 300, waited: 200 + i * 60, direction: 'in' as const, kind: 'call' as const, matter: 'defecto', summary: 'Pregunta por el cambio del televisor', said: ['Ya envió las fotos'], offered: i > 3 ? ['Cambio'] : [], transfers: 1, solved: false })),
  surveys: [{ kind: 'nps', score: 9, day: -500, channel: 'mail' }, { kind: 'nps', score: 4, day: -24, channel: 'mail' }, { kind: 'csat', score: 1, day: -4, channel: 'phone', comment: 'Nadie se hace cargo.' }], subscriptions: [{ product: 'Ribera Plus', plan: 'anual', cents: 2990, state: 'cancelled', day: -400, ended: -35, why: 'service' }],
  scores: [{ kind: 'churn', value: 0.87, before: 0.31, day: -2, model: 'abandono-3' }, { kind: 'value', value: 61, cents: 180_000, day: -2, model: 'valor-5' }], promises: [{ what: 'Llamarle con la solución', by: 'Soporte', made: -24, due: -23 }, { what: 'Recoger el televisor roto', by: 'Logística', made: -5, due: -3 }], preferences: { address: 'usted', channel: 'phone', shop: 'Larios' },
}
/** Once good, not seen for years. */
const rosa: Life = {
  key: 'rosa', given: 'Rosa', family: 'Delgado Prieto', sex: 'f', born: '1955-09-08', mails: ['rosa.delgado@mensajes.example'], phones: ['+34605667788'], street: 'Calle Real, 40', zip: '15003', town: 'A Coruña', region: 'Galicia', since: 2500,
  shop: [{ updated: 1600 }], till: { name: 'DELGADO PRIETO, ROSA', points: 0, shop: 'Príncipe', updated: 1600, card: '9724 0000 8853' }, orders: [-1650, -1720, -1800, -2000, -2200].map((day) => ({ day, cents: 6490 })), tickets: [-1700, -2300].map((day) => ({ day, shop: 'Príncipe' })), surveys: [{ kind: 'nps', score: 7, day: -1640, channel: 'mail' }],
  campaigns: [{ name: 'Te echamos de menos', offer: '25 %', channel: 'mail', opened: false, day: -100 }], consents: [{ purpose: 'marketing', granted: true, channel: 'mail' }],
}
/** Sends back nearly everything. */
const elena: Life = {
  key: 'elena', given: 'Elena', family: 'Campos Rey', sex: 'f', born: '1993-12-19', mails: ['elena.campos@buzon.example'], phones: ['+34606778899'], street: 'Ronda Norte, 12', zip: '30009', town: 'Murcia', region: 'Murcia', since: 700, shop: [{}], till: { tier: 'plata', points: 900, shop: 'Trapería', card: '9724 0000 9964' },
  orders: Array.from({ length: 22 }, (_, i) => ({ day: -8 - i * 16, cents: 5995, ...(i % 4 !== 3 && { back: { reason: ['talla', 'color', 'no era lo esperado'][i % 3] as string, day: -2 - i * 16, state: i === 0 ? 'requested' as const : 'refunded' as const } }) })),
  surveys: [{ kind: 'csat', score: 4, day: -30, channel: 'web' }], preferences: { address: 'tú', top: 'S', shoe: '37', remark: 'Suele pedir dos tallas y devolver una' },
}
/** Two payments refused, one overdue. */
const miguel: Life = {
  key: 'miguel', given: 'Miguel Ángel', family: 'Torres Gil', sex: 'm', born: '1974-03-03', taxId: '33512907Y', mails: ['ma.torres@correo.example'], phones: ['+34607889900'], street: 'Calle Nueva, 9', zip: '47002', town: 'Valladolid', region: 'Castilla y León', since: 1000, shop: [{ phone: '607.889.900' }], desk: { given: 'M. A.' },
  orders: [{ day: -60, cents: 24990, paid: 'overdue', method: 'Recibo domiciliado', due: -30 }, { day: -22, cents: 11990, paid: 'declined', method: 'Visa ···· 7710', state: 'placed' }, { day: -20, cents: 11990, paid: 'declined', method: 'Visa ···· 7710', state: 'placed' }, ...[-200, -380, -700].map((day) => ({ day, cents: 8990 }))],
  requests: [{ subject: 'No me deja pagar', queue: 'Incidencias', status: 'open', day: -20, dueIn: 1, matter: 'cobro', words: [['c', -20, 'La tarjeta funciona en otros sitios.'], ['a', -19, 'Pruebe de nuevo, por favor.']] }], surveys: [{ kind: 'ces', score: 2, day: -18, channel: 'mail' }],
}
export const trouble: readonly Life[] = [antonio, rosa, elena, miguel]
