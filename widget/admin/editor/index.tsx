import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { type Language, languages } from '../../../connectors/contract/index.ts'
import { editor } from '../../i18n/editor.ts'
import { loadTexts, setLanguage, t } from '../../i18n/index.ts'
import over from '../../ui/overlay.css?url'
import { loadStylesheet } from '../../ui/style.ts'
import { hostToken } from '../token.ts'
import { openApi } from './api.ts'
import css from './editor.css?url'
import { createEditorStore } from './editor-store.ts'
import { theme } from './preview.tsx'
import { Screen } from './screen.tsx'
import '../../ui/card.css'

/**
 * Mounts the editor in a page of its own: signs in with the token of the address, loads what is published,
 * and renders.
 */
export async function mountEditor(root: HTMLElement): Promise<void> {
  const asked = new URLSearchParams(location.search)
  const lang = asked.get('lang')
  const language = signal<Language>(
    languages.find((l) => l === lang) ?? languages.find((l) => navigator.language.startsWith(l)) ?? 'es',
  )
  const wanted = asked.get('theme')
  theme.value = wanted === 'dark' || wanted === 'light' ? wanted : 'auto'
  const api = openApi(hostToken(window), () => language.peek())
  effect(() => {
    document.documentElement.lang = language.value
    if (theme.value === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme.value
    void setLanguage(language.value).catch(() => {})
  })
  await loadTexts(editor)
  effect(() => {
    document.title = t('editor.page')
  })
  // The card's styles first, so that the editor's rules override them.
  await loadStylesheet(over)
  await loadStylesheet(css)
  document.body.classList.add('editor-page')
  render(<Waiting says={t('editor.loading')} />, root)
  try {
    const agent = await api.agent()
    if (!agent.mayEdit) return render(<Waiting says={t('editor.not.allowed')} bad />, root)
    const [answer, material] = await Promise.all([api.fichas(), api.material(language.peek())])
    const store = createEditorStore(api, language, { answer, material })
    let first = true
    effect(() => {
      const lang = language.value
      if (!first)
        void api.material(lang).then(
          (next) => {
            store.material.value = next
          },
          () => {},
        )
      first = false
      void api.proposals(lang).then(
        (next) => {
          store.proposals.value = next
        },
        () => {},
      )
    })
    addEventListener('beforeunload', (event) => {
      if (store.unsaved.peek()) event.preventDefault()
    })
    effect(() => {
      void store.place.value
      if (!first) setTimeout(() => document.getElementById('page-h')?.scrollIntoView({ block: 'nearest' }))
    })
    render(<Screen store={store} />, root)
  } catch {
    render(<Waiting says={t('editor.sign.in')} bad />, root)
  }
}
const Waiting = ({ says, bad }: { says: string; bad?: boolean }) => (
  <main class="card editor-wait">
    <h1>{t('editor.page')}</h1>
    <p role={bad ? 'alert' : 'status'} class={bad ? 'bad' : 'soft'}>
      {says}
    </p>
  </main>
)
