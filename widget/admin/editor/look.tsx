import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { type Candidate, localize } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Cost } from './cost.tsx'
import type { EditorStore, Width } from './editor-store.ts'
import { Choose } from './field.tsx'
import { Preview } from './preview.tsx'

const widths: readonly Width[] = ['280', '340', '420', 'touch']

/** The right column: the draft's card for a customer, as each role sees it, at each width, and its cost. */
export function Look({ store }: { store: EditorStore }) {
  const { material, on, role, width, shown, preview, language } = store
  const sample = 'sample' in on.value ? on.value.sample : ''
  const says = material.value.samples.find((s) => s.id === sample)?.says
  return (
    <section class="look" aria-labelledby="look-h">
      <h2 id="look-h">
        {t('editor.preview')}
        {shown.value && <small class="soft"> {localize(shown.value.title, language.value)}</small>}
      </h2>
      <div class="look-bar">
        <Choose
          label={t('editor.look.who')}
          value={sample}
          options={[
            ...material.value.samples.map((s) => [s.id, s.name] as const),
            ...('candidate' in on.value ? [['', on.value.name ?? t('editor.look.real')] as const] : []),
          ]}
          onChange={(id) => {
            if (id) on.value = { sample: id }
          }}
        />
        <Choose
          label={t('editor.look.role')}
          value={role.value}
          options={material.value.roles.map((r) => [r, r])}
          onChange={(r) => {
            role.value = r
          }}
        />
        <fieldset class="widths">
          <legend>{t('editor.look.width')}</legend>
          {widths.map((w) => (
            <label key={w}>
              <input
                type="radio"
                name="width"
                checked={width.value === w}
                onChange={() => {
                  width.value = w
                }}
              />{' '}
              {w === 'touch' ? t('editor.layout.touch') : w}
            </label>
          ))}
        </fieldset>
      </div>
      <p class="soft">{says ?? t('editor.look.real.hint')}</p>
      {preview.value && preview.value.faults.length > 0 && (
        <p class="warn" role="status">
          {t('editor.look.stale')}
        </p>
      )}
      <Preview store={store} />
      <FindReal store={store} />
      <Cost store={store} />
    </section>
  )
}

const nameOf = (candidate: Candidate): string =>
  candidate.name.shown === 'clear'
    ? candidate.name.value.full
    : candidate.name.shown === 'masked'
      ? candidate.name.hint
      : t('editor.look.hidden')
/**
 * Finds a real customer, as far as the editor's own role may see; each preview leaves a line in the audit.
 */
function FindReal({ store }: { store: EditorStore }) {
  const text = useSignal('')
  const found = useSignal<readonly Candidate[] | undefined>(undefined)
  const trouble = useSignal('')
  const id = useId()
  const search = async (): Promise<void> => {
    trouble.value = ''
    try {
      found.value = await store.api.search(text.value.trim())
    } catch (error) {
      found.value = undefined
      trouble.value = error instanceof Error && error.message ? error.message : t('editor.offline')
    }
  }
  return (
    <details class="fold">
      <summary>
        <h3>{t('editor.look.find')}</h3>
      </summary>
      <div>
        <p class="soft">{t('editor.look.find.hint')}</p>
        <form
          class="inline-form"
          onSubmit={(e) => {
            e.preventDefault()
            if (text.value.trim().length >= 3) void search()
          }}
        >
          <label for={id} class="quiet">
            {t('editor.look.find')}
          </label>
          <input
            id={id}
            type="search"
            value={text.value}
            autocomplete="off"
            placeholder={t('editor.look.find.example')}
            onInput={(e) => {
              text.value = e.currentTarget.value
            }}
          />
          <button type="submit" disabled={text.value.trim().length < 3}>
            {t('editor.look.search')}
          </button>
        </form>
        <div aria-live="polite">
          {trouble.value && <p class="bad">{trouble.value}</p>}
          {found.value &&
            (found.value.length === 0 ? (
              <p>{t('editor.look.none')}</p>
            ) : (
              <ul class="plain">
                {found.value.map((c) => (
                  <li key={c.ref}>
                    <button
                      type="button"
                      class="link"
                      onClick={() => {
                        store.on.value = { candidate: c.ref, name: nameOf(c) }
                      }}
                    >
                      <bdi>{nameOf(c)}</bdi>
                    </button>{' '}
                    <small class="soft">{c.systems.join(', ')}</small>
                  </li>
                ))}
              </ul>
            ))}
        </div>
      </div>
    </details>
  )
}
