import type { CardEvent, Reading, SignalEvent, SystemEvent } from '../../../connectors/contract/index.ts'
import { t } from '../../../widget/i18n/index.ts'
import { panelStates } from '../../../widget/state/panel.ts'
import { type Advice, announce, beyond, margins, nameOf, type Who } from '../shown.ts'
import '../../../widget/ui/card.css'
import '../../../widget/ui/overlay.css'
import { h } from './dom.ts'
import { read } from './line.ts'
import * as part from './parts.ts'

/**
 * The floor: the same card as a careful programmer would write it for this stream alone. No framework, no
 * state beyond what it paints, each event replaces exactly the element it speaks of. What a card must do
 * besides (retract, reveal, stores, keyboard, languages …) is not here: this is what the pixels cost.
 */
const root = document.getElementById('ficha') as HTMLElement
const live = h('p', { role: 'status', class: 'quiet' })
let epoch = 0
let stop = new AbortController()
document.documentElement.lang = 'es'

function open(hint: { kind: string; value: string } | undefined, token: string): void {
  stop.abort()
  stop = new AbortController()
  epoch += 1
  const now = Date.now()
  const main = h('main', { class: 'card compact', tabindex: '-1' })
  live.textContent = ''
  document.title = t('title')
  root.replaceChildren(live, main)
  if (!hint) return

  let who: Who | undefined
  let advice: Advice | undefined
  let asking = true
  const readings = new Map<string, Reading>()
  const signals = new Map<string, SignalEvent>()
  const systems = new Map<string, SystemEvent>()
  const box = {
    head: part.waiting(),
    advice: h('div'),
    chips: h('div'),
    panels: h('div'),
    further: h('div'),
    systems: h('ul'),
  }
  const answers = new Map<string, HTMLElement>()
  const panels = new Map<string, HTMLElement>()
  main.append(box.head)

  const titleOf = (connector: string) => systems.get(connector)?.title ?? connector
  const swap = (name: keyof typeof box, made: HTMLElement) => {
    box[name].replaceWith(made)
    box[name] = made
  }
  const states = (question?: string) =>
    !who
      ? []
      : panelStates({
          ficha: question
            ? { ...who.ficha, panels: who.ficha.panels.filter((p) => p.question === question) }
            : who.ficha,
          readings: [...readings.values()],
          connection: asking ? { line: 'asking', since: now } : { line: 'ready', since: now },
          requests: new Map(),
          opened: new Set(),
          extra: [],
          systems,
        })
  const paintPanels = (question?: string) => {
    for (const state of states(question)) {
      const made = part.panel(state, titleOf, now)
      panels.get(state.view.id)?.replaceWith(made)
      panels.set(state.view.id, made)
    }
  }
  const paintSystems = () => swap('systems', part.systems([...systems.values()], asking, now))
  const paintSignal = (rule: string) => {
    const made = part.answer(signals.get(rule), asking, titleOf)
    answers.get(rule)?.replaceWith(made)
    answers.set(rule, made)
  }
  const paintChips = () => {
    if (!who) return
    const given = margins(signals),
      { shown, unknown } = beyond(who, signals)
    box.chips.replaceChildren(
      ...(given.length ? [part.margin(given, who)] : []),
      ...(shown.length ? [part.chips(shown)] : []),
      ...(unknown.length ? [part.unsure(unknown)] : []),
    )
  }

  function paintWho(next: Who): void {
    const first = !who
    who = next
    swap('head', part.head(next, now))
    if (!first) return
    live.textContent = announce(next)
    document.title = `${nameOf(next.person?.name)} · ${t('title')}`
    const glance = h(
      'dl',
      { class: 'glance', 'aria-label': t('glance') },
      ...next.ficha.glance.map(({ rule, title }) => {
        const cell = part.answer(undefined, asking, titleOf)
        answers.set(rule, cell)
        return h('div', {}, h('dt', {}, title), h('dd', {}, cell))
      }),
    )
    main.append(
      part.tools(),
      glance,
      box.advice,
      box.chips,
      box.panels,
      box.further,
      box.systems,
      h('p', { class: 'toast', 'aria-live': 'polite' }),
    )
    for (const state of states()) {
      const made = part.panel(state, titleOf, now)
      panels.set(state.view.id, made)
      box.panels.append(made)
    }
  }
  function take(event: CardEvent): void {
    switch (event.event) {
      case 'who':
        return paintWho(event)
      case 'reading': {
        const key = `${event.reading.question} ${event.reading.connector}`
        const before = readings.get(key)
        readings.set(
          key,
          before && event.reading.state.known === 'nothing'
            ? { ...before, asking: event.reading.asking }
            : event.reading,
        )
        return paintPanels(event.reading.question)
      }
      case 'signal':
        signals.set(event.rule, event)
        return answers.has(event.rule) ? paintSignal(event.rule) : undefined
      case 'advice':
        advice = event
        if (who && advice.items.length) swap('advice', part.advice(advice.items, who))
        return
      case 'system':
        systems.set(event.connector, event)
        return paintSystems()
      case 'settled':
        asking = false
        part.rule()
        paintPanels()
        if (who && advice?.items[0]?.policies) swap('advice', part.advice(advice.items, who))
        for (const rule of answers.keys()) if (!signals.has(rule)) paintSignal(rule)
        paintChips()
        if (who) swap('further', part.further(who))
        return paintSystems()
    }
  }
  void read(hint, token, epoch, stop.signal, take).catch(() => {})
}

function hear(): void {
  const said = new URLSearchParams(location.hash.slice(1))
  history.replaceState(null, '', location.pathname)
  const kind = ['phone', 'loyalty'].find((k) => said.has(k))
  open(kind === undefined ? undefined : { kind, value: said.get(kind) as string }, said.get('token') ?? '')
}
addEventListener('hashchange', hear)
hear()
