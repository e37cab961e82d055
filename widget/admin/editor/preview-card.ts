import type { CardEvent } from '../../../connectors/contract/index.ts'
import type { HostSettings } from '../../host/port.ts'
import { t } from '../../i18n/index.ts'
import { type Source, SourceError } from '../../source/port.ts'
import { type Card, createCard } from '../../state/index.ts'
import type { EditorStore } from './editor-store.ts'

/**
 * The real card over the events of a draft. What it asks is answered by another preview; its actions do
 * nothing.
 */
export function previewCard(store: EditorStore): {
  card: Card
  again(): void
  settings(next: HostSettings): void
} {
  const refused = (): never => {
    throw new SourceError('refused', t('editor.preview.only'), {
      type: 'about:blank',
      title: '',
      status: 403,
      code: 'forbidden',
      detail: t('editor.preview.only'),
    })
  }
  const stream = async function* (events: readonly CardEvent[], epoch: number): AsyncGenerator<CardEvent> {
    let seq = 0
    for (const event of events) yield { ...event, epoch, seq: seq++ }
  }
  const source: Source = {
    place: 'gateway',
    open: async function* (request, signal) {
      const events = store.events.peek()
      // The first preview is still running. The connection is not lost: its events open the card again.
      if (events.length === 0)
        return void (await new Promise((aborted) =>
          signal.addEventListener('abort', aborted, { once: true }),
        ))
      yield* stream(events, request.epoch ?? 0)
    },
    ask: async function* (request) {
      yield* stream(await store.previewPanel(request.question), request.epoch ?? 0)
    },
    search: async () => refused(),
    decide: async () => refused(),
    reveal: async () => refused(),
    act: async () => ({ done: false, says: t('editor.preview.only'), refresh: [] }),
    changes: () => new Promise(() => {}),
    outcome: () => {},
    agent: async () => ({ roles: [], languages: [], cacheKey: '' }),
  }
  let listen: (next: HostSettings) => void = () => {}
  const card = createCard({
    source,
    host: {
      name: 'preview',
      token: async () => '',
      resize: () => {},
      open: () => {},
      dispose: () => {},
      onSettings: (run) => {
        listen = run
        return () => {}
      },
      // One subject as long as the editor is open: the events say who it is.
      onSubject: (run) => {
        run({ hints: [{ kind: 'any', value: 'preview' }], context: {} })
        return () => {}
      },
    },
  })
  return { card, again: () => card.retry(), settings: (next) => listen(next) }
}
