import type { Language } from '../../connectors/contract/values.ts'

/** What the strip chooses: kept in the address, so that a link shows the same thing to somebody else. */
export interface Choices {
  role: string
  lang: Language
  theme: 'auto' | 'light' | 'dark'
}
export const roles = ['adviser', 'store', 'claims', 'admin', 'night'] as const

export function readChoices(role: string): Choices {
  const q = new URLSearchParams(location.search)
  const lang = q.get('lang')
  const theme = q.get('theme')
  const asked = q.get('role')
  return {
    role: asked && (roles as readonly string[]).includes(asked) ? asked : role,
    lang: lang === 'en' || lang === 'pt' ? lang : 'es',
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  }
}
/** Writes one choice to the address without a new page. */
export function keepChoice(name: keyof Choices, value: string): void {
  const url = new URL(location.href)
  url.searchParams.set(name, value)
  history.replaceState(null, '', url)
}
/** Links inside the demo carry the choices along. */
export const withChoices = (path: string): string => {
  const [bare = '', own = ''] = path.split('?')
  const q = new URLSearchParams(own)
  for (const [name, value] of new URLSearchParams(location.search))
    if (['lang', 'theme'].includes(name) && !q.has(name)) q.set(name, value)
  return q.size > 0 ? `${bare}?${q}` : bare
}
export function applyChoices({ lang, theme }: Choices): void {
  document.documentElement.lang = lang
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
