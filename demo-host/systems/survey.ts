import type { Raw, SurveyAnswer } from '../people/raw.ts'
import { equalInConstantTime, groupBy, json, type System } from './reply.ts'

const scales = { nps: 10, csat: 5, ces: 7, review: 5 } as const
const isKind = (x: unknown): x is SurveyAnswer['kind'] => typeof x === 'string' && Object.hasOwn(scales, x)

/**
 * Surveys: asked by mail, never says whose the answers are. New answers are taken in, once per idempotency
 * key.
 */
export function survey(raw: Raw, secret: string): System {
  const byMail = groupBy(
    [...raw.survey.answers].sort((a, b) => b.at - a.at),
    (a) => a.mail.toLowerCase(),
  )
  // Whoever may be asked: those who answered once, and those who said yes to surveys in the shop.
  const mailOf = new Map(raw.shop.customers.map((c) => [c.id, c.email?.toLowerCase()]))
  const contacts = new Set([
    ...byMail.keys(),
    ...raw.shop.consents
      .filter((c) => c.purpose === 'surveys' && c.granted)
      .map((c) => mailOf.get(c.customer)),
  ])
  const taken = new Map<string, SurveyAnswer>()
  const shown = (a: SurveyAnswer) => ({
    id: a.id,
    survey: a.kind,
    score: a.score,
    out_of: scales[a.kind],
    text: a.comment ?? null,
    answered_on: new Date(a.at).toISOString().replace('Z', '+00:00'),
    about_order: a.order ?? null,
    about_ticket: a.ticket ?? null,
    via: a.channel,
  })
  const take = async (request: Request): Promise<Response> => {
    const key = request.headers.get('idempotency-key') ?? ''
    const before = taken.get(key)
    if (before) return json(shown(before))
    const b = (await request.json().catch(() => ({}))) as Record<string, unknown>
    const score = Number(b.score)
    if (
      typeof b.mail !== 'string' ||
      !isKind(b.survey) ||
      !Number.isFinite(score) ||
      score < 0 ||
      score > scales[b.survey]
    )
      return json({ error: 'mail, survey (nps, csat, ces, review) and a score on its scale are needed' }, 422)
    const answer: SurveyAnswer = {
      id: `e-new-${taken.size + 1}`,
      mail: b.mail.toLowerCase(),
      kind: b.survey,
      score,
      at: Date.now(),
      channel: 'phone',
      ...(typeof b.text === 'string' && { comment: b.text.slice(0, 2000) }),
    }
    byMail.set(answer.mail, [answer, ...(byMail.get(answer.mail) ?? [])])
    if (key) taken.set(key, answer)
    return json(shown(answer), 201)
  }
  return {
    id: 'survey',
    title: 'Encuestas',
    handle(request) {
      const { pathname, searchParams } = new URL(request.url)
      if (!equalInConstantTime(request.headers.get('x-survey-key') ?? '', secret))
        return json({ error: 'bad key' }, 401)
      const [, kind, who = ''] = pathname.split('/').map(decodeURIComponent)
      if (kind === 'contacts')
        return contacts.has(who.toLowerCase())
          ? json({ contact: who.toLowerCase() })
          : json({ error: 'unknown contact' }, 404)
      if (pathname === '/answers' && request.method === 'POST') return take(request)
      const mail = searchParams.get('email')
      if (pathname !== '/answers' || !mail) return json({ error: 'ask /answers?email=' }, 404)
      return json((byMail.get(mail.toLowerCase()) ?? []).map(shown))
    },
  }
}
