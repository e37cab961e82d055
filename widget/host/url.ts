import type { Hint } from '../../connectors/contract/index.ts'
import { createHostState } from './host-state.ts'
import { parseSettings, parseSubject, parseToken } from './parse.ts'
import type { Host, Subject } from './port.ts'
import { warnIntegrator } from './warn-integrator.ts'

/** The parameter names that telephone exchanges and helpdesks use in a screen-pop. */
const hintNames: Record<string, Hint['kind']> = {
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
/** `order-scope=till`: which system the number is of. */
const scopes = ['order-scope', 'ticket-scope', 'loyalty-scope', 'visitor-scope'] as const
const context = ['channel', 'motive', 'place', 'device', 'page', 'language'] as const
const settings = ['lang', 'theme', 'layout', 'template', 'purpose'] as const
/** Values of a hidden caller, and placeholders that nobody filled in: they identify no one. */
const nobody =
  /^(anonymous|unknown|private|restricted|withheld|unavailable|oculto|desconocido|\{\{.*\}\}|%.*%)?$/i

interface ReadAddress {
  subject: Subject | null
  settings: ReturnType<typeof parseSettings>
  token: string | undefined
  rest: { search: string; hash: string }
}

/**
 * Reads `?phone=…&order=…` or `#phone=…;token=…`. `rest` is the address without what identifies a person or
 * grants access.
 */
export function readAddress(search: string, hash: string): ReadAddress {
  const params = new Map<string, string>()
  const strip = (text: string, from: 'query' | 'fragment'): string =>
    text
      .slice(1)
      .split(/[&;]/)
      .filter((pair) => {
        const at = pair.indexOf('=')
        const name = (at < 0 ? pair : pair.slice(0, at)).toLowerCase()
        if (
          !Object.hasOwn(hintNames, name) &&
          name !== 'token' &&
          name !== 'interaction' &&
          !(scopes as readonly string[]).includes(name) &&
          !(context as readonly string[]).includes(name) &&
          !(settings as readonly string[]).includes(name)
        )
          return pair !== ''
        let value = at < 0 ? '' : pair.slice(at + 1)
        // A plus at the start of a telephone number is a plus; elsewhere it stands for a space, as in forms.
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
        else if (value) params.set(name, value)
        return false
      })
      .join('&')
  const rest = { search: strip(search, 'query'), hash: strip(hash, 'fragment') }
  const hints = [...params]
    .filter(([name, value]) => Object.hasOwn(hintNames, name) && !nobody.test(value))
    .map(([name, value]) => {
      const kind = hintNames[name]
      const scope = params.get(`${kind}-scope`)
      return { kind, value, ...(scope ? { scope } : {}) }
    })
  const { subject, problems } = parseSubject({
    hints,
    context: Object.fromEntries(context.map((name) => [name, params.get(name)])),
    interaction: params.get('interaction'),
  })
  for (const problem of problems) void warnIntegrator(problem)
  return {
    subject,
    settings: parseSettings(Object.fromEntries(settings.map((name) => [name, params.get(name)]))),
    token: parseToken(params.get('token')),
    rest: { search: rest.search && `?${rest.search}`, hash: rest.hash && `#${rest.hash}` },
  }
}

/**
 * A screen-pop: the address identifies the customer. It is read once and cleaned at once, so that no history
 * or log keeps it. A new fragment is a new subject.
 */
export function urlHost(window: Window): Host {
  const hostState = createHostState()
  let token: string | undefined
  const readAndClean = () => {
    const { location, history } = window
    const read = readAddress(location.search, location.hash)
    history.replaceState(null, '', location.pathname + read.rest.search + read.rest.hash)
    token = read.token ?? token
    const { insert: _, ...known } = read.settings
    hostState.settings(known)
    hostState.subject(read.subject)
  }
  readAndClean()
  window.addEventListener('hashchange', readAndClean)
  return {
    name: 'url',
    onSubject: hostState.onSubject,
    onSettings: hostState.onSettings,
    token: async () =>
      token ??
      Promise.reject(
        new Error('the address holds no token: open the card with #token=… signed by your backend'),
      ),
    resize() {},
    open: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    dispose() {
      window.removeEventListener('hashchange', readAndClean)
      hostState.forget()
    },
  }
}
