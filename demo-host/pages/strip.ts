import { languageNames } from '../../widget/i18n/languages.ts'
import { isPageText, type T } from '../texts/index.ts'
import { applyChoices, type Choices, keepChoice, roles, withChoices } from './choices.ts'
import { el } from './dom.ts'

const modes = ['ok', 'slow', 'down', 'garbage', 'truncate', 'hang', 'limited', 'error'] as const
interface SystemState {
  id: string
  title: string
  mode: string
}

function choice(
  id: string,
  label: string,
  options: readonly (readonly [string, string])[],
  value: string,
  change: (value: string) => void,
): HTMLElement {
  const select = el(
    'select',
    { id, onchange: () => change(select.value) },
    ...options.map(([v, text]) => el('option', { value: v, selected: v === value }, text)),
  )
  return el('label', { class: 'choice', for: id }, el('span', {}, label), select)
}

async function systemChoices(t: T): Promise<HTMLElement[]> {
  const answer = await fetch('/systems')
  if (!answer.ok) throw new Error('no control')
  const list = (await answer.json()) as SystemState[]
  return list.map((s) => {
    const made = choice(
      `mode-${s.id}`,
      s.title,
      modes.map((m) => [m, t(m)]),
      s.mode,
      (mode) => {
        made.dataset.mode = mode
        void fetch(`/systems/${s.id}/mode`, { method: 'POST', body: JSON.stringify({ mode }) })
      },
    )
    made.dataset.mode = s.mode
    return made
  })
}

/**
 * The strip on top of each page: where we are, who is at the screen, and what each sample system does wrong.
 */
export function strip(here: 'index' | 'helpdesk' | 'pos', choices: Choices, t: T): HTMLElement {
  const named = (key: string) => (isPageText(key) ? t(key) : key)
  const change = (name: keyof Choices) => (value: string) => {
    keepChoice(name, value)
    location.reload()
  }
  const systems = el('div', { class: 'systems-choices' })
  systemChoices(t).then(
    (all) => systems.append(...all),
    () => systems.append(el('p', { role: 'status' }, t('no-control'))),
  )
  const links = (['index', 'helpdesk', 'pos'] as const).map((page) =>
    el(
      'a',
      {
        href: withChoices(page === 'index' ? '/' : `/${page}`),
        'aria-current': page === here ? 'page' : undefined,
      },
      page === 'index' ? 'Almacenes Ribera' : t(page),
    ),
  )
  return el(
    'header',
    { class: 'strip' },
    el(
      'nav',
      { 'aria-label': 'Demo' },
      ...links,
      el('a', { href: withChoices('/bare') }, t('bare')),
      el('a', { href: withChoices(`/editor?lang=${choices.lang}`) }, t('editor')),
      el('a', { href: withChoices('/quality') }, t('quality')),
    ),
    el(
      'div',
      { class: 'choices', role: 'group', 'aria-label': t('strip') },
      choice(
        'role',
        t('role'),
        roles.map((r) => [r, named(r)]),
        choices.role,
        change('role'),
      ),
      choice('lang', t('language'), Object.entries(languageNames), choices.lang, change('lang')),
      choice(
        'theme',
        t('theme'),
        [
          ['auto', t('auto')],
          ['light', t('light')],
          ['dark', t('dark')],
        ],
        choices.theme,
        (theme) => {
          keepChoice('theme', theme)
          applyChoices({ ...choices, theme: theme as Choices['theme'] })
          for (const card of document.querySelectorAll('ficha-nucleo')) card.setAttribute('theme', theme)
        },
      ),
      el('details', { class: 'systems' }, el('summary', {}, t('systems')), systems),
    ),
  )
}
