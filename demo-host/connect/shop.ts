import rest from '../../connectors/catalog/rest/index.ts'
import { originOf } from '../systems/ports.ts'
import { secretNames } from '../systems/secrets.ts'

/**
 * The online shop: mail, telephone, order number and name find; seven questions are answered by record,
 * policies for everybody.
 */
const customer = (at: string) => ({
  id: `${at}id`,
  identifiers: [
    { kind: 'mail', from: `${at}email`, verified: `${at}email_verified` },
    { kind: 'phone', from: `${at}phone` },
    { kind: 'nationalId', from: `${at}tax_id` },
    { kind: 'postcode', from: `${at}default_address.postcode` },
  ] as const,
  name: { of: { given: `${at}first_name`, family: `${at}last_name` } },
  birthDate: `${at}birth_date`,
  observedAt: `${at}updated_at`,
  address: {
    from: `${at}default_address`,
    of: { street: 'line1', locality: 'city', postalCode: 'postcode', region: 'province', country: 'country' },
  },
})
const record = customer('')
const byOrder = {
  ...customer('customer.'),
  identifiers: [
    ...customer('customer.').identifiers,
    { kind: 'order', from: 'number', scope: 'shop' } as const,
  ],
}
const good = 'good',
  bad = 'bad',
  warn = 'warn',
  calm = 'calm'

export const shop = (base: number) =>
  rest({
    id: 'shop',
    title: { es: 'Tienda', en: 'Shop', pt: 'Loja' },
    base: `${originOf(base, 'shop')}/v2`,
    access: { kind: 'bearer', secret: secretNames.shop },
    currency: 'EUR',
    timeZone: 'Europe/Madrid',
    phonePrefix: '+34',
    mayHoldDuplicates: true,
    find: {
      rows: 'data',
      record,
      by: {
        mail: { path: '/customers', query: { email: '{value}' }, total: 'meta.total' },
        phone: { path: '/customers', query: { phone: '{value}' }, total: 'meta.total' },
        name: { path: '/customers', query: { q: '{raw}', limit: '20' }, total: 'meta.total' },
        order: { path: '/orders/{value}', rows: '', record: byOrder },
      },
    },
    search: { path: '/customers', query: { q: '{text}', limit: '{limit}' } },
    actions: {
      birthday: {
        title: { es: 'Anotar su cumpleaños', en: 'Record their birthday', pt: 'Registar o aniversário' },
        confirm: {
          es: 'Anotar que nació el {value}',
          en: 'Record that they were born on {value}',
          pt: 'Registar que nasceu a {value}',
        },
        input: {
          value: {
            type: 'date',
            sensitivity: 'personal',
            label: { es: 'Fecha de nacimiento', en: 'Date of birth', pt: 'Data de nascimento' },
            required: true,
          },
        },
        call: { path: '/customers/{record}/birth-date', body: { birth_date: '{input.value}' } },
        message: { es: 'Anotado en la tienda.', en: 'Recorded in the shop.', pt: 'Registado na loja.' },
        refresh: ['person'],
      },
      channel: {
        title: {
          es: 'Anotar por dónde prefiere que le hablemos',
          en: 'Record how they prefer to be reached',
          pt: 'Registar por onde prefere que o contactemos',
        },
        confirm: {
          es: 'Anotar por dónde prefiere que le hablemos',
          en: 'Record how they prefer to be reached',
          pt: 'Registar por onde prefere que o contactemos',
        },
        input: {
          value: {
            type: 'text',
            sensitivity: 'none',
            label: { es: 'Prefiere', en: 'Prefers', pt: 'Prefere' },
            required: true,
            options: [
              { value: 'mail', label: { es: 'Correo', en: 'Email', pt: 'E-mail' } },
              { value: 'phone', label: { es: 'Teléfono', en: 'Phone', pt: 'Telefone' } },
              { value: 'sms', label: 'SMS' },
              { value: 'store', label: { es: 'En la tienda', en: 'In the shop', pt: 'Na loja' } },
            ],
          },
        },
        call: { path: '/customers/{record}/contact-by', body: { contact_by: '{input.value}' } },
        message: { es: 'Anotado en la tienda.', en: 'Recorded in the shop.', pt: 'Registado na loja.' },
        refresh: ['preferences'],
      },
      consent: {
        title: {
          es: 'Anotar si quiere ofertas',
          en: 'Record whether they want offers',
          pt: 'Registar se quer ofertas',
        },
        confirm: {
          es: 'Anotar lo que ha dicho de las ofertas',
          en: 'Record what they said about offers',
          pt: 'Registar o que disse das ofertas',
        },
        input: {
          value: {
            type: 'text',
            sensitivity: 'pseudonymous',
            label: { es: 'Quiere ofertas', en: 'Wants offers', pt: 'Quer ofertas' },
            required: true,
            options: [
              { value: 'yes', label: { es: 'Sí', en: 'Yes', pt: 'Sim' } },
              { value: 'no', label: { es: 'No', en: 'No', pt: 'Não' } },
            ],
          },
        },
        call: {
          path: '/customers/{record}/consents',
          body: { purpose: 'marketing', granted: '{input.value}' },
        },
        message: { es: 'Anotado en la tienda.', en: 'Recorded in the shop.', pt: 'Registado na loja.' },
        refresh: ['consents'],
      },
    },
    answers: {
      person: {
        call: { path: '/customers/{record}' },
        fields: {
          name: { of: { given: 'first_name', family: 'last_name' } },
          mails: 'email',
          phones: 'phone',
          birthDate: 'birth_date',
          nationalId: 'tax_id',
          language: 'locale',
          since: 'created_at',
          segment: 'segment',
          verified: 'email_verified',
          address: {
            from: 'default_address',
            of: {
              street: 'line1',
              locality: 'city',
              postalCode: 'postcode',
              region: 'province',
              country: 'country',
            },
          },
        },
      },
      preferences: {
        call: { path: '/customers/{record}' },
        fields: {
          channel: {
            from: 'contact_by',
            map: {
              mail: { code: 'mail', label: { es: 'correo', en: 'email', pt: 'e-mail' } },
              phone: { code: 'phone', label: { es: 'teléfono', en: 'phone', pt: 'telefone' } },
              sms: { code: 'sms', label: 'SMS' },
              store: { code: 'store', label: { es: 'tienda', en: 'shop', pt: 'loja' } },
            },
          },
        },
      },
      orders: {
        call: { path: '/customers/{record}/orders', query: { limit: '{limit}', after: '{cursor}' } },
        rows: 'data',
        paging: { by: 'cursor', next: 'meta.next' },
        totals: { count: 'meta.total', sum: { from: 'meta.sum_cents', minor: 2 } },
        id: 'number',
        owner: 'customer_id',
        freshFor: 30,
        url: 'https://tienda.example/admin/orders/{number}',
        fields: {
          orderNumber: 'number',
          orderDate: 'placed_at',
          total: { from: 'total_cents', minor: 2, currency: { from: 'currency' } },
          items: 'item_count',
          motive: 'reason',
          expectedArrival: 'promised_at',
          delivered: 'delivered_at',
          shippedTo: 'ship_to',
          pickup: 'pickup_point',
          channel: {
            from: 'channel',
            map: {
              web: { code: 'web', label: 'web' },
              app: { code: 'app', label: 'app' },
              phone: { code: 'phone', label: { es: 'teléfono', en: 'phone', pt: 'telefone' } },
            },
          },
          status: {
            from: 'state',
            map: {
              placed: {
                code: 'placed',
                label: { es: 'recibido', en: 'received', pt: 'recebido' },
                tone: calm,
              },
              paid: { code: 'paid', label: { es: 'pagado', en: 'paid', pt: 'pago' }, tone: calm },
              packed: {
                code: 'packed',
                label: { es: 'preparado', en: 'packed', pt: 'preparado' },
                tone: calm,
              },
              shipped: {
                code: 'shipped',
                label: { es: 'en camino', en: 'on its way', pt: 'a caminho' },
                tone: good,
              },
              delayed: { code: 'late', label: { es: 'retrasado', en: 'late', pt: 'atrasado' }, tone: bad },
              ready: {
                code: 'ready',
                label: { es: 'para recoger', en: 'to pick up', pt: 'para levantar' },
                tone: good,
              },
              delivered: {
                code: 'delivered',
                label: { es: 'entregado', en: 'delivered', pt: 'entregue' },
                tone: good,
              },
              cancelled: {
                code: 'cancelled',
                label: { es: 'anulado', en: 'cancelled', pt: 'anulado' },
                tone: warn,
              },
            },
          },
          lines: {
            from: 'lines',
            of: {
              product: 'name',
              quantity: 'qty',
              price: { from: 'unit_cents', minor: 2, currency: 'EUR' },
              category: 'category',
              motive: 'gift_note',
            },
          },
        },
      },
      payments: {
        call: { path: '/customers/{record}/payments', query: { limit: '{limit}', after: '{cursor}' } },
        rows: 'data',
        paging: { by: 'cursor', next: 'meta.next' },
        totals: { count: 'meta.total' },
        id: 'reference',
        freshFor: 30,
        url: 'https://tienda.example/admin/payments/{reference}',
        fields: {
          reference: 'reference',
          amount: { from: 'amount_cents', minor: 2, currency: { from: 'currency' } },
          method: 'method',
          paymentDate: 'created_at',
          due: 'due_at',
          order: 'order_number',
          iban: 'iban',
          status: {
            from: 'state',
            map: {
              captured: { code: 'paid', label: { es: 'cobrado', en: 'paid', pt: 'cobrado' }, tone: good },
              pending: {
                code: 'pending',
                label: { es: 'pendiente', en: 'pending', pt: 'pendente' },
                tone: calm,
              },
              declined: {
                code: 'declined',
                label: { es: 'rechazado', en: 'declined', pt: 'recusado' },
                tone: bad,
              },
              refunded: {
                code: 'refunded',
                label: { es: 'devuelto', en: 'refunded', pt: 'devolvido' },
                tone: calm,
              },
              overdue: { code: 'overdue', label: { es: 'vencido', en: 'overdue', pt: 'vencido' }, tone: bad },
            },
          },
        },
      },
      returns: {
        call: { path: '/customers/{record}/returns', query: { limit: '{limit}', after: '{cursor}' } },
        rows: 'data',
        paging: { by: 'cursor', next: 'meta.next' },
        totals: { count: 'meta.total', sum: { from: 'meta.sum_cents', minor: 2 } },
        id: 'rma',
        freshFor: 60,
        url: 'https://tienda.example/admin/returns/{rma}',
        fields: {
          number: 'rma',
          returnDate: 'created_at',
          amount: { from: 'refund_cents', minor: 2, currency: { from: 'currency' } },
          reason: 'reason',
          order: 'order_number',
          product: 'product',
          status: {
            from: 'state',
            map: {
              requested: {
                code: 'requested',
                label: { es: 'pedida', en: 'requested', pt: 'pedida' },
                tone: warn,
              },
              received: {
                code: 'received',
                label: { es: 'recibida', en: 'received', pt: 'recebida' },
                tone: calm,
              },
              refunded: {
                code: 'refunded',
                label: { es: 'abonada', en: 'refunded', pt: 'reembolsada' },
                tone: good,
              },
              rejected: {
                code: 'rejected',
                label: { es: 'rechazada', en: 'rejected', pt: 'recusada' },
                tone: bad,
              },
            },
          },
        },
      },
      consents: {
        call: { path: '/customers/{record}/consents', query: { limit: '{limit}' } },
        rows: 'data',
        totals: { count: 'meta.total' },
        freshFor: 60,
        fields: {
          purpose: {
            from: 'purpose',
            map: {
              marketing: { code: 'marketing', label: { es: 'ofertas', en: 'offers', pt: 'ofertas' } },
              profiling: { code: 'profiling', label: { es: 'perfil', en: 'profile', pt: 'perfil' } },
              surveys: { code: 'surveys', label: { es: 'encuestas', en: 'surveys', pt: 'inquéritos' } },
            },
          },
          granted: 'granted',
          channel: {
            from: 'channel',
            map: {
              mail: { code: 'mail', label: { es: 'correo', en: 'email', pt: 'e-mail' } },
              sms: { code: 'sms', label: 'SMS' },
              phone: { code: 'phone', label: { es: 'teléfono', en: 'phone', pt: 'telefone' } },
            },
          },
          dateModified: 'changed_at',
          basis: 'basis',
        },
      },
      policies: {
        call: { path: '/policies' },
        rows: 'data',
        freshFor: 3600,
        fields: { title: 'title', text: 'text', when: 'when', motive: 'motive' },
      },
    },
  })
