import type { Asked, Reading } from '../../connectors/contract/index.ts'
import { apply } from './apply-event.ts'
import { type Desk, failure, type Visit } from './card-context.ts'
import type { Errand } from './card-state.ts'
import { keepPlace } from './keep.ts'
import { follow } from './stream.ts'

/** Why a panel is asked: opened by the agent, asked again by the card, or its next page. */
export type Motive = 'opened' | 'again' | 'fresh' | { next: string; connector: string }

/** Asks one panel's question beside the main stream. A second ask of the same panel ends the first. */
export function ask(desk: Desk, visit: Visit, panelId: string, motive: Motive): void {
  const { sheet } = visit
  const panel = sheet.panels.peek().find((p) => p.view.id === panelId)?.view
  const card = sheet.who.peek()?.card
  if (!panel || card === undefined || panel.state === 'withheld') return
  if (motive === 'opened') {
    sheet.opened.value = new Set(sheet.opened.peek()).add(panelId)
    keepPlace(desk, visit)
    if (panel.ask === 'at-once') return
    desk.report(visit, {
      kind: sheet.extra.peek().includes(panel.question) ? 'asked-more' : 'panel-opened',
      question: panel.question,
    })
  } else if (motive === 'again' && panel.ask === 'at-once') return
  visit.errands.get(panelId)?.end()
  const right = visit.right.part()
  visit.errands.set(panelId, right)
  const say = (errand: Errand) =>
    right.commit(() => {
      sheet.errands.value = new Map(sheet.errands.peek()).set(panelId, errand)
    })
  say({ is: 'asking' })
  void run()

  async function run(): Promise<void> {
    const page = typeof motive === 'object' ? motive : undefined
    const only =
      page?.connector ??
      (panel?.question === 'own' || panel?.question === 'cards'
        ? panel.systems.length === 1
          ? panel.systems[0]?.connector
          : undefined
        : undefined)
    const question = panel?.question as Asked
    const by = {
      run: visit.runs,
      main: false,
      ...(page
        ? {
            join: (before: Reading | undefined, next: Reading) =>
              next.question === question && next.connector === page.connector
                ? continued(before, next)
                : undefined,
          }
        : {}),
    }
    try {
      const request = {
        card: card as string,
        question,
        epoch: sheet.epoch,
        locale: desk.settings.peek().language,
        ...(only ? { connector: only } : {}),
        ...(page ? { next: page.next } : {}),
        ...(motive === 'fresh' ? { fresh: true } : {}),
      }
      hearing: for await (const heard of desk.source.ask(request, right.signal))
        for (const event of [heard].flat()) {
          if (event.epoch !== sheet.epoch) break hearing
          if (!right.commit(() => apply(sheet, event, by, desk.clock.now()))) return
          if (event.event === 'settled') return void say({ is: 'asked' })
        }
      say({ is: 'failed', says: '' })
    } catch (error) {
      const { code, says } = failure(error)
      if (!say({ is: 'failed', says })) return
      // The handle outlived its time: a new one comes with a new stream, which asks the open panels again.
      if (code === 'expired-handle' && !visit.renewing) {
        visit.renewing = true
        follow(desk, visit)
      }
    }
  }
}

/** The next page of a list: its rows come after those we have, none twice. */
function continued(before: Reading | undefined, next: Reading): Reading {
  if (!before || (before.state.known !== 'value' && before.state.known !== 'incomplete')) return next
  if (next.state.known === 'none')
    return {
      ...before,
      asking: next.asking,
      next: undefined,
      state: {
        known: 'value',
        value: before.state.value,
        from: before.state.from,
        freshUntil: next.state.from.fetchedAt,
      },
    }
  if (next.state.known !== 'value' && next.state.known !== 'incomplete')
    return { ...before, asking: next.asking }
  const refs = new Set(before.state.value.map((row) => row.ref))
  return {
    ...next,
    totals: next.totals ?? before.totals,
    state: {
      ...next.state,
      value: [...before.state.value, ...next.state.value.filter((row) => !refs.has(row.ref))],
    },
  }
}

/** "Pedir más": a question the role may ask and the ficha leaves out. */
export function askMore(desk: Desk, visit: Visit, question: Asked): void {
  const { sheet } = visit
  if (!sheet.extra.peek().includes(question))
    visit.right.commit(() => {
      sheet.extra.value = [...sheet.extra.peek(), question]
    })
  const panel = sheet.panels.peek().find((p) => p.view.question === question)
  if (panel) ask(desk, visit, panel.view.id, 'opened')
}

/** Opens the panels that stood open before the frame was destroyed. Harmless if it comes late. */
export function reopen(desk: Desk, visit: Visit, panels: readonly string[]): void {
  visit.right.commit(() => {
    visit.sheet.opened.value = new Set([...visit.sheet.opened.peek(), ...panels])
  })
  if (visit.sheet.who.peek()) for (const panel of panels) ask(desk, visit, panel, 'again')
}
