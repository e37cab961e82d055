import type { AdviceItem, Candidate, DecideRequest, QuestionToAsk } from '../../connectors/contract/index.ts'
import { ask } from './ask.ts'
import { backoff } from './backoff.ts'
import { about, type Desk, type Done, errand, failure, revealKey, type Visit } from './card-context.ts'
import { watch } from './changes.ts'
import { draftOf, dropDraft } from './keep.ts'
import { follow } from './stream.ts'

/** What the agent does on a card that is open. Each works for the visit it began in and for no other. */
export interface Deed {
  connector: string
  action: string
  input: Record<string, unknown>
  row?: string | undefined /** the same form sent twice acts once */
  key: string
  amount?: number | undefined
}

const cardOf = (visit: Visit): string => visit.sheet.who.peek()?.card ?? ''

/** Longest a revealed value stays readable, whatever the gateway says. Seconds. */
const longest = 60

/** A handle that is no longer good comes new with a new stream: the next try has it. */
function renewed<T>(desk: Desk, visit: Visit, done: Done<T>): Done<T> {
  if (done.is === 'failed' && done.code === 'expired-handle' && !visit.renewing) {
    visit.renewing = true
    follow(desk, visit)
  }
  return done
}

export async function reveal(
  desk: Desk,
  visit: Visit,
  target: { ref: string; field: string; reason: string },
): Promise<Done> {
  return renewed(
    desk,
    visit,
    await errand(
      visit.right,
      () => desk.source.reveal({ card: cardOf(visit), ...target }),
      ({ value, forSeconds }) => {
        const { revealed } = visit.sheet
        const key = revealKey(target.ref, target.field)
        const ms = Math.min(forSeconds, longest) * 1_000
        const until = desk.clock.now() + ms
        revealed.value = new Map(revealed.peek()).set(key, { value, until })
        // By the second, and by both clocks: a computer that slept stops its timers, one that is set right moves its time.
        const hide = (left: number): void =>
          void visit.right.after(Math.min(left, 1_000), () => {
            if (left > 1_000 && desk.clock.now() < until) hide(left - 1_000)
            else
              visit.right.commit(() => {
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
 * The keys of what was sent. `words`: of what was not answered, by whom and what it is about: the same sent again, from this form or another, is the same act.
 * `forms`: of words kept as a draft, the draft's own, so that they are the same act after the frame was loaded again.
 */
interface Keys {
  words: Map<string, string>
  forms: Map<string, string>
}
const sent = new WeakMap<Desk, Keys>()

export async function act(
  desk: Desk,
  visit: Visit,
  { amount, ...deed }: Deed,
): Promise<Done<{ done: boolean; says: string }>> {
  const { words, forms } = sent.get(desk) ?? {
    words: new Map<string, string>(),
    forms: new Map<string, string>(),
  }
  sent.set(desk, { words, forms })
  const name = JSON.stringify([
    about(visit.sheet) ?? visit.chosen,
    deed.connector,
    deed.action,
    deed.row,
    deed.input,
  ])
  const handoff = deed.action === 'handoff'
  if (!forms.has(deed.key)) {
    const draft = handoff ? await draftOf(desk, visit, Object.values(deed.input)) : undefined
    forms.set(deed.key, draft ? `${deed.connector} ${draft.at}` : deed.key)
  }
  const key = words.get(name) ?? (forms.get(deed.key) as string)
  // Other words under the key of the same form are refused by the gateway; sent from a new form, they have a key of their own.
  if (![...words.values()].includes(key)) words.set(name, key)
  const done = renewed(
    desk,
    visit,
    await errand(
      visit.right,
      async () => {
        const answer = await desk.source.act({ card: cardOf(visit), ...deed, key })
        words.delete(name)
        // Its customer may have left the screen: what was sent must not come back as words not sent yet.
        if (answer.done && handoff) void dropDraft(desk, visit, Object.values(deed.input))
        return answer
      },
      () => {},
    ),
  )
  if (done.is !== 'done') return done
  if (done.value.done) {
    if (amount !== undefined) desk.report(visit, { kind: 'gesture', amount, connector: deed.connector })
    for (const { view, is } of visit.sheet.panels.peek())
      if (is !== 'closed' && done.value.refresh.includes(view.question)) ask(desk, visit, view.id, 'fresh')
  }
  return done
}

export function advise(
  desk: Desk,
  visit: Visit,
  item: AdviceItem,
  answer: 'taken' | 'not-now' | 'other',
  reason?: string,
): void {
  visit.right.commit(() => {
    visit.sheet.answered.value = new Map(visit.sheet.answered.peek()).set(item.id, answer)
  })
  desk.report(visit, {
    kind: `advice-${answer}`,
    rule: item.id,
    ref: item.ref,
    ...(reason ? { reason } : {}),
  })
}

export async function answerQuestion(
  desk: Desk,
  visit: Visit,
  question: QuestionToAsk,
  value: string,
): Promise<Done<{ done: boolean; says: string }>> {
  const settle = (): void => {
    visit.right.commit(() => {
      visit.sheet.answered.value = new Map(visit.sheet.answered.peek()).set(question.id, value)
    })
  }
  if (!question.action || value === '') {
    settle()
    if (value !== '') desk.report(visit, { kind: 'question-asked', rule: question.id, ref: question.ref })
    return { is: 'done', value: { done: true, says: '' } }
  }
  const done = await act(desk, visit, {
    connector: question.action.connector,
    action: question.action.name,
    input: { value },
    key: crypto.randomUUID(),
  })
  if (done.is === 'done' && done.value.done) {
    settle()
    desk.report(visit, { kind: 'question-asked', rule: question.id, ref: question.ref })
  }
  return done
}

/** Same person, somebody else, nobody here, or take it back. Whatever was on screen is thrown away: it may be a stranger's. */
export async function decide(
  desk: Desk,
  visit: Visit,
  decision: Exclude<DecideRequest['decision'], 'not-them'>,
  on: { candidate?: Candidate | undefined; link?: string | undefined; card?: string | undefined } = {},
): Promise<Done> {
  const card = on.card ?? cardOf(visit)
  // Every card of these records is told, this one too: it hears it from the answer, which brings the way back, and not from its own poll a moment before.
  visit.poll?.end()
  const request = {
    card,
    decision,
    ...(on.candidate ? { candidate: on.candidate.ref } : {}),
    ...(on.link ? { link: on.link } : {}),
  }
  try {
    const { says, link } = await desk.source.decide(request)
    if (!visit.right.alive()) return { is: 'gone' }
    desk.again(
      decision === 'same' && on.candidate
        ? { chosen: on.candidate.ref }
        : decision === 'undo'
          ? {}
          : visit.chosen,
    )
    const next = desk.visit()
    next.right.commit(() => {
      next.sheet.notice.value = { says, card, ...(decision === 'undo' ? {} : { link }) }
    })
    return { is: 'done', value: link }
  } catch (error) {
    if (!visit.right.alive()) return { is: 'gone' }
    watch(desk, visit)
    const { code, says } = failure(error)
    return { is: 'failed', code, says }
  }
}

/** Tries of a word that finds no gateway: some ten minutes. */
const tries = 25
const passing = new Set(['offline', 'lost', 'internal', 'too-many', 'audit-unavailable'])

/**
 * "This is not them", said until it is heard: the card is cleared already, and whoever opens this conversation next must not find the stranger again.
 * It goes on when the agent does: it says nothing on another customer's screen.
 */
export async function setApart(desk: Desk, visit: Visit, card: string): Promise<Done> {
  const tell = (says: string, link?: string): boolean =>
    visit.right.commit(() => {
      visit.sheet.notice.value = { says, link, card, wrong: true }
    })
  for (let attempt = 0; ; attempt++) {
    try {
      const { says, link } = await desk.source.decide({ card, decision: 'not-them' })
      return tell(says, link) ? { is: 'done', value: link } : { is: 'gone' }
    } catch (error) {
      const { code, says } = failure(error)
      if (!passing.has(code) || attempt === tries)
        return tell(says) ? { is: 'failed', code, says } : { is: 'gone' }
      await new Promise<void>((again) => {
        desk.clock.after(backoff(attempt, desk.random), again)
      })
    }
  }
}
