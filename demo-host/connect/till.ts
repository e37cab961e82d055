import sql from '../../connectors/catalog/sql/index.ts'
import { tillFields, tillRecord } from './till-fields.ts'

const member = 'SELECT * FROM socios WHERE'
/** Twelve months and more: newest first, as a till's list. */
const mine = (table: string, date: string) => ({
  id: 'id',
  select: `SELECT * FROM ${table} WHERE socio = :record ORDER BY ${date} DESC LIMIT :limit OFFSET :offset`,
  totals: { select: `SELECT count(*) AS count FROM ${table} WHERE socio = :record` },
})

/**
 * The shops' own database: members of the loyalty programme, what they bought at the till, and what the shops
 * know of them. SQL that SQLite and PostgreSQL both speak.
 */
export const till = () =>
  sql({
    id: 'till',
    title: { es: 'Fidelidad y caja', en: 'Loyalty and till', pt: 'Fidelização e caixa' },
    database: 'till',
    currency: 'EUR',
    timeZone: 'Europe/Madrid',
    phonePrefix: '+34',
    find: {
      by: {
        loyalty: `${member} tarjeta_num = replace(:value, ' ', '') LIMIT :limit`,
        phone: `${member} tel9 = substr(:value, length(:value) - 8) LIMIT :limit`,
        mail: `${member} lower(correo) = lower(:value) LIMIT :limit`,
        order:
          'SELECT s.*, t.numero AS tique FROM tiques t JOIN socios s ON s.id = t.socio WHERE t.numero = upper(:value) LIMIT :limit',
      },
      limit: 50,
      record: tillRecord,
    },
    search: `${member} lower(nombre) LIKE lower('%' || cast(:text AS text) || '%') OR tarjeta_num LIKE replace(cast(:text AS text), ' ', '') || '%' ORDER BY nombre LIMIT :limit`,
    answers: {
      person: { select: `${member} id = :record`, fields: tillFields.person },
      preferences: {
        id: 'socio',
        select: 'SELECT * FROM preferencias WHERE socio = :record',
        fields: tillFields.preferences,
      },
      orders: {
        ...mine('tiques', 'hora'),
        id: 'numero',
        url: 'https://caja.example/tiques/{numero}',
        freshFor: 30,
        totals: { select: 'SELECT count(*) AS count, sum(importe) AS sum FROM tiques WHERE socio = :record' },
        lines: { field: 'lines', of: 'tique', select: 'SELECT * FROM lineas WHERE tique IN (:ids)' },
        fields: tillFields.orders,
      },
      returns: {
        ...mine('devoluciones', 'hora'),
        url: 'https://caja.example/devoluciones/{id}',
        fields: tillFields.returns,
      },
      loyalty: {
        select: `${member} id = :record AND tarjeta IS NOT NULL`,
        freshFor: 60,
        fields: tillFields.loyalty,
      },
      things: {
        ...mine('productos_socio', 'compra'),
        url: 'https://caja.example/productos/{id}',
        fields: tillFields.things,
      },
      referrals: { ...mine('amigos', 'fecha'), fields: tillFields.referrals },
      scores: { ...mine('modelos', 'fecha'), fields: tillFields.scores },
      relations: { ...mine('vinculos', 'id'), fields: tillFields.relations },
      promises: {
        ...mine('promesas', 'hecha'),
        url: 'https://caja.example/promesas/{id}',
        select: `SELECT *, CASE WHEN cumplida IS NOT NULL THEN 'kept' ELSE 'open' END AS estado FROM promesas WHERE socio = :record ORDER BY hecha DESC LIMIT :limit OFFSET :offset`,
        fields: tillFields.promises,
      },
    },
  })
