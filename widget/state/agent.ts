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

/** A system's action, asked for by the agent. It works only for the subject session in which it began. */
export interface AgentAction {
  connector: string
  action: string
  input: Record<string, unknown>
  row?: string | undefined
  /** Idempotency key: the same form sent twice acts once. */
  key: string
  amount?: number | undefined
}

const cardOf = (session: SubjectSession): string => session.state.who.peek()?.card ?? ''

/** Longest a revealed value stays readable, whatever the gateway says. Seconds. */
const longestReveal = 60

/** A refused handle is renewed, so that the next try has a good one. */
function renewed<T>(context: CardContext, session: SubjectSession, result: ActionResult<T>): ActionResult<T> {
  if (result.is === 'failed' && result.code === 'expired-handle') renewHandles(context, session, result.says)
  // This handle worked, so a later refusal is the first of its kind again.
  if (result.is === 'done') session.renewals = { inVain: 0, at: 0 }
  return result
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
        const ms = Math.min(forSeconds, longestReveal) * 1_000
        const until = context.clock.now() + ms
        revealed.value = new Map(revealed.peek()).set(key, { value, until })
        // Checked every second, by timer and by clock: timers stop while a computer sleeps, and its clock
        // jumps when it is set.
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

/** Idempotency keys of the actions that were sent from this card. */
interface SentKeys {
  /**
   * Keys of unanswered actions, by subject and content: the same content sent again, from this form or
   * another, is the same action.
   */
  unanswered: Map<string, string>
  /**
   * Keys by form. Words kept as a draft use the draft's own key, so that they are the same action after the
   * frame was loaded again.
   */
  forms: Map<string, string>
}
const sent = new WeakMap<CardContext, SentKeys>()

export async function act(
  context: CardContext,
  session: SubjectSession,
  { amount, ...request }: AgentAction,
): Promise<ActionResult<{ done: boolean; says: string }>> {
  const { unanswered, forms } = sent.get(context) ?? {
    unanswered: new Map<string, string>(),
    forms: new Map<string, string>(),
  }
  sent.set(context, { unanswered, forms })
  const content = JSON.stringify([
    subjectKey(session.state) ?? session.chosen,
    request.connector,
    request.action,
    request.row,
    request.input,
  ])
  const handoff = request.action === 'handoff'
  if (!forms.has(request.key)) {
    const draft = handoff ? await draftOf(context, session, Object.values(request.input)) : undefined
    forms.set(request.key, draft ? `${request.connector} ${draft.at}` : request.key)
  }
  const key = unanswered.get(content) ?? (forms.get(request.key) as string)
  // The gateway refuses other content under the key of the same form; content sent from a new form has a key
  // of its own.
  if (![...unanswered.values()].includes(key)) unanswered.set(content, key)
  const result = renewed(
    context,
    session,
    await runFor(
      session.scope,
      async () => {
        const answer = await context.source.act({ card: cardOf(session), ...request, key })
        unanswered.delete(content)
        // Even if its customer has left the screen: a text that was sent must not come back as an unsent
        // draft.
        if (answer.done && handoff) void dropDraft(context, session, Object.values(request.input))
        return answer
      },
      () => {},
    ),
  )
  if (result.is !== 'done') return result
  if (result.value.done) {
    if (amount !== undefined)
      context.report(session, { kind: 'gesture', amount, connector: request.connector })
    for (const { view, is } of session.state.panels.peek())
      if (is !== 'closed' && result.value.refresh.includes(view.question))
        ask(context, session, view.id, 'fresh')
  }
  return result
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
  const markAnswered = (): void => {
    session.scope.ifAlive(() => {
      session.state.answered.value = new Map(session.state.answered.peek()).set(question.id, value)
    })
  }
  if (!question.action || value === '') {
    markAnswered()
    if (value !== '')
      context.report(session, { kind: 'question-asked', rule: question.id, ref: question.ref })
    return { is: 'done', value: { done: true, says: '' } }
  }
  const result = await act(context, session, {
    connector: question.action.connector,
    action: question.action.name,
    input: { value },
    key: crypto.randomUUID(),
  })
  if (result.is === 'done' && result.value.done) {
    markAnswered()
    context.report(session, { kind: 'question-asked', rule: question.id, ref: question.ref })
  }
  return result
}

/**
 * Sends a decision about who this is: the same person, somebody else, nobody, or undo. Whatever was on screen
 * is thrown away, because it may be a stranger's.
 */
export async function decide(
  context: CardContext,
  session: SubjectSession,
  decision: Exclude<DecideRequest['decision'], 'not-them'>,
  on: { candidate?: Candidate | undefined; link?: string | undefined; card?: string | undefined } = {},
): Promise<ActionResult> {
  const card = on.card ?? cardOf(session)
  // The gateway tells every card of these records, this one too. This card must learn it from the answer,
  // which brings the way to undo, and not from its own poll a moment before.
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

/** Tries while the gateway does not answer: some ten minutes. */
const maxAttempts = 25
/** Errors after which trying again may help. */
const transient = new Set([
  'offline',
  'lost',
  'internal',
  'too-many',
  'audit-unavailable',
  'issuer-unavailable',
])

/**
 * Sends "this is not them" until the gateway has it. The card is cleared already, and whoever opens this
 * conversation next must not find the stranger again. The tries go on when the agent moves to another
 * customer, but then show nothing.
 */
export async function setApart(
  context: CardContext,
  session: SubjectSession,
  card: string,
): Promise<ActionResult> {
  const notify = (says: string, link?: string): boolean =>
    session.scope.ifAlive(() => {
      session.state.notice.value = { says, link, card, wrong: true }
    })
  for (let attempt = 0; ; attempt++) {
    try {
      const { says, link } = await context.source.decide({ card, decision: 'not-them' })
      return notify(says, link) ? { is: 'done', value: link } : { is: 'gone' }
    } catch (error) {
      const { code, says } = failure(error)
      if (!transient.has(code) || attempt === maxAttempts)
        return notify(says) ? { is: 'failed', code, says } : { is: 'gone' }
      await new Promise<void>((resolve) => {
        context.clock.after(backoff(attempt, context.random), resolve)
      })
    }
  }
}
