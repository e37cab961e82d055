import requestTracker from '../../connectors/catalog/request-tracker/index.ts'
import sql from '../../connectors/catalog/sql/index.ts'
import vendure, { vendureLogin } from '../../connectors/catalog/vendure/index.ts'
import { deskWords } from './desk.ts'
import { till } from './till.ts'

/** A variable that `e2e/systems` sets once its servers are ready. */
const requiredEnv = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: start the real systems with \`npm start -- --real\``)
  return value
}

/**
 * The same people in Vendure, Request Tracker, PostgreSQL and MariaDB, in place of the samples of the same
 * names.
 */
export function realSystems() {
  const shopBase = new URL(requiredEnv('REAL_VENDURE_URL')).origin
  const deskBase = requiredEnv('REAL_DESK_URL')
  return {
    connectors: [
      vendure({
        id: 'shop',
        title: { es: 'Tienda', en: 'Shop', pt: 'Loja' },
        base: shopBase,
        access: vendureLogin(shopBase, requiredEnv('REAL_VENDURE_USER'), 'REAL_VENDURE_PASSWORD'),
        currency: 'EUR',
        phonePrefix: '+34',
      }),
      requestTracker({
        id: 'desk',
        title: { es: 'Soporte', en: 'Helpdesk', pt: 'Suporte' },
        base: deskBase,
        access: { kind: 'basic', user: requiredEnv('REAL_DESK_USER'), secret: 'DEMO_DESK_PASSWORD' },
        ...deskWords,
      }),
      till(),
      sql({
        id: 'survey',
        title: { es: 'Encuestas', en: 'Surveys', pt: 'Inquéritos' },
        database: 'survey',
        timeZone: 'UTC',
        answers: {
          feedback: {
            from: ['mail'],
            select:
              'SELECT * FROM answers WHERE mail = :value ORDER BY answered DESC LIMIT :limit OFFSET :offset',
            freshFor: 120,
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
              comment: 'comment',
              dateCreated: 'answered',
              order: 'about_order',
              request: 'about_ticket',
              channel: {
                from: 'via',
                map: {
                  mail: { code: 'mail', label: { es: 'correo', en: 'email', pt: 'e-mail' } },
                  web: { code: 'web', label: 'web' },
                  phone: { code: 'phone', label: { es: 'teléfono', en: 'phone', pt: 'telefone' } },
                  store: { code: 'store', label: { es: 'tienda', en: 'shop', pt: 'loja' } },
                },
              },
            },
          },
        },
      }),
    ],
    databases: {
      till: { dialect: 'postgres' as const, url: 'REAL_TILL_URL' },
      survey: { dialect: 'mysql' as const, url: 'REAL_SURVEY_URL' },
    },
    private: [shopBase, deskBase],
  }
}
