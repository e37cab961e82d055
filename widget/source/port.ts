import type {
  ActAnswer,
  ActRequest,
  AskRequest,
  Candidate,
  CardEvent,
  CardRequest,
  ChangesAnswer,
  ChangesRequest,
  DecideAnswer,
  DecideRequest,
  JourneyAnswer,
  JourneyRequest,
  Outcome,
  Problem,
  RevealAnswer,
  RevealRequest,
  RolePreviewAnswer,
  RolePreviewRequest,
  SearchRequest,
  TimelineAnswer,
  TimelineRequest,
} from '../../connectors/contract/index.ts'

/** The events of one answer in their order; those that came together as one list. */
export type EventStream = AsyncIterable<CardEvent | readonly CardEvent[]>

/**
 * Where the card's data comes from: the gateway over HTTP, or the hub in this page (static demo). The rest of
 * the widget does not depend on which.
 */
export interface Source {
  /**
   * Ends after `settled`; an end without it is `lost`. Throws `SourceError`. Aborting the signal ends it
   * silently.
   */
  open(request: Partial<CardRequest>, signal: AbortSignal): EventStream
  ask(request: Partial<AskRequest> & Pick<AskRequest, 'card' | 'question'>, signal: AbortSignal): EventStream
  search(
    request: Partial<SearchRequest> & { text: string },
    signal: AbortSignal,
  ): Promise<readonly Candidate[]>
  decide(request: DecideRequest): Promise<DecideAnswer>
  reveal(request: RevealRequest): Promise<RevealAnswer>
  act(request: ActRequest): Promise<ActAnswer>
  changes(request: ChangesRequest, signal: AbortSignal): Promise<ChangesAnswer>
  outcome(outcome: Outcome): void
  /** Absent in previews. */
  timeline?(
    request: Partial<TimelineRequest> & { card: string },
    signal: AbortSignal,
  ): Promise<TimelineAnswer>
  journey?(request: Partial<JourneyRequest>, signal: AbortSignal): Promise<JourneyAnswer>
  previewAsRole?(request: Partial<RolePreviewRequest>, signal: AbortSignal): Promise<RolePreviewAnswer>
  agent(): Promise<{
    roles: readonly string[]
    languages: readonly string[]
    mayEdit?: boolean | undefined
    /** After one card in this many the agent is asked a survey question. */
    surveyEvery?: number | undefined
    cacheKey: string
  }>
  /** An in-page hub protects nothing, and the card says so on screen. */
  readonly place: 'gateway' | 'in-page'
}

/** offline: no answer · lost: the stream broke · refused: by the gateway, for the reason in `problem`. */
export class SourceError extends Error {
  readonly code: 'offline' | 'lost' | 'refused'
  readonly problem: Problem | undefined
  constructor(code: 'offline' | 'lost' | 'refused', message: string, problem?: Problem) {
    super(message)
    this.name = 'SourceError'
    this.code = code
    this.problem = problem
  }
}
