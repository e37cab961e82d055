import type { FichaNucleo } from '../../widget/element.ts'
import type { T } from '../texts/index.ts'
import type { Talk } from './conversations.ts'
import { el, hour } from './dom.ts'

/**
 * One conversation: what was said, our own notes from the helpdesk's record, and where we write. `insert`
 * puts text where the cursor is.
 */
export function talkView(
  talk: Talk,
  t: T,
  close: () => void,
): { node: HTMLElement; insert(text: string): void } {
  const said = el('ol', { class: 'said' }, ...talk.said.map((m) => bubble(m.by, m.text, m.at)))
  const text = el('textarea', { rows: 3, id: `reply-${talk.id}` })
  const send = el(
    'form',
    {
      class: 'composer',
      onsubmit: (event) => {
        event.preventDefault()
        if (!text.value.trim()) return
        said.append(bubble('us', text.value.trim(), hour(new Date())))
        text.value = ''
        said.lastElementChild?.scrollIntoView({ block: 'nearest' })
      },
    },
    el('label', { for: `reply-${talk.id}` }, t('reply')),
    text,
    el('button', { type: 'submit', class: 'primary' }, t('send')),
  )
  const node = el(
    'div',
    { class: 'talk' },
    el(
      'header',
      {},
      el('h2', {}, el('bdi', {}, talk.subject)),
      el('button', { type: 'button', onclick: close }, t('close')),
    ),
    el('p', { class: 'soft' }, el('bdi', {}, talk.who)),
    said,
    talk.mail ? notes(talk.mail, t) : null,
    send,
  )
  return {
    node,
    insert(more) {
      text.setRangeText(more, text.selectionStart, text.selectionEnd, 'end')
      text.focus()
    },
  }
}

const bubble = (by: 'them' | 'us', text: string, at: string) =>
  el('li', { class: by }, el('p', {}, el('bdi', {}, text)), el('small', {}, at))

/** "Para el siguiente", as it stands in the helpdesk's own record: read there, never from the card. */
function notes(mail: string, t: T): HTMLElement {
  const list = el('ul', {})
  const read = async () => {
    const found = await fetch(`/notes?${new URLSearchParams({ mail })}`).then(
      async (answer) => (answer.ok ? ((await answer.json()) as { at: string; text: string }[]) : undefined),
      () => undefined,
    )
    list.replaceChildren(
      ...(found === undefined
        ? [el('li', {}, t('no-desk'))]
        : found.length === 0
          ? [el('li', { class: 'soft' }, t('no-notes'))]
          : found.map((n) => el('li', {}, el('bdi', {}, n.text), el('small', {}, ` ${hour(n.at)}`)))),
    )
  }
  void read()
  return el(
    'details',
    { class: 'notes' },
    el('summary', {}, t('notes')),
    el('button', { type: 'button', onclick: () => void read() }, t('refresh')),
    list,
  )
}

/** One open conversation, with a card of its own that nothing else touches. */
export interface OpenTalk {
  talk: Talk
  tab: HTMLElement
  pane: HTMLElement
  holder: HTMLElement
  card: FichaNucleo
}
