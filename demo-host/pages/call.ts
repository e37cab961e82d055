import type { T } from '../texts/index.ts'
import { callers, type Talk } from './conversations.ts'
import { el } from './dom.ts'

let turn = 0
let calls = 0

/** An incoming call: the number as the telephone shows it, answered into a tab of its own. */
export function ring(t: T, answer: (talk: Talk) => void): void {
  if (document.querySelector('dialog.ringing')) return
  const caller = callers[turn++ % callers.length] as (typeof callers)[number]
  const number = el('input', {
    id: 'caller',
    value: caller.number,
    inputmode: 'tel',
    autocomplete: 'off',
    list: 'callers',
  })
  const dialog = el(
    'dialog',
    { class: 'ringing', 'aria-labelledby': 'ringing', onclose: () => dialog.remove() },
    el(
      'form',
      {
        method: 'dialog',
        onsubmit: (event) => {
          event.preventDefault()
          const by = (event as SubmitEvent).submitter?.getAttribute('value')
          dialog.close()
          const value = number.value.trim()
          if (by !== 'answer' || !value) return
          const id = `call-${++calls}`
          answer({
            id,
            who: value,
            subject: `${t('call')} · ${value}`,
            shown: {
              hint: { kind: 'phone', value },
              context: { channel: 'phone', waited: caller.waited },
              interaction: id,
            },
            said: [
              { by: 'them', text: `☎ ${t('calling')} ${value} · ${t('waited')} ${caller.waited} s`, at: '' },
            ],
          })
        },
      },
      el('h2', { id: 'ringing' }, `☎ ${t('incoming')}`),
      el('label', { for: 'caller' }, t('from')),
      number,
      el('datalist', { id: 'callers' }, ...callers.map((c) => el('option', { value: c.number }))),
      el(
        'div',
        { class: 'buttons' },
        el('button', { value: 'answer', class: 'primary' }, t('answer')),
        el('button', { value: 'reject' }, t('reject')),
      ),
    ),
  )
  document.body.append(dialog)
  dialog.showModal()
  dialog.querySelector<HTMLElement>('button[value=answer]')?.focus()
}
