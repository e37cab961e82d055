import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { localize } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { changesOf, loweredIn } from './changes.ts'
import type { EditorStore } from './editor-store.ts'
import { Faults, Line, Tick } from './field.tsx'

/**
 * The dialog before publishing: what changes, why, and the results that become less sensitive, each confirmed
 * by name.
 */
export function Publish({ store }: { store: EditorStore }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const note = useSignal('')
  const sure = useSignal<readonly string[]>([])
  const { set, answer, faults, publishing, language } = store
  const lang = language.value
  useEffect(() => {
    const element = dialog.current
    if (!element || !publishing.value) return
    if (typeof element.showModal === 'function') element.showModal()
    else element.open = true
  }, [publishing.value])
  if (!publishing.value) return null
  const changes = changesOf(set.value, answer.value.published)
  const lowered = loweredIn(set.value, answer.value.published)
  const name = (kind: 'templates' | 'rules', id: string): string => {
    const one = [...set.value[kind], ...answer.value.published[kind]].find((x) => x.id === id)
    return one ? localize(one.title, lang) : id
  }
  const close = (): void => {
    dialog.current?.close()
    publishing.value = false
  }
  const go = async (): Promise<void> => {
    if (
      await store.publish(
        note.value.trim(),
        lowered.map((r) => r.id),
      )
    ) {
      note.value = ''
      sure.value = []
      close()
    }
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby="publish-h"
      onClose={() => {
        publishing.value = false
      }}
    >
      <form
        method="dialog"
        onSubmit={(e) => {
          e.preventDefault()
          void go()
        }}
      >
        <h2 id="publish-h">{t('editor.publish.title')}</h2>
        <p class="soft">{t('editor.publish.hint')}</p>
        <ul class="plain changes">
          {changes.map((c) => (
            <li key={`${c.kind}${c.id}${c.is}`}>
              {c.is === 'order' ? (
                t(c.kind === 'templates' ? 'editor.publish.order.templates' : 'editor.publish.order.rules')
              ) : (
                <>
                  <b>{name(c.kind, c.id)}</b> <span class="tag">{t(`editor.change.${c.is}`)}</span>
                </>
              )}
            </li>
          ))}
        </ul>
        {changes.length === 0 && <p>{t('editor.publish.nothing')}</p>}
        {lowered.length > 0 && (
          <fieldset class="lowered">
            <legend>{t('editor.publish.lowered')}</legend>
            <p>{t('editor.publish.lowered.hint')}</p>
            {lowered.map((r) => (
              <Tick
                key={r.id}
                label={t('editor.publish.lowered.one', {
                  name: localize(r.title, lang),
                  level: t(`editor.sensitivity.${r.sensitivity ?? 'none'}`),
                })}
                on={sure.value.includes(r.id)}
                onChange={(yes) => {
                  sure.value = yes ? [...sure.value, r.id] : sure.value.filter((id) => id !== r.id)
                }}
              />
            ))}
          </fieldset>
        )}
        <Line
          wide
          label={t('editor.publish.note')}
          value={note.value}
          placeholder={t('editor.publish.note.example')}
          onChange={(text) => {
            note.value = text
          }}
        />
        <Faults faults={faults.value} />
        <p class="item-do">
          <button
            type="submit"
            class="do"
            disabled={
              store.busy.value || changes.length === 0 || lowered.some((r) => !sure.value.includes(r.id))
            }
          >
            {t('editor.publish.do')}
          </button>
          <button type="button" onClick={close}>
            {t('editor.cancel')}
          </button>
        </p>
      </form>
    </dialog>
  )
}
