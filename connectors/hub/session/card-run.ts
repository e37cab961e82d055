import type { CardEvent, EventBody } from '../../contract/index.ts'
import { sharedAbort } from '../fetch/shared-abort.ts'
import type { SubjectRecords } from '../plan/targets.ts'
import { Refusal } from '../ports.ts'
import { ChangeSignal } from './change-signal.ts'

/** Whom a run is about, as far as is known now. */
export interface RecognisedSubject {
  /** Counts from 0; grows when the person or the candidates change. */
  revision: number
  /** There is something to say: somebody was found, or nobody is left to ask. */
  ready: boolean
  /** Every system that may know them has answered: the records will not change any more. */
  complete: boolean
  /** What may be asked about. Empty while the account of nobody may open. */
  records: SubjectRecords
}

/** How far a run has come when it publishes. */
export interface RunProgress {
  revision: number
  /** Every system that may know the subject has answered. */
  recognised: boolean
  /** Every query has its answer too: nothing more will come by itself. */
  answered: boolean
}

/** What is asked about the subject: the queries of a card, or the members of a household. */
export interface RunQueries {
  /**
   * Asks about these records and no others. What is out about other records is dropped; their names are
   * returned.
   */
  about(records: SubjectRecords): readonly string[]
  /** Answers that are still out. */
  readonly pending: number
}

/** What differs between one run and another. `Event` is what it publishes. */
export interface CardRun<Event> {
  /**
   * Who the subject is and how they are recognised: calls `known` each time more is known, and resolves when
   * nothing more will be. `known` asks about the new records before it returns, and returns the names of
   * those whose answers were dropped.
   */
  recognise(known: (subject: RecognisedSubject) => readonly string[]): Promise<void>
  /** The plan: which questions are put to which systems. */
  queries: RunQueries
  /** Derives and releases what has come, and yields what is new since the last time. */
  publish(progress: RunProgress): AsyncIterable<Event>
  /** Publish once, when every answer is in, instead of as they come. */
  publishOnce?: boolean
  /** What happens at the end. Yields the last event; without it the run just ends. */
  settled?(): Event | Promise<Event>
}

/** Given to a run's lookups and queries: what ends them, and whom they tell that something changed. */
export interface RunControl {
  signal: AbortSignal
  changed: () => void
}

/** Why what is still out is given up. Made once: an error costs its stack, and every run ends. */
const runEnded = new DOMException('The run has ended', 'AbortError')

/**
 * The hub's one main loop: recognise → plan → ask → derive → release → publish → settled. An opened card, a
 * panel asked for later, a draft on a made-up customer, a household's sum and each of its members all go
 * through it.
 *
 * @param signal - ends the run: nothing is published after it aborts, and what is still out is given up.
 * @param prepare - plans the run. Its lookups and queries must use the `signal` and `changed` they are given.
 * @throws what recognising or publishing threw; after an abort only a `Refusal`.
 */
export async function* runCard<Event>(
  signal: AbortSignal,
  prepare: (control: RunControl) => CardRun<Event>,
): AsyncGenerator<Event, void, undefined> {
  if (signal.aborted) return
  const change = new ChangeSignal()
  const stop = sharedAbort()
  const abort = () => {
    stop.abort(signal.reason)
    change.notify()
  }
  signal.addEventListener('abort', abort, { once: true })

  try {
    const run = prepare({ signal: stop.signal, changed: change.notify })
    const known: { subject?: RecognisedSubject; failure?: { reason: unknown } } = {}

    // Recognise and ask, beside the loop. They are one step: between them, what was answered about one person
    // could be published as another's.
    const recognising = run
      .recognise((subject) => {
        if (stop.signal.aborted) return []
        known.subject = subject
        const dropped = run.queries.about(subject.records)
        change.notify()
        return dropped
      })
      .catch((reason: unknown) => {
        known.failure = { reason }
        change.notify()
      })

    for (;;) {
      await change.next()
      if (stop.signal.aborted) return
      if (known.failure) throw known.failure.reason
      if (!known.subject?.ready) continue
      const { revision, complete: recognised } = known.subject
      const answered = recognised && run.queries.pending === 0
      if (run.publishOnce && !answered) continue

      // Derive, release, publish.
      for await (const event of run.publish({ revision, recognised, answered })) {
        if (stop.signal.aborted) return
        yield event
      }
      if (stop.signal.aborted) return
      if (!answered || change.hasChanged) continue

      await recognising
      // It may have failed after its last word, or the run may have been ended meanwhile.
      if (change.hasChanged) continue
      if (run.settled) yield await run.settled()
      return
    }
  } catch (e) {
    if (stop.signal.aborted && !(e instanceof Refusal)) return
    throw e
  } finally {
    signal.removeEventListener('abort', abort)
    stop.abort(runEnded)
  }
}

/** Recognises nobody anew: the subject was recognised before. */
export const knownSubject =
  (records: SubjectRecords, revision = 0): CardRun<unknown>['recognise'] =>
  async (known) =>
    void known({ revision, ready: true, complete: true, records })

/**
 * Frames the events of one stream: the epoch of its subject, a running number, and the revision an event
 * speaks of.
 */
export function eventFrames(epoch: number): (revision: number, body: EventBody) => CardEvent {
  let seq = 0
  return (revision, body) => ({ v: 1, epoch, seq: seq++, revision, ...body })
}
