import { languages, localize } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { languageNames } from '../../i18n/languages.ts'
import { changesOf } from './changes.ts'
import type { EditorStore } from './editor-store.ts'
import { Choose } from './field.tsx'
import { Look } from './look.tsx'
import { Files, History, Proposals } from './pages.tsx'
import { Publish } from './publish.tsx'
import { RuleForm } from './rule.tsx'
import { Side } from './side.tsx'
import { TemplateForm } from './template.tsx'

/** The editor's page: the list of pieces, the one being edited, and its card. */
export function Screen({ store }: { store: EditorStore }) {
  const { language, status, set, answer, busy, unsaved } = store
  const changes = changesOf(set.value, answer.value.published).length
  return (
    <div class="card editor">
      <header class="head">
        <h1>{t('editor.page')}</h1>
        <p class={`status ${status.value.bad ? 'bad' : ''}`} role="status">
          {status.value.says ||
            (unsaved.value
              ? t('editor.unsaved')
              : changes > 0
                ? t('editor.draft.kept', { n: changes })
                : t('editor.clean'))}
        </p>
        <div class="head-do">
          <Choose
            quiet
            label={t('editor.language')}
            value={language.value}
            options={languages.map((l) => [l, languageNames[l]])}
            onChange={(l) => {
              language.value = l
            }}
          />
          {changes > 0 && (
            <button type="button" class="link" disabled={busy.value} onClick={() => void store.discard()}>
              {t('editor.discard')}
            </button>
          )}
          <button type="button" disabled={busy.value || !unsaved.value} onClick={() => void store.save()}>
            {t('editor.save')}
          </button>
          <button
            type="button"
            class="do"
            disabled={busy.value || (changes === 0 && !unsaved.value)}
            onClick={() => {
              store.publishing.value = true
            }}
          >
            {t('editor.publish')}
          </button>
        </div>
      </header>
      <Side store={store} />
      <main class="work">
        <Work store={store} />
      </main>
      <Look store={store} />
      <Publish store={store} />
    </div>
  )
}

function Work({ store }: { store: EditorStore }) {
  const { value } = store.place
  const lang = store.language.value
  if (value.at === 'history') return <History store={store} />
  if (value.at === 'files') return <Files store={store} />
  if (!('id' in value)) return <Proposals store={store} />
  if (value.at === 'rule') {
    const rule = store.set.value.rules.find((r) => r.id === value.id)
    return rule ? (
      <section aria-labelledby="page-h">
        <h2 id="page-h" tabIndex={-1}>
          {localize(rule.title, lang)}{' '}
          <small class="soft">
            {t('editor.rule')} · <code>{rule.id}</code>
          </small>
        </h2>
        <RuleForm key={rule.id} store={store} rule={rule} />
      </section>
    ) : null
  }
  const template = store.set.value.templates.find((x) => x.id === value.id)
  return template ? (
    <section aria-labelledby="page-h">
      <h2 id="page-h" tabIndex={-1}>
        {localize(template.title, lang)}{' '}
        <small class="soft">
          {t('editor.ficha')} · <code>{template.id}</code>
        </small>
      </h2>
      <TemplateForm key={template.id} store={store} template={template} />
    </section>
  ) : null
}
