import type { Raw, Subscription } from '../people/raw.ts'
import { bearer, equalInConstantTime, groupBy, json, type System } from './reply.ts'

type Component = Record<string, unknown>
const row = (label: string, aside: Component): Component => ({
  componentRow: {
    rowMainContent: [{ componentText: { text: label, textColor: 'MUTED', textSize: 'M' } }],
    rowAsideContent: [aside],
  },
})
const text = (s: string): Component => ({ componentText: { text: s } })
const words = {
  active: ['Activa', 'GREEN'],
  paused: ['En pausa', 'YELLOW'],
  cancelled: ['Cancelada', 'GREY'],
  past_due: ['Impagada', 'RED'],
} as const
const euros = (cents: number) => `${(cents / 100).toFixed(2).replace('.', ',')} €`

const plan = (all: readonly Subscription[]): Component[] =>
  all.flatMap((s, i) => [
    ...(i > 0 ? [{ componentDivider: { dividerSpacingSize: 'S' } }] : []),
    row(s.product, { componentBadge: { badgeLabel: words[s.state][0], badgeColor: words[s.state][1] } }),
    row('Cuota', text(`${euros(s.cents)} · ${s.plan}`)),
    ...(s.renews
      ? [
          {
            componentRow: {
              rowMainContent: [text('Renueva')],
              rowAsideContent: [{ componentDateTime: { dateTimeIso8601: new Date(s.renews).toISOString() } }],
            },
          },
        ]
      : []),
  ])
const manage = (all: readonly Subscription[]): Component[] => [
  {
    componentCopyButton: {
      copyButtonValue: all[0]?.id ?? '',
      copyButtonTooltipLabel: 'Copiar el número de suscripción',
    },
  },
  {
    componentLinkButton: {
      linkButtonLabel: 'Abrir en Suscripciones',
      linkButtonUrl: 'https://subs.example/',
    },
  },
]

/** HMAC-SHA256 of a body, as Plain signs it. */
export async function signature(secret: string, body: string): Promise<string> {
  const [bytes, hash] = [new TextEncoder(), { name: 'HMAC', hash: 'SHA-256' }]
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), hash, false, ['sign'])
  return [...new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(body)))]
    .map((b) => b.toString(16).padStart(2, '0'))
    .join('')
}

/** Subscriptions: a Plain customer-card endpoint, signed bodies; and its own small API for what has types. */
export function subs(raw: Raw, secrets: { signing: string; token: string }): System {
  const byMail = groupBy(raw.subs.subscriptions, (s) => s.mail.toLowerCase())
  const cards = async (request: Request): Promise<Response> => {
    const body = await request.text()
    if (
      !equalInConstantTime(
        request.headers.get('plain-request-signature') ?? '',
        await signature(secrets.signing, body),
      )
    )
      return json({ error: 'bad signature' }, 401)
    let asked: { cardKeys?: unknown; customer?: { email?: unknown } }
    try {
      asked = JSON.parse(body) as typeof asked
    } catch {
      return json({ error: 'body is not JSON' }, 400)
    }
    if (!Array.isArray(asked.cardKeys)) return json({ error: 'cardKeys is missing' }, 400)
    const mail = asked.customer?.email
    const mine = typeof mail === 'string' ? (byMail.get(mail.toLowerCase()) ?? []) : []
    const known: Record<string, (all: readonly Subscription[]) => Component[]> = { plan, gestion: manage }
    return json({
      cards: asked.cardKeys
        .filter((k): k is string => typeof k === 'string' && Object.hasOwn(known, k))
        .map((key) => ({
          key,
          timeToLiveSeconds: 120,
          components: mine.length > 0 ? (known[key] as typeof plan)(mine) : null,
        })),
    })
  }
  return {
    id: 'subs',
    title: 'Suscripciones',
    handle(request) {
      const { pathname, searchParams } = new URL(request.url)
      if (pathname === '/plain' && request.method === 'POST') return cards(request)
      if (!bearer(request, secrets.token)) return json({ error: 'unauthorized' }, 401)
      const mail = searchParams.get('mail')
      if (pathname !== '/subscriptions' || !mail) return json({ error: 'ask /subscriptions?mail=' }, 404)
      const seconds = (ms: number | undefined) => (ms === undefined ? null : Math.floor(ms / 1000))
      return json({
        subscriptions: (byMail.get(mail.toLowerCase()) ?? []).map((s) => ({
          id: s.id,
          product: s.product,
          plan: s.plan,
          price: s.cents / 100,
          currency: 'EUR',
          every: s.plan === 'anual' ? 'P1Y' : 'P1M',
          status: s.state,
          started: seconds(s.started),
          renews: seconds(s.renews),
          ended: seconds(s.ended),
          why: s.why ?? null,
        })),
      })
    },
  }
}
