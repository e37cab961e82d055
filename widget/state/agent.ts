import type { AdviceItem, Candidate, DecideRequest, QuestionToAsk } from '../../connectors/contract/index.ts'
import { ask } from './ask.ts'
import { backoff } from './backoff.ts'
import {
  type ActionResult,
  type CardContext,
  failure,
  revealKey,
  runFor,
  type SubjectSession,
  subjectKey,
} from './card-context.ts'
import { watch } from './changes.ts'
import { draftOf, dropDraft } from './keep.ts'
import { renewHandles } from './renew.ts'

/** What the agent does on a card that is open. Each works for the visit it began in and for no other. */
export interface AgentAction {
  connector: string
  action: string
  input: Record<string, unknown>
  row?: string | undefined /** the same form sent twice acts once */
  key: string
  amount?: number | undefined
}

const cardOf = (session: SubjectSession): string => session.state.who.peek()?.card ?? ''

/** Longest a revealed value stays readable, whatever the gateway says. Seconds. */
const longest = 60

/** The next try has a handle that is good. */
function renewed<T>(context: CardContext, session: SubjectSession, done: ActionResult<T>): ActionResult<T> {
  if (done.is === 'failed' && done.code === 'expired-handle') renewHandles(context, session, done.says)
  // A handle that did its work: whoever refuses the next one refuses an old one.
  if (done.is === 'done') session.renewals = { inVain: 0, at: 0 }
  return done
}

export async function reveal(
  context: CardContext,
  session: SubjectSession,
  target: { ref: string; field: string; reason: string },
): Promise<ActionResult> {
  return renewed(
    context,
    session,
    await runFor(
      session.scope,
      () => context.source.reveal({ card: cardOf(session), ...target }),
      ({ value, forSeconds }) => {
        const { revealed } = session.state
        const key = revealKey(target.ref, target.field)
        const ms = Math.min(forSeconds, longest) * 1_000
        const until = context.clock.now() + ms
        revealed.value = new Map(revealed.peek()).set(key, { value, until })
        // By the second, and by both clocks: a computer that slept stops its timers, one that is set right
        // moves its time.
        const hide = (left: number): void =>
          void session.scope.after(Math.min(left, 1_000), () => {
            if (left > 1_000 && context.clock.now() < until) hide(left - 1_000)
            else
              session.scope.ifAlive(() => {
                if (revealed.peek().get(key)?.until === until)
                  revealed.value = new Map([...revealed.peek()].filter(([k]) => k !== key))
              })
          })
        hide(ms)
      },
    ),
  )
}

/**
 * The keys of what was sent. `words`: of what was not answered, by whom and what it is about: the same sent
 * again, from this form or another, is the same act. `forms`: of words kept as a draft, the draft's own, so
 * that they are the same act after the frame was loaded again.
 */
interface Keys {
  words: Map<string, string>
  forms: Map<string, string>
}
const sent = new WeakMap<CardContext, Keys>()

export async function act(
  context: CardContext,
  session: SubjectSession,
  { amount, ...deed }: AgentAction,
): Promise<ActionResult<{ done: boolean; says: string }>> {
  const { words, forms } = sent.get(context) ?? {
    words: new Map<string, string>(),
    forms: new Map<string, string>(),
  }
  sent.set(context, { words, forms })
  const name = JSON.stringify([
    subjectKey(session.state) ?? session.chosen,
    deed.connector,
    deed.action,
    deed.row,
    deed.input,
  ])
  const handoff = deed.action === 'handoff'
  if (!forms.has(deed.key)) {
    const draft = handoff ? await draftOf(context, session, Object.values(deed.input)) : undefined
    forms.set(deed.key, draft ? `${deed.connector} ${draft.at}` : deed.key)
  }
  const key = words.get(name) ?? (forms.get(deed.key) as string)
  // Other words under the key of the same form are refused by the gateway; sent from a new form, they have a
  // key of their own.
  if (![...words.values()].includes(key)) words.set(name, key)
  const done = renewed(
    context,
    session,
    await runFor(
      session.scope,
      async () => {
        const answer = await context.source.act({ card: cardOf(session), ...deed, key })
        words.delete(name)
        // Its customer may have left the screen: what was sent must not come back as words not sent yet.
        if (answer.done && handoff) void dropDraft(context, session, Object.values(deed.input))
        return answer
      },
      () => {},
    ),
  )
  if (done.is !== 'done') return done
  if (done.value.done) {
    if (amount !== undefined) context.report(session, { kind: 'gesture', amount, connector: deed.connector })
    for (const { view, is } of session.state.panels.peek())
      if (is !== 'closed' && done.value.refresh.includes(view.question))
        ask(context, session, view.id, 'fresh')
  }
  return done
}

export function advise(
  context: CardContext,
  session: SubjectSession,
  item: AdviceItem,
  answer: 'taken' | 'not-now' | 'other',
  reason?: string,
): void {
  session.scope.ifAlive(() => {
    session.state.answered.value = new Map(session.state.answered.peek()).set(item.id, answer)
  })
  context.report(session, {
    kind: `advice-${answer}`,
    rule: item.id,
    ref: item.ref,
    ...(reason ? { reason } : {}),
  })
}

export async function answerQuestion(
  context: CardContext,
  session: SubjectSession,
  question: QuestionToAsk,
  value: string,
): Promise<ActionResult<{ done: boolean; says: string }>> {
  const settle = (): void => {
    session.scope.ifAlive(() => {
      session.state.answered.value = new Map(session.state.answered.peek()).set(question.id, value)
    })
  }
  if (!question.action || value === '') {
    settle()
    if (value !== '')
      context.report(session, { kind: 'question-asked', rule: question.id, ref: question.ref })
    return { is: 'done', value: { done: true, says: '' } }
  }
  const done = await act(context, session, {
    connector: question.action.connector,
    action: question.action.name,
    input: { value },
    key: crypto.randomUUID(),
  })
  if (done.is === 'done' && done.value.done) {
    settle()
    context.report(session, { kind: 'question-asked', rule: question.id, ref: question.ref })
  }
  return done
}

/**
 * Same person, somebody else, nobody here, or take it back. Whatever was on screen is thrown away: it may be
 * a stranger's.
 */
export async function decide(
  context: CardContext,
  session: SubjectSession,
  decision: Exclude<DecideRequest['decision'], 'not-them'>,
  on: { candidate?: Candidate | undefined; link?: string | undefined; card?: string | undefined } = {},
): Promise<ActionResult> {
  const card = on.card ?? cardOf(session)
  // Every card of these records is told, this one too: it hears it from the answer, which brings the way
  // back, and not from its own poll a moment before.
  session.poll?.end()
  const request = {
    card,
    decision,
    ...(on.candidate ? { candidate: on.candidate.ref } : {}),
    ...(on.link ? { link: on.link } : {}),
  }
  try {
    const { says, link } = await context.source.decide(request)
    if (!session.scope.alive()) return { is: 'gone' }
    context.restart(
      decision === 'same' && on.candidate
        ? { chosen: on.candidate.ref }
        : decision === 'undo'
          ? {}
          : session.chosen,
    )
    const next = context.session()
    next.scope.ifAlive(() => {
      next.state.notice.value = { says, card, ...(decision === 'undo' ? {} : { link }) }
    })
    return { is: 'done', value: link }
  } catch (error) {
    if (!session.scope.alive()) return { is: 'gone' }
    watch(context, session)
    const { code, says } = failure(error)
    return { is: 'failed', code, says }
  }
}

/** Tries of a word that finds no gateway: some ten minutes. */
const tries = 25
const passing = new Set(['offline', 'lost', 'internal', 'too-many', 'audit-unavailable'])

/**
 * "This is not them", said until it is heard: the card is cleared already, and whoever opens this
 * conversation next must not find the stranger again. It goes on when the agent does: it says nothing on
 * another customer's screen.
 */
export async function setApart(
  context: CardContext,
  session: SubjectSession,
  card: string,
): Promise<ActionResult> {
  const tell = (says: string, link?: string): boolean =>
    session.scope.ifAlive(() => {
      session.state.notice.value = { says, link, card, wrong: true }
    })
  for (let attempt = 0; ; attempt++) {
    try {
      const { says, link } = await context.source.decide({ card, decision: 'not-them' })
      return tell(says, link) ? { is: 'done', value: link } : { is: 'gone' }
    } catch (error) {
      const { code, says } = failure(error)
      if (!passing.has(code) || attempt === tries)
        return tell(says) ? { is: 'failed', code, says } : { is: 'gone' }
      await new Promise<void>((again) => {
        context.clock.after(backoff(attempt, context.random), again)
      })
    }
  }
}
