import { createCard } from './card/index.ts'
import { openHost, readConfig } from './host/index.ts'
import { mount } from './paint/index.tsx'
import { createGatewaySource } from './source/gateway.ts'
import { lateStore } from './store/open.ts'

/** Host hint → source → card → paint. */
const host = openHost(readConfig(document))
const source = createGatewaySource({ token: () => host.token(), missed: (outcomes) => void store.queue(outcomes), queued: () => store.unqueue() })
const store = lateStore(async () => (await source.agent()).cacheKey)
const card = createCard({ host, source, store })

mount(document.getElementById('ficha') as HTMLElement, card)
