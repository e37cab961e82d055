import type { Life } from '../life.ts'

/** Best customer and happy: the one to thank, not to sell to. */
const javier: Life = {
  key: 'javier', given: 'Javier', family: 'Ruiz Navarro', sex: 'm', born: '1979-11-02', taxId: '25418803B', mails: ['javier.ruiz@buzon.example'], phones: ['+34601223344'], street: 'Calle Goya, 88', zip: '28009', town: 'Madrid', region: 'Madrid', language: 'es', since: 1900,
  shop: [{ phone: '0034601223344' }], till: { name: 'Javier Ruiz Navarro', card: '9724 0000 5520', tier: 'oro', tierBefore: 'plata', tierDays: 800, points: 6230, voucher: 2000, shop: 'Gran Vía' }, desk: {}, visitors: [{ id: 'v-javier', known: true, device: 'portátil' }],
  orders: [-3, -30, -66, -110, -160, -200, -260, -340, -500, -700, -1000, -1500].map((day) => ({ day, cents: 18990, ...(day > -4 && { state: 'shipped' as const, promised: 1 }) })), tickets: [-20, -90, -180].map((day) => ({ day, cents: 8990, shop: 'Gran Vía' })),
  requests: [{ subject: 'Gracias por el montaje', queue: 'Consultas', status: 'resolved', day: -40, closed: -40, matter: 'agradecimiento', words: [['c', -40, 'Solo quería daros las gracias.'], ['a', -40, '¡Gracias a ti!']] }],
  surveys: [{ kind: 'nps', score: 9, day: -400, channel: 'mail' }, { kind: 'nps', score: 10, day: -45, channel: 'mail', comment: 'Siempre puntuales.' }, { kind: 'review', score: 5, day: -28, channel: 'web' }],
  consents: [{ purpose: 'marketing', granted: true, channel: 'mail' }], friends: [{ day: -300, friend: 'Sergio', bought: true }, { day: -200, friend: 'Paloma', bought: false }, { day: -60, friend: 'Iván', bought: true }],
  preferences: { address: 'usted', channel: 'mail', shop: 'Gran Vía', top: 'L', shoe: '43' }, scores: [{ kind: 'value', value: 95, cents: 520_000, day: -10, model: 'valor-5' }, { kind: 'churn', value: 0.05, day: -10, model: 'abandono-3' }],
  things: [{ name: 'Televisor 43"', serial: 'TV43-1180', state: 'ok', day: -340, years: 3 }], campaigns: [{ name: 'Aniversario', offer: 'Acceso anticipado', channel: 'mail', opened: true, answer: 'bought', day: -70 }],
  subscriptions: [{ product: 'Ribera Plus', plan: 'anual', cents: 2990, state: 'active', day: -200, renews: 165 }],
}
/** Her birthday is today, whenever the demo is started. */
const oscar = (today: string): Life => ({
  key: 'oscar', given: 'Óscar', family: 'Molina Fuentes', sex: 'm', born: `1990-${today.slice(5) === '02-29' ? '02-28' : today.slice(5)}`, mails: ['oscar.molina@mail.example'], phones: ['+34602334455'], street: 'Calle Larga, 5', zip: '41001', town: 'Sevilla', region: 'Andalucía', since: 620,
  shop: [{}], till: { tier: 'plata', tierDays: 100, points: 1480, voucher: 500, shop: 'Nervión', card: '9724 0000 6631' }, orders: [-12, -90, -200, -420].map((day) => ({ day, cents: 5995 })), surveys: [{ kind: 'nps', score: 8, day: -60, channel: 'mail' }],
  consents: [{ purpose: 'marketing', granted: true, channel: 'mail' }], preferences: { address: 'tú', shop: 'Nervión' },
})
/** Her subscription renews in five days, dearer than last year. */
const nuria: Life = {
  key: 'nuria', given: 'Nuria', family: 'Pascual Vega', sex: 'f', born: '1982-06-15', mails: ['nuria.pascual@correo.example'], phones: ['+34603445566'], street: 'Paseo del Prado, 3', zip: '50004', town: 'Zaragoza', region: 'Aragón', since: 1460,
  shop: [{ phone: '603 44 55 66' }], desk: {}, orders: [-25, -130, -280, -600].map((day) => ({ day, cents: 7490 })), visitors: [{ id: 'v-nuria', known: true }],
  subscriptions: [{ product: 'Ribera Plus', plan: 'anual', cents: 3990, state: 'active', day: -725, renews: 5 }, { product: 'Café en casa', plan: 'mensual', cents: 1490, state: 'active', day: -160, renews: 12 }, { product: 'Revista Hogar', plan: 'mensual', cents: 490, state: 'cancelled', day: -900, ended: -300, why: 'unused' }],
  events: [{ type: 'visit', day: -1, what: 'Cómo darse de baja de Ribera Plus' }, { type: 'search', day: -1, what: 'baja ribera plus' }], surveys: [{ kind: 'csat', score: 3, day: -20, channel: 'mail' }], consents: [{ purpose: 'marketing', granted: false, channel: 'mail' }],
  campaigns: [{ name: 'Renueva Plus', offer: 'Mismo precio un año más', channel: 'mail', opened: true, day: -6 }],
}
/** Leads, and buys here too: his own card is the one he may look at in every role's eyes. */
const bruno: Life = {
  key: 'bruno', given: 'Bruno', family: 'Arias Cano', sex: 'm', born: '1984-09-17', mails: ['bruno.arias@buzon.example'], phones: ['+34604667788'], street: 'Calle Jovellanos, 12', zip: '33201', town: 'Gijón', region: 'Asturias', since: 800,
  shop: [{}], till: { card: '9724 0000 4010', tier: 'plata', tierDays: 120, points: 910, shop: 'Colón' }, orders: [-15, -140, -390].map((day) => ({ day, cents: 6490 })), tickets: [{ day: -50, cents: 2490, shop: 'Colón' }],
  calls: [{ day: -14, hour: 11, seconds: 160, waited: 75, direction: 'in', kind: 'call', matter: 'talla', summary: 'Cambio de talla', said: [], offered: [], transfers: 0, solved: true }], surveys: [{ kind: 'nps', score: 8, day: -10, channel: 'mail' }],
}
export const glad = (today: string): Life[] => [javier, oscar(today), nuria, bruno]
