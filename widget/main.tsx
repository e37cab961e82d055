import { createCard } from './card/index.ts'
import { openHost, readConfig } from './host/index.ts'
import { mount } from './paint/index.tsx'
import { createGatewaySource } from './source/gateway.ts'
import { lateStore } from './store/open.ts'

/** Host hint → source → card → paint. What the agent keeps is loaded once the first card has been filled. */
const host = await openHost(readConfig(document))
let settled!: () => void
const filled = new Promise<void>((resolve) => { settled = resolve })
const source = createGatewaySource({ token: () => host.token(), settled, missed: (outcomes) => void store.queue(outcomes), queued: () => store.unqueue() })
const store = lateStore(async () => (await source.agent()).cacheKey, filled)
const card = createCard({ host, source, store })

mount(document.getElementById('ficha') as HTMLElement, card)
