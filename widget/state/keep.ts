import type { Who } from '../../connectors/contract/index.ts'
import type { Draft } from '../storage/port.ts'
import { about, type Desk, type Visit } from './card-context.ts'

/** What the agent's own store keeps of a visit: who it was, which panels stood open, words not sent yet. It may all vanish. */
export function keepRecent(desk: Desk, visit: Visit, who: Who): void {
  const { subject } = visit.sheet
  const name = who.person?.name
  const hints = visit.chosen.hints ?? subject?.hints
  if (!desk.store || name?.shown !== 'clear' || !hints?.length) return
  void desk.store.remember({
    name: name.value.full,
    hints,
    interaction: subject?.interaction,
    at: new Date(desk.clock.now()).toISOString(),
  })
}

export function keepPlace(desk: Desk, visit: Visit, scroll = 0): void {
  const key = about(visit.sheet)
  if (desk.store && key)
    void desk.store.keepPlace(key, {
      panels: [...visit.sheet.opened.peek()],
      scroll,
      template: desk.settings.peek().template,
    })
}

export const readDraft = async (desk: Desk, visit: Visit): Promise<string> => {
  const key = about(visit.sheet)
  const draft = key ? await desk.store?.draft(key, 'handoff') : null
  return visit.right.alive() ? (draft?.text ?? '') : ''
}

export function keepDraft(desk: Desk, visit: Visit, text: string): void {
  const key = about(visit.sheet)
  if (desk.store && key)
    void desk.store.keepDraft(key, { kind: 'handoff', text, at: new Date(desk.clock.now()).toISOString() })
}

/** The draft that these words are, if they are one. */
export async function draftOf(
  desk: Desk,
  visit: Visit,
  words: readonly unknown[],
): Promise<Draft | undefined> {
  const key = about(visit.sheet)
  const draft = key ? await desk.store?.draft(key, 'handoff') : null
  return draft && words.includes(draft.text.trim()) ? draft : undefined
}
/** Forgets the words that were sent, and no others: the agent may have written more since. */
export async function dropDraft(desk: Desk, visit: Visit, sent: readonly unknown[]): Promise<void> {
  const draft = await draftOf(desk, visit, sent)
  if (draft) await desk.store?.keepDraft(about(visit.sheet) as string, { ...draft, text: '' })
}
