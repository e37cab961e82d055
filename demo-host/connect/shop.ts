import rest from '../../connectors/catalog/rest.ts'
import { originOf } from '../systems/ports.ts'
import { secretNames } from '../systems/secrets.ts'

/** The online shop: mail, telephone, order number and name find; six questions are answered by record, policies for everybody. */
const customer = (at: string) => ({
  id: `${at}id`,
  identifiers: [{ kind: 'mail', from: `${at}email`, verified: `${at}email_verified` }, { kind: 'phone', from: `${at}phone` }, { kind: 'nationalId', from: `${at}tax_id` }, { kind: 'postcode', from: `${at}default_address.postcode` }] as const,
  name: { of: { given: `${at}first_name`, family: `${at}last_name` } }, birthDate: `${at}birth_date`, observedAt: `${at}updated_at`,
  address: { from: `${at}default_address`, of: { street: 'line1', locality: 'city', postalCode: 'postcode', region: 'province', country: 'country' } },
})
const record = customer('')
const byOrder = { ...customer('customer.'), identifiers: [...customer('customer.').identifiers, { kind: 'order', from: 'number', scope: 'shop' } as const] }
const good = 'good', bad = 'bad', warn = 'warn', calm = 'calm'

export const shop = (base: number) => rest({
  id: 'shop', title: 'Tienda', base: `${originOf(base, 'shop')}/v2`, access: { kind: 'bearer', secret: secretNames.shop }, currency: 'EUR', timeZone: 'Europe/Madrid', phonePrefix: '+34', mayHoldDuplicates: true,
  find: {
    rows: 'data', record,
    by: {
      mail: { path: '/customers', query: { email: '{value}' }, total: 'meta.total' }, phone: { path: '/customers', query: { phone: '{value}' }, total: 'meta.total' },
      name: { path: '/customers', query: { q: '{raw}', limit: '20' }, total: 'meta.total' }, order: { path: '/orders/{value}', rows: '', record: byOrder },
    },
  },
  search: { path: '/customers', query: { q: '{text}', limit: '{limit}' } },
  answers: {
    person: { call: { path: '/customers/{record}' }, fields: { name: { of: { given: 'first_name', family: 'last_name' } }, mails: 'email', phones: 'phone', birthDate: 'birth_date', nationalId: 'tax_id', language: 'locale', since: 'created_at', segment: 'segment', verified: 'email_verified', address: { from: 'default_address', of: { street: 'line1', locality: 'city', postalCode: 'postcode', region: 'province', country: 'country' } } } },
    orders: {
      call: { path: '/customers/{record}/orders', query: { limit: '{limit}', after: '{cursor}' } }, rows: 'data', paging: { by: 'cursor', next: 'meta.next' }, totals: { count: 'meta.total', sum: { from: 'meta.sum_cents', minor: 2 } }, id: 'number', owner: 'customer_id', freshFor: 30, url: 'https://tienda.example/admin/orders/{number}',
      fields: {
        orderNumber: 'number', orderDate: 'placed_at', total: { from: 'total_cents', minor: 2, currency: { from: 'currency' } }, items: 'item_count', motive: 'reason', expectedArrival: 'promised_at', delivered: 'delivered_at', shippedTo: 'ship_to', pickup: 'pickup_point',
        channel: { from: 'channel', map: { web: { code: 'web', label: 'web' }, app: { code: 'app', label: 'app' }, phone: { code: 'phone', label: 'teléfono' } } },
        status: { from: 'state', map: { placed: { code: 'placed', label: 'recibido', tone: calm }, paid: { code: 'paid', label: 'pagado', tone: calm }, packed: { code: 'packed', label: 'preparado', tone: calm }, shipped: { code: 'shipped', label: 'en camino', tone: good }, delayed: { code: 'late', label: 'retrasado', tone: bad }, ready: { code: 'ready', label: 'para recoger', tone: good }, delivered: { code: 'delivered', label: 'entregado', tone: good }, cancelled: { code: 'cancelled', label: 'anulado', tone: warn } } },
        lines: { from: 'lines', of: { product: 'name', quantity: 'qty', price: { from: 'unit_cents', minor: 2, currency: 'EUR' }, category: 'category', motive: 'gift_note' } },
      },
    },
    payments: {
      call: { path: '/customers/{record}/payments', query: { limit: '{limit}', after: '{cursor}' } }, rows: 'data', paging: { by: 'cursor', next: 'meta.next' }, totals: { count: 'meta.total' }, id: 'reference', freshFor: 30, url: 'https://tienda.example/admin/payments/{reference}',
      fields: {
        reference: 'reference', amount: { from: 'amount_cents', minor: 2, currency: { from: 'currency' } }, method: 'method', paymentDate: 'created_at', due: 'due_at', order: 'order_number', iban: 'iban',
        status: { from: 'state', map: { captured: { code: 'paid', label: 'cobrado', tone: good }, pending: { code: 'pending', label: 'pendiente', tone: calm }, declined: { code: 'declined', label: 'rechazado', tone: bad }, refunded: { code: 'refunded', label: 'devuelto', tone: calm }, overdue: { code: 'overdue', label: 'vencido', tone: bad } } },
      },
    },
    returns: {
      call: { path: '/customers/{record}/returns', query: { limit: '{limit}', after: '{cursor}' } }, rows: 'data', paging: { by: 'cursor', next: 'meta.next' }, totals: { count: 'meta.total', sum: { from: 'meta.sum_cents', minor: 2 } }, id: 'rma', freshFor: 60, url: 'https://tienda.example/admin/returns/{rma}',
      fields: { number: 'rma', returnDate: 'created_at', amount: { from: 'refund_cents', minor: 2, currency: { from: 'currency' } }, reason: 'reason', order: 'order_number', product: 'product', status: { from: 'state', map: { requested: { code: 'requested', label: 'pedida', tone: warn }, received: { code: 'received', label: 'recibida', tone: calm }, refunded: { code: 'refunded', label: 'abonada', tone: good }, rejected: { code: 'rejected', label: 'rechazada', tone: bad } } } },
    },
    consents: {
      call: { path: '/customers/{record}/consents', query: { limit: '{limit}' } }, rows: 'data', totals: { count: 'meta.total' }, freshFor: 60,
      fields: { purpose: { from: 'purpose', map: { marketing: { code: 'marketing', label: 'ofertas' }, profiling: { code: 'profiling', label: 'perfil' }, surveys: { code: 'surveys', label: 'encuestas' } } }, granted: 'granted', channel: { from: 'channel', map: { mail: { code: 'mail', label: 'correo' }, sms: { code: 'sms', label: 'SMS' }, phone: { code: 'phone', label: 'teléfono' } } }, dateModified: 'changed_at', basis: 'basis' },
    },
    policies: { call: { path: '/policies' }, rows: 'data', freshFor: 3600, fields: { title: 'title', text: 'text', when: 'when', motive: 'motive' } },
  },
})
