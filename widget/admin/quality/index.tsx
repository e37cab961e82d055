import { render } from 'preact'
import {
  type Language,
  languages,
  type ProposalsAnswer,
  type QualityAnswer,
} from '../../../connectors/contract/index.ts'
import { history } from '../../i18n/history.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { quality } from '../../i18n/quality.ts'
import { post } from '../../source/http.ts'
import { jsonBody } from '../../source/json-body.ts'
import type { Source } from '../../source/port.ts'
import { openSession } from '../../source/session.ts'
import { loadStylesheet } from '../../ui/style.ts'
import { hostToken } from '../token.ts'
import css from './quality.css?url'
import { Screen } from './screen.tsx'
import '../../ui/card.css'

/**
 * Mounts the quality page: signs in with the token of the address. The gateway has counted what it shows, and
 * has suppressed small counts.
 */
export async function mountQuality(root: HTMLElement): Promise<void> {
  const asked = new URLSearchParams(location.search)
  const lang: Language =
    languages.find((l) => l === asked.get('lang')) ??
    languages.find((l) => navigator.language.startsWith(l)) ??
    'es'
  const theme = asked.get('theme')
  document.documentElement.lang = lang
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
  document.body.classList.add('quality-page')
  const session = openSession('', hostToken(window), (url, init) => fetch(url, init), Date.now)
  void setLanguage(lang)
  await Promise.all([loadTexts(quality), loadStylesheet(css)])
  document.title = t('quality.page')

  const wait = (key: 'loading' | 'refused' | 'sign-in' | 'offline', bad = false, again?: () => void) =>
    render(
      <main class="card quality">
        <h1>{t('quality.title')}</h1>
        <p role={bad ? 'alert' : 'status'} class={bad ? 'bad' : 'soft'}>
          {t(`quality.${key}`)}
        </p>
        {again && (
          <button type="button" onClick={again}>
            {t('quality.retry')}
          </button>
        )}
      </main>,
      root,
    )
  const get = async <T,>(path: string): Promise<T> => {
    const token = await session.token()
    const answer = await fetch(path, {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      headers: { authorization: `Bearer ${token}` },
    })
    if (!answer.ok) throw new Error(String(answer.status))
    return (await answer.json()) as T
  }
  const ask = async <T,>(path: string, body: unknown, signal: AbortSignal, holds: string): Promise<T> =>
    jsonBody<T>(await post((url, init) => fetch(url, init), path, body, await session.token(), signal), (b) =>
      Array.isArray(b[holds]),
    )
  const source: Pick<Source, 'journey' | 'previewAsRole'> = {
    journey: (request, signal) => ask('/v1/journey', request, signal, 'steps'),
    previewAsRole: (request, signal) => ask('/v1/role-preview', request, signal, 'views'),
  }
  const { Lead } = await Promise.all([import('./lead.tsx'), loadTexts(later), loadTexts(history)]).then(
    ([lead]) => lead,
  )
  let run = 0
  async function show(days: number): Promise<void> {
    const mine = ++run
    try {
      const [answer, proposals] = await Promise.all([
        get<QualityAnswer>(`/v1/quality?days=${days}&locale=${lang}`),
        get<ProposalsAnswer>(`/v1/quality/proposals?locale=${lang}`).catch(() => undefined),
      ])
      if (mine === run)
        render(
          <Screen
            {...{ answer, proposals, lang }}
            choose={(next) => void show(next)}
            lead={<Lead source={source} />}
          />,
          root,
        )
    } catch (error) {
      if (mine !== run) return
      const words = error instanceof Error ? error.message : ''
      wait(
        words === '403'
          ? 'refused'
          : words === '401' || (error as { code?: string }).code === 'refused'
            ? 'sign-in'
            : 'offline',
        true,
        () => void show(days),
      )
    }
  }
  wait('loading')
  await show(28)
}
