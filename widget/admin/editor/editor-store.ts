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

/** The state of the editor: one working set. What agents see changes only by publishing. */
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
  /** The ficha previewed on the right; for a rule, the first ficha that uses it. */
  readonly shown: ReadonlySignal<Template | undefined>
  readonly faults: Signal<readonly FichaFault[]>
  readonly preview: Signal<PreviewAnswer | undefined>
  /** The last events without faults; they stay on screen while the draft has faults. */
  readonly events: Signal<readonly CardEvent[]>
  /** The status line, also announced to screen readers. */
  readonly status: Signal<{ says: string; bad?: boolean }>
  readonly saved: Signal<FichaSet>
  readonly busy: Signal<boolean>
  readonly unsaved: ReadonlySignal<boolean>
  readonly publishing: Signal<boolean>
  template(id: string, change: (now: Template) => Template): void
  rule(id: string, change: (now: Rule) => Rule): void
  change(make: (now: FichaSet) => FichaSet): void
  /** The events of one more question: a panel opened in the preview. */
  previewPanel(question: Asked): Promise<readonly CardEvent[]>
  save(): Promise<boolean>
  publish(note: string, lowered: readonly string[]): Promise<boolean>
  undo(revision: string): Promise<void>
  importFile(file: unknown): Promise<readonly FichaFault[]>
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
  const status = signal<{ says: string; bad?: boolean }>({ says: '' })
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
  const requestPreview = previews(api, material, () => answer.peek().published)
  // At most one request runs, and the newest draft waits for it: the last answer is always of the last draft,
  // and no keystroke waits for a timer.
  let running: { abort: AbortController; target: unknown } | undefined
  let waiting = false
  let lastRequest = ''
  /** Identifies the previewed card: an answer for another customer, role or language is discarded. */
  const cardIdentity = (): string => JSON.stringify([on.peek(), role.peek(), language.peek()])
  const refreshPreview = async (): Promise<void> => {
    const template = shown.peek()
    if (!template) return
    const target = cardIdentity()
    if (running) {
      waiting = true
      if (running.target !== target) running.abort.abort()
      return
    }
    const body = request(template)
    const text = JSON.stringify(body)
    if (text === lastRequest) return
    lastRequest = text
    const abort = new AbortController()
    running = { abort, target }
    try {
      const got = await requestPreview(body, abort.signal)
      if (target !== cardIdentity()) return
      // A draft with faults has no cost; the last known one stays on screen.
      preview.value = { ...got, cost: got.cost ?? preview.peek()?.cost }
      faults.value = got.faults
      if (got.events) events.value = got.events
    } catch (error) {
      if (!abort.signal.aborted) {
        lastRequest = ''
        showError(error)
      }
    } finally {
      running = undefined
      if (waiting) {
        waiting = false
        void refreshPreview()
      }
    }
  }
  let delay: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    void [set.value, shown.value, role.value, on.value, language.value, answer.value]
    clearTimeout(delay)
    // A preview on a real customer asks the systems and is audited, so not at every keystroke.
    if ('candidate' in on.value) delay = setTimeout(() => void refreshPreview(), 500)
    else void refreshPreview()
  })

  /**
   * Shows an error in the status line. `sent`: the set it is about. Faults of a set that has changed since
   * are not shown: the preview of the new one shows its own.
   */
  const showError = (error: unknown, sent: FichaSet = set.peek()): void => {
    if (error instanceof Refused) {
      if (error.faults.length > 0 && set.peek() === sent) faults.value = error.faults
      status.value = {
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
      status.value = {
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
      status.value = { says: t('editor.rebased', { names: mine.both.join(', ') }), bad: true }
  }
  const work = async (run: () => Promise<string>): Promise<boolean> => {
    if (busy.peek()) return false
    busy.value = true
    const sent = set.peek()
    // Emptied first, so that a screen reader announces the same text again.
    status.value = { says: '' }
    try {
      status.value = { says: await run() }
      return true
    } catch (error) {
      showError(error, sent)
      if (error instanceof Refused && error.code === 'conflict')
        await reload(true).catch((again: unknown) => showError(again))
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
    status,
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
    async previewPanel(question) {
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
      const got = await requestPreview(
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
    async importFile(file) {
      try {
        await api.importSet(file, answer.peek().revision)
        await reload(false)
        status.value = { says: t('editor.file.taken') }
        return []
      } catch (error) {
        showError(error)
        return error instanceof Refused
          ? error.faults.length > 0
            ? error.faults
            : [{ place: '', says: status.peek().says }]
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
/** The faults of one piece; their places are relative to it. */
export const faultsOf = (
  faults: readonly FichaFault[],
  kind: 'templates' | 'rules',
  id: string,
): readonly FichaFault[] =>
  faults
    .filter((f) => f.place === `${kind}.${id}` || f.place.startsWith(`${kind}.${id}.`))
    .map((f) => ({ ...f, place: f.place.slice(`${kind}.${id}.`.length) }))
