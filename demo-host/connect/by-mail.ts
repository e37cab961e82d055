import plainCard from '../../connectors/catalog/plain-card/index.ts'
import rest from '../../connectors/catalog/rest/index.ts'
import { originOf } from '../systems/ports.ts'
import { secretNames } from '../systems/secrets.ts'

const mailChannel = {
  map: {
    mail: { code: 'mail', label: { es: 'correo', en: 'email', pt: 'e-mail' } },
    web: { code: 'web', label: 'web' },
    phone: { code: 'phone', label: { es: 'teléfono', en: 'phone', pt: 'telefone' } },
    store: { code: 'store', label: { es: 'tienda', en: 'shop', pt: 'loja' } },
    sms: { code: 'sms', label: 'SMS' },
    app: { code: 'app', label: 'app' },
  },
} as const

/** The subscription service's own cards, in its own words. */
export const subsCards = (base: number) =>
  plainCard({
    id: 'subs',
    title: { es: 'Tarjetas de suscripciones', en: 'Subscription cards', pt: 'Cartões de subscrições' },
    url: `${originOf(base, 'subs')}/plain`,
    access: { kind: 'hmac-body', header: 'Plain-Request-Signature', secret: secretNames.signing },
    by: ['mail'],
    cards: [
      { key: 'plan', title: { es: 'Su plan', en: 'Their plan', pt: 'O seu plano' } },
      { key: 'gestion', title: { es: 'Gestión', en: 'Manage', pt: 'Gestão' } },
    ],
  })

/** The same service's API, for what has types. */
export const subscriptions = (base: number) =>
  rest({
    id: 'subscriptions',
    title: { es: 'Suscripciones', en: 'Subscriptions', pt: 'Subscrições' },
    base: originOf(base, 'subs'),
    access: { kind: 'bearer', secret: secretNames.subs },
    currency: 'EUR',
    answers: {
      subscriptions: {
        from: ['mail'],
        call: { path: '/subscriptions', query: { mail: '{value}' } },
        rows: 'subscriptions',
        freshFor: 60,
        url: 'https://subs.example/{id}',
        fields: {
          number: 'id',
          product: 'product',
          price: { from: 'price', currency: { from: 'currency' } },
          every: { from: 'every' },
          startDate: { from: 'started', unit: 's' },
          renewal: { from: 'renews', unit: 's' },
          endDate: { from: 'ended', unit: 's' },
          endReason: {
            from: 'why',
            map: {
              price: { code: 'price', label: { es: 'por el precio', en: 'the price', pt: 'pelo preço' } },
              unused: {
                code: 'unused',
                label: { es: 'no la usaba', en: 'did not use it', pt: 'não a usava' },
              },
              service: {
                code: 'service',
                label: { es: 'por el trato', en: 'the service', pt: 'pelo atendimento' },
                tone: 'bad',
              },
              moved: { code: 'moved', label: { es: 'se ha mudado', en: 'moved away', pt: 'mudou-se' } },
            },
          },
          status: {
            from: 'status',
            map: {
              active: { code: 'active', label: { es: 'activa', en: 'active', pt: 'ativa' }, tone: 'good' },
              paused: {
                code: 'paused',
                label: { es: 'en pausa', en: 'paused', pt: 'em pausa' },
                tone: 'warn',
              },
              cancelled: {
                code: 'cancelled',
                label: { es: 'cancelada', en: 'cancelled', pt: 'cancelada' },
                tone: 'calm',
              },
              past_due: {
                code: 'overdue',
                label: { es: 'impagada', en: 'unpaid', pt: 'por pagar' },
                tone: 'bad',
              },
            },
          },
        },
      },
    },
  })

/** The action that records a score a customer gave to an agent, on the scale of its survey. */
const recordScore = (kind: 'csat' | 'nps', most: number, title: { es: string; en: string; pt: string }) => ({
  title,
  confirm: {
    es: 'Anotar que puntúa con {value}',
    en: 'Record a score of {value}',
    pt: 'Registar a pontuação {value}',
  },
  input: {
    value: {
      type: 'text' as const,
      sensitivity: 'pseudonymous' as const,
      label: { es: `Puntuación, hasta ${most}`, en: `Score, up to ${most}`, pt: `Pontuação, até ${most}` },
      required: true as const,
      maxLength: 2,
    },
  },
  call: { path: '/answers', body: { mail: '{mail}', survey: kind, score: '{input.value}' } },
  message: { es: 'Anotado en Encuestas.', en: 'Recorded in the surveys.', pt: 'Registado nos inquéritos.' },
  refresh: ['feedback' as const],
})

/**
 * Surveys, asked by mail; a new answer can be left, once. Whoever answers came through a link in that very
 * mailbox: it is verified.
 */
export const survey = (base: number) =>
  rest({
    id: 'survey',
    title: { es: 'Encuestas', en: 'Surveys', pt: 'Inquéritos' },
    base: originOf(base, 'survey'),
    access: { kind: 'header', header: 'x-survey-key', secret: secretNames.survey },
    find: {
      by: { mail: { path: '/contacts/{value}' } },
      record: { id: 'contact', identifiers: [{ kind: 'mail', from: 'contact', verified: true }] },
    },
    actions: {
      answer: recordScore('csat', 5, {
        es: 'Anotar su respuesta',
        en: 'Record their answer',
        pt: 'Registar a resposta',
      }),
      recommend: recordScore('nps', 10, {
        es: 'Anotar si nos recomendaría',
        en: 'Record whether they would recommend us',
        pt: 'Registar se nos recomendaria',
      }),
    },
    answers: {
      feedback: {
        from: ['mail'],
        call: { path: '/answers', query: { email: '{value}' } },
        freshFor: 120,
        url: 'https://encuestas.example/answers/{id}',
        fields: {
          kind: {
            from: 'survey',
            map: {
              nps: { code: 'nps', label: 'NPS' },
              csat: { code: 'csat', label: 'CSAT' },
              ces: { code: 'ces', label: 'CES' },
              review: { code: 'review', label: { es: 'reseña', en: 'review', pt: 'avaliação' } },
            },
          },
          score: 'score',
          outOf: 'out_of',
          comment: 'text',
          dateCreated: 'answered_on',
          order: 'about_order',
          request: 'about_ticket',
          channel: { from: 'via', ...mailChannel },
        },
      },
    },
  })

/** Browsers first, people sometimes: the only system that knows a prospect. */
export const web = (base: number) =>
  rest({
    id: 'web',
    title: { es: 'Web y campañas', en: 'Web and campaigns', pt: 'Web e campanhas' },
    base: originOf(base, 'web'),
    access: { kind: 'bearer', secret: secretNames.web },
    currency: 'EUR',
    mayHoldDuplicates: true,
    find: {
      by: {
        visitor: { path: '/visitors/{value}', rows: '' },
        mail: { path: '/visitors', query: { email: '{value}' }, rows: 'items' },
      },
      record: {
        id: 'visitor',
        kind: { from: 'profile', map: { prospect: 'prospect', customer: 'person' } },
        identifiers: [
          { kind: 'visitor', from: 'visitor', scope: 'web' },
          { kind: 'mail', from: 'email', verified: true },
        ],
        name: 'display_name',
        observedAt: { from: 'last_seen', unit: 'ms' },
      },
    },
    answers: {
      behaviour: {
        call: { path: '/visitors/{record}/events', query: { limit: '{limit}', page: '{page}' } },
        rows: 'items',
        paging: { by: 'page', first: 0, pages: 'pages' },
        totals: { count: 'total' },
        id: 'event',
        owner: 'visitor',
        freshFor: 30,
        url: 'https://web.example/events/{event}',
        fields: {
          kind: {
            from: 'type',
            map: {
              visit: { code: 'visit', label: { es: 'visita', en: 'visit', pt: 'visita' } },
              cart: { code: 'cart', label: { es: 'carrito', en: 'cart', pt: 'carrinho' }, tone: 'warn' },
              search: { code: 'search', label: { es: 'búsqueda', en: 'search', pt: 'pesquisa' } },
              app: { code: 'app', label: 'app' },
              video: { code: 'video', label: { es: 'vídeo', en: 'video', pt: 'vídeo' } },
              mention: { code: 'mention', label: { es: 'mención', en: 'mention', pt: 'menção' } },
              store: { code: 'store', label: { es: 'tienda', en: 'shop', pt: 'loja' } },
            },
          },
          startDate: { from: 'ts', unit: 'ms' },
          what: 'what',
          value: { from: 'value_cents', minor: 2 },
          place: 'place',
          device: 'device',
        },
      },
      campaigns: {
        from: ['mail'],
        call: { path: '/campaigns', query: { email: '{value}', limit: '{limit}', page: '{page}' } },
        rows: 'items',
        paging: { by: 'page', first: 0, pages: 'pages' },
        totals: { count: 'total' },
        owner: 'to',
        freshFor: 300,
        url: 'https://web.example/campaigns/{id}',
        fields: {
          name: 'name',
          sent: { from: 'sent_ts', unit: 'ms' },
          channel: { from: 'channel', ...mailChannel },
          opened: 'opened',
          answered: {
            from: 'response',
            map: {
              clicked: {
                code: 'clicked',
                label: { es: 'la abrió y entró', en: 'opened it and came', pt: 'abriu e entrou' },
                tone: 'good',
              },
              bought: { code: 'bought', label: { es: 'compró', en: 'bought', pt: 'comprou' }, tone: 'good' },
              declined: {
                code: 'declined',
                label: { es: 'no le interesa', en: 'not interested', pt: 'não lhe interessa' },
                tone: 'warn',
              },
              unsubscribed: {
                code: 'unsubscribed',
                label: { es: 'se dio de baja', en: 'unsubscribed', pt: 'cancelou a subscrição' },
                tone: 'bad',
              },
            },
          },
          offer: 'offer',
        },
      },
    },
  })

/** The switchboard: calls and chats by number. */
export const phone = (base: number) =>
  rest({
    id: 'phone',
    title: { es: 'Centralita', en: 'Switchboard', pt: 'Central telefónica' },
    base: originOf(base, 'phone'),
    access: { kind: 'header', header: 'x-api-key', secret: secretNames.phone },
    phonePrefix: '+34',
    answers: {
      interactions: {
        from: ['phone'],
        call: { path: '/calls', query: { number: '{value}', limit: '{limit}', offset: '{offset}' } },
        rows: 'calls',
        paging: { by: 'offset', total: 'total', max: 100 },
        totals: { count: 'total' },
        owner: 'number',
        freshFor: 30,
        url: 'https://centralita.example/calls/{id}',
        fields: {
          kind: {
            from: 'kind',
            map: {
              call: { code: 'call', label: { es: 'llamada', en: 'call', pt: 'chamada' } },
              chat: { code: 'chat', label: 'chat' },
              visit: { code: 'visit', label: { es: 'visita', en: 'visit', pt: 'visita' } },
            },
          },
          startDate: 'started',
          duration: { from: 'seconds', unit: 's' },
          waited: { from: 'waited', unit: 's' },
          direction: {
            from: 'direction',
            map: {
              in: { code: 'in', label: { es: 'nos llamó', en: 'called us', pt: 'ligou-nos' } },
              out: { code: 'out', label: { es: 'le llamamos', en: 'we called', pt: 'ligámos' } },
            },
          },
          matter: 'matter',
          summary: 'summary',
          told: 'told',
          offered: 'offered',
          transfers: 'transfers',
          resolved: 'solved',
          place: 'place',
        },
      },
    },
  })
