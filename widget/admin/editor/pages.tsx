import { useSignal } from '@preact/signals'
import { type FichaFault, localize, type Panel } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { EditorStore } from './editor-store.ts'
import { Faults } from './field.tsx'

const when = (at: string, lang: string): string =>
  at
    ? new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
    : t('editor.history.first')

/** The history: who published what and when. Any revision can be published again, as a new one. */
export function History({ store }: { store: EditorStore }) {
  const { history, revision } = store.answer.value
  return (
    <section aria-labelledby="page-h">
      <h2 id="page-h" tabIndex={-1}>
        {t('editor.history')}
      </h2>
      <p class="soft">{t('editor.history.hint')}</p>
      <ol class="history">
        {history.map((h) => (
          <li key={h.revision} class={h.revision === revision ? 'now' : ''}>
            <div>
              <b>{when(h.at, store.language.value)}</b> {h.by && <span>{h.by}</span>}{' '}
              {h.revision === revision && <span class="tag good">{t('editor.history.now')}</span>}
              <p class="soft">
                {h.note.startsWith('= ')
                  ? t('editor.history.back', {
                      of: when(
                        history.find((x) => x.revision === h.note.slice(2))?.at ?? '',
                        store.language.value,
                      ),
                    })
                  : h.note}
              </p>
            </div>
            <p class="item-do">
              {h.revision !== revision && (
                <button
                  type="button"
                  disabled={store.busy.value || store.unsaved.value}
                  title={store.unsaved.value ? t('editor.history.unsaved') : undefined}
                  onClick={() => void store.undo(h.revision)}
                >
                  {t('editor.history.undo')}
                  <span class="quiet"> {when(h.at, store.language.value)}</span>
                </button>
              )}
              <button type="button" class="link" onClick={() => void download(store, h.revision)}>
                {t('editor.files.export')}
                <span class="quiet"> {when(h.at, store.language.value)}</span>
              </button>
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

async function download(store: EditorStore, revision?: string): Promise<void> {
  const set = revision === 'draft' ? store.set.peek() : await store.api.exported(revision)
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(set, null, 2)}\n`], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = `fichas-${revision ?? 'published'}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}

/** Line and column of an offset, counted from 1. */
export function lineOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset))
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
/** Where a JSON text is invalid, from the error message of any browser. */
export function brokenAt(text: string, error: unknown): { line: number; column: number } | undefined {
  const words = error instanceof Error ? error.message : ''
  const both = /line (\d+) column (\d+)/.exec(words)
  if (both) return { line: Number(both[1]), column: Number(both[2]) }
  const at = /position (\d+)/.exec(words)
  if (at) return lineOf(text, Number(at[1]))
  return /end of (JSON|data)/i.test(words) ? lineOf(text, text.length) : undefined
}

/**
 * Export to a file and import from one. A file with faults changes nothing; its faults are listed by place.
 */
export function Files({ store }: { store: EditorStore }) {
  const faults = useSignal<readonly FichaFault[]>([])
  const name = useSignal('')
  const importFile = async (file: File): Promise<void> => {
    name.value = file.name
    const text = await file.text()
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch (error) {
      const at = brokenAt(text, error)
      faults.value = [
        {
          place: '',
          says: at
            ? t('editor.files.broken.at', { name: file.name, line: at.line, column: at.column })
            : t('editor.files.broken', { name: file.name }),
        },
      ]
      store.status.value = { says: t('editor.files.untouched'), bad: true }
      return
    }
    const found = await store.importFile(parsed)
    // Each fault also gets its line in the file.
    faults.value = found.map((f) => {
      const key = f.place.split('.')[1]
      const at = key ? text.indexOf(`"${key}"`) : -1
      return at < 0
        ? f
        : { ...f, says: `${f.says} (${t('editor.files.near', { line: lineOf(text, at).line })})` }
    })
    if (found.length > 0) store.status.value = { says: t('editor.files.untouched'), bad: true }
  }
  return (
    <section aria-labelledby="page-h">
      <h2 id="page-h" tabIndex={-1}>
        {t('editor.files')}
      </h2>
      <h3>{t('editor.files.export')}</h3>
      <p class="soft">{t('editor.files.export.hint')}</p>
      <p class="item-do">
        <button type="button" onClick={() => void download(store)}>
          {t('editor.files.published')}
        </button>
        <button type="button" onClick={() => void download(store, 'draft')}>
          {t('editor.files.draft')}
        </button>
      </p>
      <h3>{t('editor.files.import')}</h3>
      <p class="soft">{t('editor.files.import.hint')}</p>
      <p class="field">
        <label>
          {t('editor.files.choose')}
          <input
            type="file"
            accept="application/json,.json"
            onChange={(e) => {
              const file = e.currentTarget.files?.[0]
              e.currentTarget.value = ''
              if (file) void importFile(file)
            }}
          />
        </label>
      </p>
      {faults.value.length > 0 && (
        <p class="bad">{t('editor.files.wrong', { name: name.value, n: faults.value.length })}</p>
      )}
      <Faults faults={faults.value} />
    </section>
  )
}

/** What agents often asked for, to be added to the ficha with one press. */
export function Proposals({ store }: { store: EditorStore }) {
  const all = store.proposals.value
  const lang = store.language.value
  const title = (id: string) => {
    const x = store.set.value.templates.find((one) => one.id === id)
    return x ? localize(x.title, lang) : id
  }
  const add = (template: string, question: Panel['question'], label: string): void => {
    const fields = store.material
      .peek()
      .facts.filter((f) => f.path.startsWith(`${question}.`))
      .slice(0, 6)
      .map((f) => f.path.slice(question.length + 1))
    store.template(template, (now) => ({
      ...now,
      panels: [
        ...now.panels,
        {
          id: question,
          question,
          ask: 'on-opening',
          fields: fields.length > 0 ? fields : ['*'],
          limit: 5,
          priority: 0,
        },
      ],
    }))
    store.place.value = { at: 'template', id: template }
    store.status.value = { says: t('editor.panel.added', { name: label }) }
  }
  const has = (template: string, question: string) =>
    store.set.value.templates.find((x) => x.id === template)?.panels.some((p) => p.question === question) ??
    true
  return (
    <section aria-labelledby="page-h">
      <h2 id="page-h" tabIndex={-1}>
        {t('editor.proposals')}
      </h2>
      <p class="soft">
        {t('editor.proposals.hint', { days: all?.days ?? 30, least: all?.minGroupSize ?? 5 })}
      </p>
      {!all || all.items.length === 0 ? (
        <p>{t('editor.proposals.none')}</p>
      ) : (
        <ul class="proposals">
          {all.items.map((p) =>
            p.kind === 'asked-more' ? (
              <li key={`${p.template}${p.question}`}>
                <p>{t('editor.proposals.asked', { ficha: title(p.template), what: p.label, n: p.times })}</p>
                {has(p.template, p.question) ? (
                  <span class="tag good">{t('editor.proposals.has')}</span>
                ) : (
                  <button type="button" onClick={() => add(p.template, p.question, p.label)}>
                    {t('editor.proposals.add')}
                  </button>
                )}
              </li>
            ) : (
              <li key={`${p.template}${p.says}`}>
                <p>
                  {t('editor.proposals.missed', { ficha: title(p.template) })}{' '}
                  <q>
                    <bdi>{p.says}</bdi>
                  </q>
                </p>
              </li>
            ),
          )}
        </ul>
      )}
    </section>
  )
}
