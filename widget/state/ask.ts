import type { Asked, Reading } from '../../connectors/contract/index.ts'
import { applyEvent } from './apply-event.ts'
import { type AskReason, type CardContext, failure, type SubjectSession } from './card-context.ts'
import type { PanelRequest } from './connection.ts'
import { keepPlace } from './keep.ts'
import { renewHandles } from './renew.ts'

/** Asks one panel's question beside the main stream. A second ask of the same panel ends the first. */
export function ask(context: CardContext, session: SubjectSession, panelId: string, reason: AskReason): void {
  const { state: cardState } = session
  const panel = cardState.panels.peek().find((p) => p.view.id === panelId)?.view
  const card = cardState.who.peek()?.card
  if (!panel || card === undefined || panel.state === 'withheld') return
  if (reason === 'opened') {
    cardState.opened.value = new Set(cardState.opened.peek()).add(panelId)
    keepPlace(context, session)
    if (panel.ask === 'at-once') return
    context.report(session, {
      kind: cardState.extra.peek().includes(panel.question) ? 'asked-more' : 'panel-opened',
      question: panel.question,
    })
  } else if (reason === 'again' && panel.ask === 'at-once') return
  session.requests.get(panelId)?.end()
  const scope = session.scope.childScope()
  session.requests.set(panelId, scope)
  const setStatus = (status: PanelRequest) =>
    scope.ifAlive(() => {
      cardState.panelRequests.value = new Map(cardState.panelRequests.peek()).set(panelId, status)
    })
  setStatus({ is: 'asking' })
  void run()

  async function run(): Promise<void> {
    const page = typeof reason === 'object' ? reason : undefined
    const only =
      page?.connector ??
      (panel?.question === 'own' || panel?.question === 'cards'
        ? panel.systems.length === 1
          ? panel.systems[0]?.connector
          : undefined
        : undefined)
    const question = panel?.question as Asked
    const stream = {
      run: session.runs,
      main: false,
      ...(page
        ? {
            join: (before: Reading | undefined, next: Reading) =>
              next.question === question && next.connector === page.connector
                ? appendPage(before, next)
                : undefined,
          }
        : {}),
    }
    try {
      const request = {
        card: card as string,
        question,
        epoch: cardState.epoch,
        locale: context.settings.peek().language,
        ...(only ? { connector: only } : {}),
        ...(page ? { next: page.next } : {}),
        ...(reason === 'fresh' ? { fresh: true } : {}),
      }
      reading: for await (const batch of context.source.ask(request, scope.signal))
        for (const event of [batch].flat()) {
          if (event.epoch !== cardState.epoch) break reading
          if (!scope.ifAlive(() => applyEvent(cardState, event, stream, context.clock.now()))) return
          if (event.event === 'settled') return void setStatus({ is: 'asked' })
        }
      setStatus({ is: 'failed', says: '' })
    } catch (error) {
      const { code, says } = failure(error)
      if (!setStatus({ is: 'failed', says })) return
      if (code === 'expired-handle') renewHandles(context, session, says)
    }
  }
}

/** Appends the next page of a list to the rows we have, none twice. */
function appendPage(before: Reading | undefined, next: Reading): Reading {
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
export function askMore(context: CardContext, session: SubjectSession, question: Asked): void {
  const { state: cardState } = session
  if (!cardState.extra.peek().includes(question))
    session.scope.ifAlive(() => {
      cardState.extra.value = [...cardState.extra.peek(), question]
    })
  const panel = cardState.panels.peek().find((p) => p.view.question === question)
  if (panel) ask(context, session, panel.view.id, 'opened')
}

/** Opens the panels that were open before the frame was destroyed. Harmless when called late. */
export function reopen(context: CardContext, session: SubjectSession, panels: readonly string[]): void {
  session.scope.ifAlive(() => {
    session.state.opened.value = new Set([...session.state.opened.peek(), ...panels])
  })
  if (session.state.who.peek()) for (const panel of panels) ask(context, session, panel, 'again')
}
