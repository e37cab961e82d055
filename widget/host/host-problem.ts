import { channels, hintKinds } from './hint-kinds.ts'
import { MAX_SIZE } from './wire.ts'

/**
 * Problems with what a host page sends or how it is set up, and what to write instead: console texts for the
 * integrator. Loaded when there is a problem.
 */
const texts = {
  shape: 'subject: write { hints: [{ kind, value }], context } or null',
  more: 'subject.{of} is not known; left out',
  hints: 'subject.hints: a list of at most 20',
  kind: `subject.hints[{of}].kind: one of ${Object.keys(hintKinds).join(', ')}`,
  value: 'subject.hints[{of}].value: a text of 1 to 500 characters',
  scope: 'subject.hints[{of}].scope: a text of at most 100 characters',
  context: 'subject.context: an object; left out',
  channel: `context.channel: one of ${Object.keys(channels).join(', ')}; left out`,
  word: 'context.{of} is not known or not a short text; left out',
  interaction: 'subject.interaction: a text of at most 200 characters; left out',
  heavy: `a message of {of} characters; the limit is ${MAX_SIZE}`,
  host: "{of} is not one of this card's hosts ({among}): its messages are dropped. Add it to hosts in the gateway's configuration.",
}

/** A problem, what it is about (a name, an index, a length) and the allowed values. */
export type HostProblem = readonly [code: keyof typeof texts, of?: string | number, among?: readonly string[]]
export const describeProblem = ([code, of = '', among = []]: HostProblem): string =>
  texts[code]
    .replace('{of}', () => String(of).slice(0, 100))
    .replace('{among}', () => among.join(', ') || 'none')
