import type { Who } from '../../connectors/contract/index.ts'
import type { Draft } from '../storage/port.ts'
import { type CardContext, type SubjectSession, subjectKey } from './card-context.ts'

/**
 * What the agent's own store keeps of a session: who it was, which panels were open, text not sent yet. All
 * of it may vanish at any time.
 */
export function keepRecent(context: CardContext, session: SubjectSession, who: Who): void {
  const { subject } = session.state
  const name = who.person?.name
  const hints = session.chosen.hints ?? subject?.hints
  if (!context.store || name?.shown !== 'clear' || !hints?.length) return
  void context.store.remember({
    name: name.value.full,
    hints,
    interaction: subject?.interaction,
    at: new Date(context.clock.now()).toISOString(),
  })
}

export function keepPlace(context: CardContext, session: SubjectSession, scroll = 0): void {
  const key = subjectKey(session.state)
  if (context.store && key)
    void context.store.keepPlace(key, {
      panels: [...session.state.opened.peek()],
      scroll,
      template: context.settings.peek().template,
    })
}

export const readDraft = async (context: CardContext, session: SubjectSession): Promise<string> => {
  const key = subjectKey(session.state)
  const draft = key ? await context.store?.draft(key, 'handoff') : null
  return session.scope.alive() ? (draft?.text ?? '') : ''
}

export function keepDraft(context: CardContext, session: SubjectSession, text: string): void {
  const key = subjectKey(session.state)
  if (context.store && key)
    void context.store.keepDraft(key, {
      kind: 'handoff',
      text,
      at: new Date(context.clock.now()).toISOString(),
    })
}

/** The kept draft whose text is one of `words`, if there is one. */
export async function draftOf(
  context: CardContext,
  session: SubjectSession,
  words: readonly unknown[],
): Promise<Draft | undefined> {
  const key = subjectKey(session.state)
  const draft = key ? await context.store?.draft(key, 'handoff') : null
  return draft && words.includes(draft.text.trim()) ? draft : undefined
}
/** Forgets the draft that was sent, and no other: the agent may have written more since. */
export async function dropDraft(
  context: CardContext,
  session: SubjectSession,
  sent: readonly unknown[],
): Promise<void> {
  const draft = await draftOf(context, session, sent)
  if (draft) await context.store?.keepDraft(subjectKey(session.state) as string, { ...draft, text: '' })
}
