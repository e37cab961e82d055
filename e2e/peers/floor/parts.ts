import type {
  AdviceItem,
  Field,
  PolicyView,
  ReleasedRow,
  SignalEvent,
  Status,
  SystemEvent,
} from '../../../connectors/contract/index.ts'
import { t } from '../../../widget/i18n/index.ts'
import type { PanelState } from '../../../widget/state/panel.ts'
import { guessType, valueText } from '../../../widget/ui/values/value-text.ts'
import {
  because,
  type Column,
  columns,
  copied,
  initials,
  keyType,
  labelled,
  lacking,
  lineWords,
  look,
  markLabel,
  markWords,
  maybe,
  nameOf,
  norms,
  normTitle,
  partsOf,
  saidBy,
  spark,
  standing,
  strip,
  tick,
  unconfirmed,
  type Who,
} from '../shown.ts'
import { bdi, type Child, h, link } from './dom.ts'

function value(field: Field, type: string, now: number, copy = copied.has(type)): Child[] {
  if (field.shown === 'withheld') return [h('span', { class: 'hatch' }, t('withheld.short'))]
  if (field.shown === 'masked')
    return [
      h(
        'span',
        { class: 'masked' },
        h('span', { class: 'mask' }, bdi(field.hint)),
        ' ',
        field.revealable && link(t('reveal')),
      ),
    ]
  const words = valueText(type, field.value, now)
  if (type === 'status' && typeof field.value === 'object' && !Array.isArray(field.value))
    return [h('span', { class: `tag ${(field.value as Status).tone ?? ''}` }, bdi(words))]
  if (type === 'datetime' || type === 'date') return [h('time', { datetime: String(field.value) }, words)]
  return [
    copy
      ? h('button', { type: 'button', class: 'v', title: t('copy', { value: words }) }, bdi(words))
      : bdi(words),
  ]
}

/** Shown once a card has settled, and from then on. */
let ruled = false
export const rule = (): void => {
  ruled = true
}
const beside = (of: readonly PolicyView[] | undefined, row?: ReleasedRow): HTMLElement[] =>
  ruled
    ? norms(of, row).map((p) =>
        h(
          'details',
          { class: 'lines norm' },
          h('summary', {}, normTitle, bdi(p.title)),
          h('p', {}, bdi(p.text)),
        ),
      )
    : []

export const waiting = (): HTMLElement =>
  h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'who' },
      h('div', { class: 'avatar none', 'aria-hidden': 'true' }, '…'),
      h(
        'div',
        { class: 'id' },
        h('h1', { tabindex: '-1', class: 'calm' }, t('looking')),
        h('div', { class: 'bar s' }),
      ),
    ),
  )

export function head(who: Who, now: number): HTMLElement {
  const { person, sure } = who
  const address = person?.formOfAddress
  const marks = h(
    'p',
    { class: 'marks' },
    address?.shown === 'clear' && h('span', {}, t('address.as', { how: address.value })),
    ...(person?.marks ?? []).map((m) =>
      h(
        'span',
        { title: m.label },
        ...(markWords(m.fact, m.field) === undefined
          ? [
              h('span', { class: markLabel(m.field) }, `${m.label}: `),
              ...value(m.field, m.field.shown === 'clear' ? guessType(m.field.value) : 'text', now, false),
            ]
          : [markWords(m.fact, m.field)]),
      ),
    ),
  )
  const key =
    sure &&
    h(
      'button',
      {
        type: 'button',
        class: `sure ${maybe(who) ? 'maybe' : ''}`,
        'aria-expanded': 'false',
        title: t('sure.why'),
      },
      h('span', { 'aria-hidden': 'true' }, maybe(who) ? '?' : '✓'),
      ` ${maybe(who) ? `${t(sure.level === 'probable' ? 'level.probable' : 'level.possible')} · ` : ''}${t(`by.${sure.by}`)}`,
      h('span', { class: 'quiet' }, `. ${t('sure.why')}`),
    )
  return h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'who' },
      h('div', { class: 'avatar', 'aria-hidden': 'true' }, initials(person?.name)),
      h('div', { class: 'id' }, h('h1', { tabindex: '-1' }, bdi(nameOf(person?.name))), marks),
      key,
    ),
    h(
      'div',
      { class: 'keys' },
      ...who.keys.map((k) =>
        h(
          'span',
          {},
          `${t(`key.${k.kind}`)} `,
          h('b', {}, ...value(k.value, keyType(k.kind), now)),
          !k.found && h('i', {}, ` ${t('key.unfound')}`),
        ),
      ),
    ),
  )
}
export const tools = (): HTMLElement =>
  h(
    'div',
    { class: 'tools', role: 'group', 'aria-label': t('tools') },
    link(t('tool.search'), { 'aria-keyshortcuts': '/', 'aria-expanded': 'false' }),
    link(t('tool.wrong')),
    link('?', { class: 'link end', 'aria-keyshortcuts': '?', 'aria-label': t('tool.help') }),
  )

export function answer(
  signal: SignalEvent | undefined,
  asking: boolean,
  titleOf: (connector: string) => string,
): HTMLElement {
  if (!signal)
    return asking ? h('span', { class: 'wait' }, t('waiting')) : h('span', { class: 'unknown' }, t('unknown'))
  const button = h(
    'button',
    { type: 'button', class: `v ${look(signal)}`, 'aria-expanded': 'false' },
    h('span', {}, bdi(saidBy(signal, titleOf))),
  )
  if (signal.spark && signal.spark.length > 1) {
    const make = (tag: string, attributes: Record<string, string>) => {
      const e = document.createElementNS('http://www.w3.org/2000/svg', tag)
      for (const name in attributes) e.setAttribute(name, attributes[name] as string)
      return e
    }
    const svg = make('svg', {
      width: '46',
      height: '14',
      viewBox: '0 0 46 14',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': '1.5',
      'aria-hidden': 'true',
    })
    svg.append(make('path', { d: spark(signal.spark) }))
    button.append(svg)
  }
  return button
}
export const advice = (items: readonly AdviceItem[], who: Who): HTMLElement => {
  const item = items[0] as AdviceItem
  const action =
    item.action &&
    who.ficha.actions.find((a) => a.connector === item.action?.connector && a.name === item.action.name)
  return h(
    'div',
    { class: 'advices', role: 'group', 'aria-label': t('advice'), tabindex: '-1' },
    h(
      'div',
      { class: `advice ${item.rank}` },
      h('p', {}, h('span', { class: 'quiet' }, `${t(`rank.${item.rank}`)}: `), bdi(item.text)),
      h(
        'footer',
        {},
        action && h('button', { type: 'button', class: 'do' }, action.title),
        ...(['advice.done', 'advice.not-now', 'advice.other'] as const).map((k) =>
          h('button', { type: 'button' }, t(k)),
        ),
        link(t('advice.why'), { class: 'link end', 'aria-expanded': 'false' }),
      ),
      ...beside(item.policies),
    ),
    items.length > 1 && link(t('advice.next', { n: items.length - 1 }), { class: 'link more' }),
  )
}
export const margin = (all: readonly SignalEvent[], who: Who): HTMLElement => {
  const action = who.ficha.actions.find((a) => a.name === 'gesture')
  return h(
    'p',
    { class: 'margin pad' },
    `${t('margin')}: `,
    ...all.map((s) => h('span', {}, bdi(saidBy(s, String)))),
    ' ',
    action && link(t('margin.give')),
  )
}
export const chips = (all: readonly SignalEvent[]): HTMLElement =>
  h(
    'ul',
    { class: 'chips pad', 'aria-label': t('signals') },
    ...all.map((s) =>
      h(
        'li',
        { class: `tag ${look(s)}` },
        tick(s) !== '' && h('span', { 'aria-hidden': 'true' }, tick(s)),
        `${s.title}: `,
        h('span', {}, bdi(saidBy(s, String))),
      ),
    ),
  )
export const unsure = (all: readonly SignalEvent[]): HTMLElement =>
  h(
    'details',
    { class: 'unsure' },
    h('summary', {}, t('unknown.because', { why: all.length })),
    h('ul', {}, ...all.map((s) => h('li', {}, `${s.title}: `, bdi(because(s))))),
  )

function row(
  r: ReleasedRow,
  cols: readonly Column[],
  policies: readonly PolicyView[] | undefined,
  question: string,
  title: string | undefined,
  open: string,
  now: number,
): HTMLElement {
  const { head: first, weight, state, small, nested } = partsOf(r, cols)
  const cell = (c: Column): Child[] => {
    const field = r.fields[c.name]
    return field ? value(field, c.type, now) : []
  }
  const li = h(
    'li',
    {},
    h(
      'b',
      { class: 'h' },
      ...(first ? cell(first) : []),
      ...(r.from.url
        ? [
            ' ',
            h(
              'a',
              {
                href: r.from.url,
                target: '_blank',
                rel: 'noopener noreferrer',
                'aria-label': open,
                title: open,
              },
              h('span', { 'aria-hidden': 'true', class: 'go' }, '↗'),
            ),
          ]
        : []),
    ),
    h('span', { class: 'n' }, ...(weight ? cell(weight) : state ? cell(state) : [])),
  )
  if (small.length > 0 || (weight && state))
    li.append(
      h(
        'small',
        {},
        ...small.map((c, i) =>
          h(
            'span',
            {},
            i > 0 && ' · ',
            labelled(c, question) && h('span', { class: 'lab' }, `${c.label} `),
            ...cell(c),
          ),
        ),
        title !== undefined && h('span', {}, small.length > 0 && ' · ', bdi(title)),
      ),
    )
  if (weight && state) li.append(h('span', { class: 'n' }, ...cell(state)))
  for (const c of nested) {
    const field = r.fields[c.name]
    const lines = field?.shown === 'clear' ? (field.value as Record<string, unknown>[]) : []
    li.append(
      h(
        'details',
        { class: 'lines' },
        h('summary', {}, `${c.label} (${lines.length})`),
        h(
          'ul',
          {},
          ...lines.map((line) =>
            h('li', {}, ...lineWords(line, now).map((w, j) => h('span', {}, j > 0 && ' · ', bdi(w)))),
          ),
        ),
      ),
    )
  }
  li.append(...beside(policies, r))
  return li
}
export function panel(state: PanelState, titleOf: (connector: string) => string, now: number): HTMLElement {
  const { view, is, rows, sources } = state
  const id = `p-${view.id}`
  const what = t(`${view.question}.what`)
  const body: Child[] = []
  if (is === 'waiting') body.push(h('div', { class: 'bar' }), h('div', { class: 'bar s' }))
  else if (is === 'late') body.push(h('div', { class: 'bar slow' }))
  else if (is === 'withheld') body.push(h('p', { class: 'hatch' }, t('withheld')))
  else if (is === 'none') body.push(h('p', {}, t('none', { what })))
  else if (is === 'unknown')
    body.push(h('p', { class: 'unknown' }, `${t('none.unsure', { what })} `, link(t('retry'))))
  else if (is === 'rows') {
    const cols = columns(view, rows)
    const why = state.complete ? '' : lacking(state)
    const next = sources.filter((s) => s.next !== undefined)
    const count = state.totals?.count ?? 0
    body.push(
      h(
        'div',
        {},
        h(
          'ul',
          { class: 'rows' },
          ...rows.map((r) =>
            row(
              r,
              cols,
              view.policies,
              view.question,
              sources.length > 1 ? titleOf(r.from.connector) : undefined,
              t('open.in', { title: titleOf(r.from.connector) }),
              now,
            ),
          ),
        ),
        ...beside(view.policies),
        count > rows.length && h('p', { class: 'soft' }, t('panel.total', { n: count })),
        why !== '' && h('p', { class: 'partial' }, t('from.incomplete', { why })),
        ...next.map((s) => link(`${t('panel.more')}${next.length > 1 ? ` · ${s.title}` : ''}`)),
      ),
    )
  }
  const source =
    is === 'closed'
      ? link(t(view.ask === 'on-request' ? 'panel.ask' : 'panel.open'), {
          id: `${id}f`,
          'aria-label': `${t(view.ask === 'on-request' ? 'panel.ask' : 'panel.open')}: ${view.title}`,
        })
      : is === 'withheld'
        ? h('span', { id: `${id}f`, class: 'quiet' }, t('withheld'))
        : h(
            'span',
            { id: `${id}f`, class: 'froms' },
            ...sources.map((s) => {
              const { words, mark } = standing(s, now)
              return h(
                'span',
                { class: `from ${mark}` },
                h('i', { 'aria-hidden': 'true' }),
                words + unconfirmed(s),
              )
            }),
          )
  return h(
    'section',
    {
      'aria-labelledby': `${id}h`,
      'aria-describedby': `${id}f`,
      class: `panel is-${is}`,
      'data-panel': view.id,
    },
    h('header', {}, h('h2', { id: `${id}h`, tabindex: '-1' }, view.title), source),
    ...body,
  )
}
export const further = ({ ficha }: Who): HTMLElement => {
  const button = (words: string) => h('button', { type: 'button' }, words)
  return h(
    'div',
    { class: 'further' },
    ...ficha.actions.map((a) => button(a.title)),
    ficha.timeline && button(t('tool.timeline')),
    ficha.timeline && button(t('tool.journey')),
    ficha.mayAsk.length > 0 && button(t('tool.more')),
  )
}
export const systems = (all: readonly SystemEvent[], asking: boolean, now: number): HTMLElement =>
  h(
    'ul',
    { class: 'systems', 'aria-label': t('systems') },
    ...all.map((s) => {
      const { mark, words, again } = strip(s, asking, now)
      return h(
        'li',
        { class: `from ${mark}` },
        h('i', { 'aria-hidden': 'true' }),
        h(
          'span',
          {},
          s.state === 'not-asked' ? `${t('system.not-asked')}: ${s.title}` : s.title + words,
          s.state === 'answered' && h('span', { class: 'quiet' }, ` ${t('system.answered')}`),
        ),
        again && ' · ',
        again && link(t('retry.one'), { 'aria-label': t('retry.of', { title: s.title }) }),
      )
    }),
  )
