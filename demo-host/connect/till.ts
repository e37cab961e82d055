import sql from '../../connectors/catalog/sql.ts'

const member = 'SELECT * FROM socios WHERE'
const tier = { map: { 'BÁSICA': { code: 'basic', label: 'Básica', tone: 'calm' }, PLATA: { code: 'silver', label: 'Plata', tone: 'good' }, ORO: { code: 'gold', label: 'Oro', tone: 'good' } } } as const
/** Twelve months and more: newest first, as a till's list. */
const mine = (table: string, date: string) => ({ id: 'id', select: `SELECT * FROM ${table} WHERE socio = :record ORDER BY ${date} DESC LIMIT :limit OFFSET :offset`, totals: { select: `SELECT count(*) AS count FROM ${table} WHERE socio = :record` } })

/** The shops' own database: members of the loyalty programme, what they bought at the till, and what the shops know of them. SQL that SQLite and PostgreSQL both speak. */
export const till = () => sql({
  id: 'till', title: 'Fidelidad y caja', database: 'till', currency: 'EUR', timeZone: 'Europe/Madrid', phonePrefix: '+34',
  find: {
    by: {
      loyalty: `${member} tarjeta_num = replace(:value, ' ', '') LIMIT :limit`, phone: `${member} tel9 = substr(:value, length(:value) - 8) LIMIT :limit`, mail: `${member} lower(correo) = lower(:value) LIMIT :limit`,
      order: 'SELECT s.*, t.numero AS tique FROM tiques t JOIN socios s ON s.id = t.socio WHERE t.numero = upper(:value) LIMIT :limit',
    },
    limit: 50,
    record: {
      id: 'id', name: 'nombre', birthDate: 'nacimiento', observedAt: 'modificado', address: { of: { street: 'calle', postalCode: 'cp', locality: 'poblacion' } },
      identifiers: [{ kind: 'loyalty', from: 'tarjeta' }, { kind: 'phone', from: 'telefono' }, { kind: 'mail', from: 'correo' }, { kind: 'order', from: 'tique', scope: 'till' }, { kind: 'postcode', from: 'cp' }],
    },
  },
  search: `${member} lower(nombre) LIKE lower('%' || cast(:text AS text) || '%') OR tarjeta_num LIKE replace(cast(:text AS text), ' ', '') || '%' ORDER BY nombre LIMIT :limit`,
  answers: {
    person: { select: `${member} id = :record`, fields: { name: 'nombre', phones: 'telefono', mails: 'correo', birthDate: 'nacimiento', since: 'alta', address: { of: { street: 'calle', postalCode: 'cp', locality: 'poblacion' } } } },
    preferences: {
      id: 'socio', select: 'SELECT * FROM preferencias WHERE socio = :record',
      fields: { formOfAddress: { from: 'tratamiento', map: { 'tú': { code: 'informal', label: 'tú' }, usted: { code: 'formal', label: 'usted' } } }, language: 'idioma', channel: { from: 'canal', map: { mail: { code: 'mail', label: 'correo' }, phone: { code: 'phone', label: 'teléfono' }, store: { code: 'store', label: 'tienda' } } }, bestHour: 'hora', shop: 'tienda', brands: { from: 'marcas', split: ',' }, likes: { from: 'gustos', split: ',' }, remark: 'nota' },
    },
    orders: {
      ...mine('tiques', 'hora'), id: 'numero', url: 'https://caja.example/tiques/{numero}', freshFor: 30,
      totals: { select: 'SELECT count(*) AS count, sum(importe) AS sum FROM tiques WHERE socio = :record' },
      lines: { field: 'lines', of: 'tique', select: 'SELECT * FROM lineas WHERE tique IN (:ids)' },
      fields: { orderNumber: 'numero', orderDate: 'hora', total: 'importe', items: 'articulos', shop: 'tienda', channel: { value: { code: 'store', label: 'tienda' } }, status: { value: { code: 'delivered', label: 'en mano', tone: 'good' } }, lines: { of: { product: 'producto', quantity: 'unidades', price: 'precio', category: 'familia', motive: 'motivo' } } },
    },
    returns: { ...mine('devoluciones', 'hora'), url: 'https://caja.example/devoluciones/{id}', fields: { number: 'id', returnDate: 'hora', amount: 'importe', reason: 'motivo', product: 'producto', order: 'tique', status: { value: { code: 'refunded', label: 'abonada', tone: 'good' } } } },
    loyalty: { select: `${member} id = :record AND tarjeta IS NOT NULL`, freshFor: 60, fields: { number: 'tarjeta', tier: { from: 'nivel', ...tier }, tierSince: 'nivel_desde', tierBefore: { from: 'nivel_antes', ...tier }, points: 'puntos', pointsExpiring: 'puntos_caducan', pointsExpire: 'caducan_el', voucher: 'vale', since: 'alta', shop: 'tienda' } },
    things: { ...mine('productos_socio', 'compra'), url: 'https://caja.example/productos/{id}', fields: { name: 'nombre', serial: 'serie', purchaseDate: 'compra', warrantyEnds: 'garantia', state: { from: 'estado', map: { ok: { code: 'ok', label: 'bien', tone: 'good' }, repair: { code: 'repair', label: 'en reparación', tone: 'warn' }, replaced: { code: 'replaced', label: 'cambiado', tone: 'calm' } } } } },
    referrals: { ...mine('amigos', 'fecha'), fields: { dateCreated: 'fecha', friend: 'amigo', bought: 'compro', reward: 'premio', status: { from: 'compro', map: { 1: { code: 'bought', label: 'compró', tone: 'good' }, 0: { code: 'invited', label: 'invitado', tone: 'calm' } } } } },
    scores: { ...mine('modelos', 'fecha'), fields: { kind: { from: 'clase', map: { value: { code: 'value', label: 'valor' }, churn: { code: 'churn', label: 'riesgo de irse' }, propensity: { code: 'propensity', label: 'propensión' }, profit: { code: 'profit', label: 'rentabilidad' } } }, value: 'valor', before: 'antes', money: 'euros', since: 'fecha', model: 'modelo' } },
    relations: { ...mine('vinculos', 'id'), fields: { kind: { from: 'clase', map: { household: { code: 'household', label: 'hogar' }, company: { code: 'company', label: 'empresa' }, parent: { code: 'parent', label: 'matriz' } } }, name: 'nombre', role: 'papel', since: 'desde', parent: 'matriz', total: 'euros' } },
    promises: { ...mine('promesas', 'hecha'), url: 'https://caja.example/promesas/{id}', select: `SELECT *, CASE WHEN cumplida IS NOT NULL THEN 'kept' ELSE 'open' END AS estado FROM promesas WHERE socio = :record ORDER BY hecha DESC LIMIT :limit OFFSET :offset`, fields: { what: 'que', made: 'hecha', due: 'vence', kept: 'cumplida', by: 'quien', order: 'pedido', status: { from: 'estado', map: { kept: { code: 'kept', label: 'cumplida', tone: 'good' }, open: { code: 'open', label: 'pendiente', tone: 'warn' } } } } },
  },
})
