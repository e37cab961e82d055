import type { EventBody, JourneyAnswer, Problem, TimelineAnswer } from '../../connectors/contract/index.ts'
import type { Say } from './people.ts'

/**
 * What a hand does once the card has come. `press` and `type` wait for what the selector names; `key` is
 * pressed on the page.
 */
export type Step =
  | { press: string }
  | { type: string; text: string }
  | { key: string; after: string }
  /** Nothing is done: it has to come. */
  | { see: string }

/** How a request beside the card's stream ends, where it does not end well. */
export type Trouble = 'waits' | 'offline' | Problem['code']

/** One state of the card: what its source says, how the stream ends, and what the agent does then. */
export interface Case {
  events: readonly EventBody[]
  /** `no-token`: the host page proved nobody. A problem's code: the gateway refuses with it. */
  end: 'settled' | 'hangs' | 'lost' | 'offline' | 'no-token' | Problem['code']
  inPage?: boolean
  /** The host shows nobody. */
  blank?: boolean
  steps?: readonly Step[]
  /** The answer to a panel that is asked, to a roll-up, to an act, a revealed value and a decision. */
  ask?: Trouble | readonly EventBody[]
  act?: Trouble | 'refused'
  search?: Trouble | 'none'
  timeline?: Trouble | TimelineAnswer
  journey?: Trouble | JourneyAnswer
  /** The agent is asked whether the card was of use. */
  survey?: boolean
}
export type MakeCase = (say: Say, layout: 'compact' | 'touch') => Case

/** A title for whoever looks at the gallery, and what it shows. */
export type Cases = Readonly<Record<string, readonly [title: string, make: MakeCase]>>
