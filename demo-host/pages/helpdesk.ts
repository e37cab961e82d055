import './style.css'
import { textsIn } from '../texts/index.ts'
import { ring } from './call.ts'
import { card, show } from './card.ts'
import { applyChoices, readChoices } from './choices.ts'
import { type Talk, talks } from './conversations.ts'
import { el, must } from './dom.ts'
import { strip } from './strip.ts'
import { type OpenTalk, talkView } from './talk-view.ts'

const choices = readChoices('adviser')
const t = textsIn(choices.lang)
applyChoices(choices)
document.title = `${t('helpdesk')} · Almacenes Ribera`

const open = new Map<string, OpenTalk>()
let active: string | undefined
const app = must('app', HTMLElement)
const tabs = el('div', { class: 'tabs', role: 'tablist', 'aria-label': t('open') })
const panes = el('div', { class: 'panes' })
const cards = el('aside', { class: 'cards', 'aria-label': t('customer') })
const empty = el('p', { class: 'soft empty' }, t('none'))

function activate(id: string | undefined): void {
  active = id
  empty.hidden = id !== undefined
  for (const [key, one] of open) {
    const here = key === id
    one.pane.hidden = one.holder.hidden = !here
    one.tab.setAttribute('aria-selected', String(here))
    one.tab.tabIndex = here ? 0 : -1
  }
  for (const item of inbox.querySelectorAll('button')) {
    item.toggleAttribute('data-open', open.has(item.dataset.id ?? ''))
    item.setAttribute('aria-current', String(item.dataset.id === id))
  }
}

function close(id: string): void {
  const one = open.get(id)
  if (!one) return
  for (const node of [one.tab, one.pane, one.holder]) node.remove()
  open.delete(id)
  activate(active === id ? [...open.keys()].at(-1) : active)
}

/**
 * Opens a conversation in a tab of its own, with a card of its own; one that is open already comes to the
 * front.
 */
function enter(talk: Talk): void {
  if (!open.has(talk.id)) {
    const view = talkView(talk, t, () => close(talk.id))
    const made = card(choices, 'compact', view.insert)
    const tab = el(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'tab',
        id: `tab-${talk.id}`,
        'aria-controls': `pane-${talk.id}`,
        onclick: () => activate(talk.id),
      },
      el('bdi', {}, talk.who),
    )
    const pane = el(
      'div',
      { role: 'tabpanel', id: `pane-${talk.id}`, 'aria-labelledby': `tab-${talk.id}`, tabindex: 0 },
      view.node,
    )
    const holder = el('div', { class: 'holder', 'data-conversation': talk.id }, made)
    tabs.append(tab)
    panes.append(pane)
    cards.append(holder)
    show(made, talk.shown)
    open.set(talk.id, { talk, tab, pane, holder, card: made })
  }
  activate(talk.id)
}

tabs.addEventListener('keydown', (event) => {
  const keys = [...open.keys()]
  if (event.key === 'Delete' && active !== undefined) close(active)
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (step === 0 || active === undefined) return
  const next = keys[(keys.indexOf(active) + step + keys.length) % keys.length]
  activate(next)
  open.get(next ?? '')?.tab.focus()
})

const how = { phone: t('call'), mail: t('mail'), chat: 'Chat', store: t('pos'), web: 'Web' }
const inbox = el(
  'ul',
  {},
  ...talks.map((talk) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', 'data-id': talk.id, onclick: () => enter(talk) },
        el('b', {}, el('bdi', {}, talk.who)),
        el('span', {}, el('bdi', {}, talk.subject)),
        el('small', {}, `#${talk.id} · ${how[talk.shown.context.channel]}`),
      ),
    ),
  ),
)
const ringer = el(
  'button',
  { type: 'button', class: 'primary', onclick: () => ring(t, enter) },
  `☎ ${t('incoming')}`,
)

app.append(
  el('h1', { class: 'unseen' }, t('helpdesk')),
  el('nav', { class: 'inbox', 'aria-label': t('inbox') }, el('h2', {}, t('inbox')), ringer, inbox),
  el('section', { class: 'middle', 'aria-label': t('conversation') }, tabs, panes, empty),
  cards,
)
document.body.prepend(strip('helpdesk', choices, t))

const wanted = new URLSearchParams(location.search)
const first = talks.find((x) => x.id === wanted.get('conversation'))
if (first) enter(first)
else if (wanted.get('kind') && wanted.get('value'))
  enter(asked(wanted.get('kind') as Talk['shown']['hint']['kind'], wanted.get('value') as string))

/** A link from the index: somebody by any key, without a conversation behind. */
function asked(kind: Talk['shown']['hint']['kind'], value: string): Talk {
  return {
    id: `x-${kind}`,
    who: value,
    subject: `${t('customer')}: ${value}`,
    shown: { hint: { kind, value }, context: { channel: 'phone' }, interaction: `try-${kind}` },
    said: [],
  }
}
