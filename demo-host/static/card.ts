import type { Language } from '../../connectors/contract/index.ts'
import { fixedFichas, plainEgress, realClock } from '../../connectors/hub/index.ts'
import { openHost } from '../../widget/host/index.ts'
import { setLanguage } from '../../widget/i18n/index.ts'
import { createLocalSource } from '../../widget/source/local.ts'
import { createCard } from '../../widget/state/index.ts'
import { lateStore } from '../../widget/storage/late.ts'
import { mount } from '../../widget/ui/shell/index.tsx'
import { phone, subsCards, subscriptions, survey, web } from '../connect/by-mail.ts'
import { desk } from '../connect/desk.ts'
import { settings } from '../connect/settings.ts'
import { shop } from '../connect/shop.ts'
import { demoFichas } from '../fichas/index.ts'
import { makeWorld } from '../people/world.ts'
import { isSystemId, originOf } from '../systems/ports.ts'
import { base, networkEdge } from './edge.ts'
import { isMode } from './modes.ts'
import { tillOverJson } from './till.ts'

/**
 * The card's own app with the hub in its page: host hint → source → card → paint, as `widget/main.tsx`,
 * without a gateway. Nothing leaves the page, and nothing in it is protected: the card says so on screen.
 */
const asked = new URLSearchParams(location.search)
const language: Language = ['es', 'en', 'pt'].includes(asked.get('lang') ?? '')
  ? (asked.get('lang') as Language)
  : 'es'
document.documentElement.lang = language
const role = asked.get('role') ?? 'adviser'

const edge = networkEdge(makeWorld({ people: 50 }).raw)
const steer = (system: unknown, mode: unknown): void => {
  if (isSystemId(system) && isMode(mode)) edge.set(system, mode)
}
for (const one of (asked.get('modes') ?? '').split(','))
  steer(...(one.split(':') as [string, string | undefined]))
new BroadcastChannel('ficha-static').addEventListener(
  'message',
  ({ data }: MessageEvent<{ system?: unknown; mode?: unknown } | null>) => steer(data?.system, data?.mode),
)

const spoken = setLanguage(language)
const source = createLocalSource({
  connectors: [
    shop(base),
    desk(base),
    tillOverJson(originOf(base, 'till')),
    survey(base),
    subscriptions(base),
    subsCards(base),
    web(base),
    phone(base),
  ],
  agent: {
    tenant: 'demo',
    id: 'demo',
    session: crypto.randomUUID(),
    roles: [Object.hasOwn(demoFichas.policy.roles, role) ? role : 'adviser'],
    claims: {},
    host: 'demo',
  },
  fichas: fixedFichas({ revision: 'static', ...demoFichas }),
  egress: plainEgress(realClock, edge.fetch),
  settings,
  languages: [language],
  production: false,
})
const store = lateStore(spoken, async () => (await source.agent()).cacheKey)
const host = await openHost({
  hosts: [location.origin],
  adapter: window.parent === window ? 'url' : undefined,
})
await spoken
mount(
  document.getElementById('ficha') as HTMLElement,
  createCard({ host, source, store, settings: { language } }),
)
