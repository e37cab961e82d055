import type { Life, LifeOrder, LifeTill } from '../life.ts'

const years: LifeOrder[] = [-395, -430, -470, -520, -580, -640, -730, -815, -900, -1010, -1120, -1290, -1480, -1700, -2050, -2390].map((day, i) => ({ day, cents: [4995, 6990, 2490, 12990, 3795, 8990, 1990, 5490][i % 8] as number, ...(i % 3 === 0 && { pickup: 'Tienda Colón' }) }))
const shop: LifeTill[] = [[-60, 6990], [-130, 12990], [-210, 4990], [-300, 6870], [-410, 2450], [-555, 3490], [-700, 1990], [-880, 8990], [-1100, 1495], [-1500, 4995], [-2000, 2990]].map(([day = 0, cents = 0]) => ({ day, cents, shop: 'Colón', ...(day === -210 && { back: { reason: 'talla', day: -205 } }) }))

/** Best customer, and today she has every reason to be cross: the person to try first. */
export const lucia: Life = {
  key: 'lucia', given: 'Lucía', family: 'Martín Ortega', sex: 'f', born: '1986-04-23', taxId: '44871220K', mails: ['lucia.martin@correo.example', 'l.martin@trabajo.example'], phones: ['+34600123456'],
  street: 'Carrer de Sorní, 14, 3ª', zip: '46004', town: 'Valencia', region: 'Comunitat Valenciana', language: 'ca', since: 2600,
  shop: [{ phone: '600 12 34 56', segment: 'fiel' }], desk: { phone: '+34600123456', given: 'Lucia', family: 'Martin' }, till: { name: 'MARTIN ORTEGA, LUCIA', phone: '600-12-34-56', card: '9724 0000 4417', tier: 'oro', tierBefore: 'plata', tierDays: 410, points: 4120, expiring: 600, voucher: 1000, shop: 'Colón', street: 'C/ Sorni 14' },
  visitors: [{ id: 'v-lucia-movil', known: true, device: 'iPhone' }],
  orders: [
    ...years, { day: -330, cents: 14990 }, { day: -280, cents: 7990, pickup: 'Tienda Colón' }, { day: -230, cents: 19990 }, { day: -190, cents: 8990, back: { reason: 'talla', day: -182 } }, { day: -150, cents: 12990, pickup: 'Tienda Colón' }, { day: -110, cents: 11990 }, { day: -75, cents: 34990, pickup: 'Tienda Colón' },
    { number: '10432', day: -9, state: 'delayed', promised: -2, cents: 12990, channel: 'web', method: 'Visa ···· 0119', lines: [{ product: 'Zapatillas Vela', category: 'calzado', quantity: 1, cents: 6990, gift: 'regalo' }, { product: 'Jersey de punto', category: 'moda', quantity: 1, cents: 3995 }, { product: 'Batería de recambio', category: 'electrónica', quantity: 1, cents: 2005 }], why: 'cumpleaños de su hermano' },
    { number: '10440', day: -5, state: 'ready', cents: 24990, channel: 'app', pickup: 'Tienda Colón · estante B4', lines: [{ product: 'Robot aspirador R3', category: 'hogar', quantity: 1, cents: 24990 }] },
  ],
  tickets: [...shop, { number: 'T-8841', day: -19, cents: 2450, shop: 'Colón', lines: [{ product: 'Bufanda de lana', category: 'moda', quantity: 1, cents: 1995 }, { product: 'Bolsa de tela', category: 'moda', quantity: 1, cents: 455 }] }],
  requests: [
    { subject: 'Pedido 10432 no llegó', queue: 'Reclamaciones', status: 'open', day: -6, dueIn: 0, priority: 60, channel: 'phone', order: '10432', matter: 'entrega', said: ['El repartidor no pasó ningún día', 'Es un regalo: lo necesita el sábado'], offered: ['Reenvío urgente', 'Vale de 10 €'],
      words: [['c', -6, 'El pedido 10432 tenía que llegar y no ha llegado. He estado en casa todo el día.'], ['a', -4, 'Lo sentimos, Lucía: hemos pedido el reenvío urgente y te lo confirmamos hoy.'], ['c', -2, 'Sigue sin llegar. Es la tercera vez que lo cuento.']] },
    { subject: 'Factura de la cafetera', queue: 'Consultas', status: 'resolved', day: -148, closed: -147, channel: 'mail', matter: 'factura', words: [['c', -148, '¿Me enviáis la factura?'], ['a', -147, 'Adjunta va.']] },
  ],
  calls: [
    { day: -8, hour: 10, seconds: 190, waited: 35, direction: 'in', kind: 'call', matter: 'entrega', summary: 'Pregunta si el pedido 10432 sale hoy', said: ['Estará en casa por la tarde'], offered: [], transfers: 0, solved: false },
    { day: -6, hour: 18, seconds: 540, waited: 260, direction: 'in', kind: 'call', matter: 'entrega', summary: 'Reclama el pedido 10432', said: ['El repartidor no pasó ningún día', 'Es un regalo: lo necesita el sábado'], offered: ['Reenvío urgente'], transfers: 2, solved: false },
    { day: -4, hour: 12, seconds: 420, waited: 20, direction: 'in', kind: 'chat', matter: 'entrega', summary: 'Vuelve a preguntar por el reenvío', said: ['Ya lo ha contado dos veces'], offered: ['Vale de 10 €'], transfers: 1, solved: false },
    { day: -2, hour: 19, seconds: 300, waited: 410, direction: 'in', kind: 'call', matter: 'entrega', summary: 'Pide hablar con un responsable', said: ['Prefiere recogerlo en la tienda Colón'], offered: [], transfers: 1, solved: false },
    { day: -120, hour: 11, seconds: 120, waited: 10, direction: 'in', kind: 'call', matter: 'tienda', summary: 'Horario de la tienda Colón', said: [], offered: [], transfers: 0, solved: true },
  ],
  surveys: [{ kind: 'nps', score: 9, day: -700, channel: 'mail' }, { kind: 'nps', score: 9, day: -500, channel: 'mail' }, { kind: 'nps', score: 8, day: -300, channel: 'mail' }, { kind: 'nps', score: 6, day: -120, channel: 'mail', comment: 'El envío tarda más que antes.' }, { kind: 'nps', score: 3, day: -1, channel: 'mail', order: '10432', comment: 'Tres veces he contado lo mismo.' }],
  subscriptions: [{ product: 'Ribera Plus', plan: 'anual', cents: 2990, state: 'active', day: -235, renews: 130 }],
  consents: [{ purpose: 'marketing', granted: true, channel: 'mail' }, { purpose: 'profiling', granted: true, channel: 'mail' }, { purpose: 'surveys', granted: true, channel: 'mail' }, { purpose: 'marketing', granted: false, channel: 'phone' }],
  campaigns: [{ name: 'Vuelta al frío', offer: '15 % en abrigos', channel: 'mail', opened: true, answer: 'declined', day: -14 }, { name: 'Aniversario', offer: 'Vale de 10 €', channel: 'app', opened: true, answer: 'bought', day: -80 }],
  events: [{ type: 'visit', day: 0, hour: 8, what: 'Seguimiento del pedido 10432' }, { type: 'visit', day: -1, what: 'Seguimiento del pedido 10432' }, { type: 'search', day: -3, what: 'devolver pedido no entregado' }, { type: 'cart', day: -12, what: 'Chaqueta acolchada', cents: 7995 }, { type: 'store', day: -19, what: 'Visita a tienda', place: 'Colón' }],
  preferences: { address: 'tú', language: 'ca', channel: 'phone', hour: 'tardes, de 17 a 20 h', shop: 'Colón', top: 'M', shoe: '38', brands: 'Vela, Azahar', likes: 'recoger en tienda', remark: 'Compra web, recoge en tienda' },
  things: [{ name: 'Cafetera Espresso 20', serial: 'CE20-88172', state: 'ok', day: -150, years: 3 }, { name: 'Tableta 10"', serial: 'TB10-30551', state: 'ok', day: -1075, years: 3 }],
  friends: [{ day: -420, friend: 'Empar', bought: true }, { day: -95, friend: 'Joan', bought: true }],
  scores: [{ kind: 'value', value: 92, cents: 410_000, day: -4, model: 'valor-5' }, { kind: 'churn', value: 0.58, before: 0.12, day: -1, model: 'abandono-3' }],
  relations: [{ kind: 'household', name: 'Andreu Pons Martín', role: 'hijo', since: '2019-02-01' }],
  promises: [{ what: 'Reenvío urgente del pedido 10432', by: 'Soporte', made: -4, due: 0, order: '10432' }, { what: 'Enviar la factura de la cafetera', by: 'Soporte', made: -148, due: -146, kept: -147 }],
}
