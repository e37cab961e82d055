import type { Hint } from '../../connectors/contract/index.ts'
import { complain } from './complain.ts'
import { createHostState } from './page-hints.ts'
import { parseSettings, parseSubject, parseToken } from './parse.ts'
import type { Host, Subject } from './port.ts'

/** How telephone exchanges and desks name what they pop. */
const names: Record<string, Hint['kind']> = {
  phone: 'phone',
  ani: 'phone',
  callerid: 'phone',
  cli: 'phone',
  tel: 'phone',
  from: 'phone',
  mail: 'mail',
  email: 'mail',
  order: 'order',
  ticket: 'ticket',
  loyalty: 'loyalty',
  card: 'loyalty',
  visitor: 'visitor',
  name: 'name',
  q: 'any',
}
const context = ['channel', 'motive', 'place', 'device', 'page', 'language'] as const
const settings = ['lang', 'theme', 'layout', 'template', 'purpose'] as const
/** A caller who hides, and a template nobody filled in, say nothing about who it is. */
const nobody =
  /^(anonymous|unknown|private|restricted|withheld|unavailable|oculto|desconocido|\{\{.*\}\}|%.*%)?$/i

interface Popped {
  subject: Subject | null
  settings: ReturnType<typeof parseSettings>
  token: string | undefined
  rest: { search: string; hash: string }
}

/**
 * `?phone=…&order=…` or `#phone=…;token=…`. What names a person or opens a door is taken out of the address.
 */
export function readAddress(search: string, hash: string): Popped {
  const said = new Map<string, string>()
  const strip = (text: string, from: 'query' | 'fragment'): string =>
    text
      .slice(1)
      .split(/[&;]/)
      .filter((pair) => {
        const at = pair.indexOf('=')
        const name = (at < 0 ? pair : pair.slice(0, at)).toLowerCase()
        if (
          !Object.hasOwn(names, name) &&
          name !== 'token' &&
          name !== 'interaction' &&
          !(context as readonly string[]).includes(name) &&
          !(settings as readonly string[]).includes(name)
        )
          return pair !== ''
        let value = at < 0 ? '' : pair.slice(at + 1)
        // A plus that begins a telephone is a plus; elsewhere it is the space a form wrote.
        value = value.replace(/^\+(?=\d)/, '%2B').replaceAll('+', ' ')
        try {
          value = decodeURIComponent(value).trim()
        } catch {
          value = ''
        }
        if (name === 'token' && from === 'query')
          console.warn(
            '[ficha] a token in the query stands in every log on the way: put it in the fragment (#token=…). It was ignored.',
          )
        else if (value) said.set(name, value)
        return false
      })
      .join('&')
  const rest = { search: strip(search, 'query'), hash: strip(hash, 'fragment') }
  const hints = [...said]
    .filter(([name, value]) => Object.hasOwn(names, name) && !nobody.test(value))
    .map(([name, value]) => ({ kind: names[name], value }))
  const { subject, wrong } = parseSubject({
    hints,
    context: Object.fromEntries(context.map((name) => [name, said.get(name)])),
    interaction: said.get('interaction'),
  })
  for (const one of wrong) void complain(one)
  return {
    subject,
    settings: parseSettings(Object.fromEntries(settings.map((name) => [name, said.get(name)]))),
    token: parseToken(said.get('token')),
    rest: { search: rest.search && `?${rest.search}`, hash: rest.hash && `#${rest.hash}` },
  }
}

/**
 * A screen-pop: the address says who. It is read once and cleaned at once, so that no history or log keeps
 * it; a new fragment is a new subject.
 */
export function urlHost(window: Window): Host {
  const told = createHostState()
  let token: string | undefined
  const read = () => {
    const { location, history } = window
    const popped = readAddress(location.search, location.hash)
    history.replaceState(null, '', location.pathname + popped.rest.search + popped.rest.hash)
    token = popped.token ?? token
    const { insert: _, ...wishes } = popped.settings
    told.settings(wishes)
    told.subject(popped.subject)
  }
  read()
  window.addEventListener('hashchange', read)
  return {
    name: 'url',
    onSubject: told.onSubject,
    onSettings: told.onSettings,
    token: async () =>
      token ??
      Promise.reject(
        new Error('the address holds no token: open the card with #token=… signed by your backend'),
      ),
    resize() {},
    open: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    dispose() {
      window.removeEventListener('hashchange', read)
      told.forget()
    },
  }
}
