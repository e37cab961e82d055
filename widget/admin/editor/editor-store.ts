import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type {
  Asked,
  CardEvent,
  FichaFault,
  FichaSet,
  FichasAnswer,
  Language,
  MaterialAnswer,
  PreviewAnswer,
  PreviewRequest,
  ProposalsAnswer,
  Rule,
  Template,
} from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { type Api, Refused } from './api.ts'
import { changesOf, rebase, rulesToSend, sameSet } from './changes.ts'
import { previews } from './local-preview.ts'

export type EditorPlace = { at: 'template' | 'rule'; id: string } | { at: 'history' | 'files' | 'proposals' }
export type Width = '280' | '340' | '420' | 'touch'
export type On = PreviewRequest['on'] & { name?: string }

/** Everything on screen. One working set; what agents see changes only by publishing. */
export interface EditorStore {
  readonly api: Api
  readonly language: Signal<Language>
  readonly answer: Signal<FichasAnswer>
  readonly set: Signal<FichaSet>
  readonly material: Signal<MaterialAnswer>
  readonly proposals: Signal<ProposalsAnswer | undefined>
  readonly place: Signal<EditorPlace>
  readonly role: Signal<string>
  readonly width: Signal<Width>
  readonly on: Signal<On>
  /** The ficha whose card stands on the right; of a rule, the first that uses it. */
  readonly shown: ReadonlySignal<Template | undefined>
  readonly faults: Signal<readonly FichaFault[]>
  readonly preview: Signal<PreviewAnswer | undefined>
  /** Last good events: what is on screen while something is written wrongly. */
  readonly events: Signal<readonly CardEvent[]>
  /** One sentence for whoever listens, and for whoever looks. */
  readonly said: Signal<{ says: string; bad?: boolean }>
  readonly saved: Signal<FichaSet>
  readonly busy: Signal<boolean>
  readonly unsaved: ReadonlySignal<boolean>
  readonly publishing: Signal<boolean>
  template(id: string, change: (now: Template) => Template): void
  rule(id: string, change: (now: Rule) => Rule): void
  change(make: (now: FichaSet) => FichaSet): void
  /** One more question of the preview: a panel opened in it. */
  opened(question: Asked): Promise<readonly CardEvent[]>
  save(): Promise<boolean>
  publish(note: string, lowered: readonly string[]): Promise<boolean>
  undo(revision: string): Promise<void>
  take(file: unknown): Promise<readonly FichaFault[]>
  discard(): Promise<void>
}

export function createEditorStore(
  api: Api,
  language: Signal<Language>,
  first: { answer: FichasAnswer; material: MaterialAnswer },
): EditorStore {
  const answer = signal(first.answer)
  const start =
    first.answer.draft && first.answer.draft.base === first.answer.revision
      ? first.answer.draft.set
      : first.answer.published
  const set = signal<FichaSet>(start)
  const saved = signal<FichaSet>(start)
  const material = signal(first.material)
  const place = signal<EditorPlace>({ at: 'template', id: start.templates[0]?.id ?? '' })
  const role = signal(start.templates[0]?.for.roles[0] ?? first.material.roles[0] ?? '')
  const on = signal<On>({ sample: first.material.samples[0]?.id ?? '' })
  const last = signal(start.templates[0]?.id ?? '')
  const said = signal<{ says: string; bad?: boolean }>({ says: '' })
  const busy = signal(false)
  const preview = signal<PreviewAnswer | undefined>(undefined)
  const faults = signal<readonly FichaFault[]>([])
  const events = signal<readonly CardEvent[]>([])
  effect(() => {
    const { value } = place
    if (value.at === 'template') last.value = value.id
  })
  const shown = computed(() => {
    const { value } = place
    const uses = (one: Template, id: string) => [...one.glance, ...one.signals, ...one.advice].includes(id)
    const before = set.value.templates.find((one) => one.id === last.value)
    if (value.at !== 'rule' || (before && uses(before, value.id))) return before ?? set.value.templates[0]
    return set.value.templates.find((one) => uses(one, value.id)) ?? before ?? set.value.templates[0]
  })

  const request = (template: Template): PreviewRequest => {
    const { name: _, ...whom } = on.peek()
    return {
      base: answer.peek().revision,
      template,
      rules: [...rulesToSend(set.peek(), answer.peek().published)],
      role: role.peek(),
      locale: language.peek(),
      on: whom as PreviewRequest['on'],
    }
  }
  const answering = previews(api, material, () => answer.peek().published)
  // One in flight, the newest waiting: each answer is of what was last written, and no keystroke waits for a
  // clock.
  let running: { stop: AbortController; of: unknown } | undefined
  let waiting = false
  let asked = ''
  /** Whose card: an answer about somebody else, or for other eyes, is nobody's any more. */
  const whose = (): string => JSON.stringify([on.peek(), role.peek(), language.peek()])
  const look = async (): Promise<void> => {
    const template = shown.peek()
    if (!template) return
    const of = whose()
    if (running) {
      waiting = true
      if (running.of !== of) running.stop.abort()
      return
    }
    const body = request(template)
    const text = JSON.stringify(body)
    if (text === asked) return
    asked = text
    const stop = new AbortController()
    running = { stop, of }
    try {
      const got = await answering(body, stop.signal)
      if (of !== whose()) return
      // what it cost while it was right still stands beside what is being written
      preview.value = { ...got, cost: got.cost ?? preview.peek()?.cost }
      faults.value = got.faults
      if (got.events) events.value = got.events
    } catch (error) {
      if (!stop.signal.aborted) {
        asked = ''
        tell(error)
      }
    } finally {
      running = undefined
      if (waiting) {
        waiting = false
        void look()
      }
    }
  }
  let real: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    void [set.value, shown.value, role.value, on.value, language.value, answer.value]
    clearTimeout(real)
    // A real customer's systems are asked, and each look is traced: not at every letter.
    if ('candidate' in on.value) real = setTimeout(() => void look(), 500)
    else void look()
  })

  /**
   * `of`: what was sent. Faults of a text that has been mended since are not shown beside the new one, whose
   * own preview says.
   */
  const tell = (error: unknown, of: FichaSet = set.peek()): void => {
    if (error instanceof Refused) {
      if (error.faults.length > 0 && set.peek() === of) faults.value = error.faults
      said.value = {
        says:
          error.code === 'offline'
            ? t('editor.offline')
            : error.code === 'conflict'
              ? t('editor.conflict')
              : error.code === 'unauthorised'
                ? t('editor.session.over')
                : error.faults.length > 0
                  ? t('editor.refused', { n: error.faults.length })
                  : error.message,
        bad: true,
      }
    } else
      said.value = {
        says:
          error instanceof Error && /token/.test(error.message)
            ? t('editor.session.over')
            : t('editor.failed'),
        bad: true,
      }
  }
  const reload = async (keep: boolean): Promise<void> => {
    const before = answer.peek().published
    const next = await api.fichas()
    const mine = keep
      ? rebase(before, set.peek(), next.published)
      : { set: next.draft?.base === next.revision ? next.draft.set : next.published, both: [] }
    answer.value = next
    set.value = mine.set
    if (!keep) saved.value = mine.set
    if (mine.both.length > 0)
      said.value = { says: t('editor.rebased', { names: mine.both.join(', ') }), bad: true }
  }
  const work = async (run: () => Promise<string>): Promise<boolean> => {
    if (busy.peek()) return false
    busy.value = true
    const of = set.peek()
    // Said again in the same words, it must be heard again.
    said.value = { says: '' }
    try {
      said.value = { says: await run() }
      return true
    } catch (error) {
      tell(error, of)
      if (error instanceof Refused && error.code === 'conflict')
        await reload(true).catch((again: unknown) => tell(again))
      return false
    } finally {
      busy.value = false
    }
  }
  const keep = async (): Promise<void> => {
    const now = set.peek()
    await api.save(now, answer.peek().revision)
    saved.value = now
    if (set.peek() === now) faults.value = []
  }

  return {
    api,
    language,
    answer,
    set,
    material,
    place,
    role,
    on,
    shown,
    faults,
    preview,
    events,
    said,
    busy,
    saved,
    proposals: signal<ProposalsAnswer | undefined>(undefined),
    width: signal<Width>('340'),
    publishing: signal(false),
    unsaved: computed(() => !sameSet(set.value, saved.value)),
    change: (make) => {
      set.value = make(set.peek())
    },
    template: (id, change) => {
      set.value = {
        ...set.peek(),
        templates: set.peek().templates.map((one) => (one.id === id ? change(one) : one)),
      }
    },
    rule: (id, change) => {
      set.value = { ...set.peek(), rules: set.peek().rules.map((one) => (one.id === id ? change(one) : one)) }
    },
    async opened(question) {
      const template = shown.peek()
      if (!template) return []
      const has = template.panels.some((panel) => panel.question === question)
      const panels = has
        ? template.panels.map((panel) =>
            panel.question === question ? { ...panel, ask: 'at-once' as const } : panel,
          )
        : [
            ...template.panels,
            {
              id: `more-${question}`,
              question,
              ask: 'at-once' as const,
              fields: ['*'],
              limit: 5,
              priority: 0,
            },
          ]
      const got = await answering(
        request({ ...template, panels, because: template.because ?? 'a panel opened in the preview' }),
      )
      return (got.events ?? []).filter(
        (event) =>
          event.event === 'settled' || (event.event === 'reading' && event.reading.question === question),
      )
    },
    save: () =>
      work(async () => {
        await keep()
        return t('editor.saved')
      }),
    publish: (note, lowered) =>
      work(async () => {
        await keep()
        await api.publish(answer.peek().revision, note, lowered)
        await reload(false)
        return changesOf(set.peek(), answer.peek().published).length === 0
          ? t('editor.published')
          : t('editor.saved')
      }),
    async undo(revision) {
      await work(async () => {
        await api.undo(revision, answer.peek().revision)
        await reload(false)
        return t('editor.undone')
      })
    },
    async take(file) {
      try {
        await api.take(file, answer.peek().revision)
        await reload(false)
        said.value = { says: t('editor.file.taken') }
        return []
      } catch (error) {
        tell(error)
        return error instanceof Refused
          ? error.faults.length > 0
            ? error.faults
            : [{ place: '', says: said.peek().says }]
          : [{ place: '', says: t('editor.failed') }]
      }
    },
    async discard() {
      set.value = answer.peek().published
      await work(async () => {
        await keep()
        return t('editor.discarded')
      })
    },
  }
}
/** The faults of one piece, its own path in front taken off. */
export const faultsOf = (
  faults: readonly FichaFault[],
  kind: 'templates' | 'rules',
  id: string,
): readonly FichaFault[] =>
  faults
    .filter((f) => f.place === `${kind}.${id}` || f.place.startsWith(`${kind}.${id}.`))
    .map((f) => ({ ...f, place: f.place.slice(`${kind}.${id}.`.length) }))
