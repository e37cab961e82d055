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

/** One event, or those that came together: in their order, of one answer. */
export type Heard = AsyncIterable<CardEvent | readonly CardEvent[]>

/**
 * Where the card's facts come from: the gateway over HTTP, or the hub in this page (static demo). The rest of
 * the widget cannot tell.
 */
export interface Source {
  /**
   * Ends after `settled`; an end without it is `lost`. Throws `SourceError`. Aborting the signal ends it
   * silently.
   */
  open(request: Partial<CardRequest>, signal: AbortSignal): Heard
  ask(request: Partial<AskRequest> & Pick<AskRequest, 'card' | 'question'>, signal: AbortSignal): Heard
  search(
    request: Partial<SearchRequest> & { text: string },
    signal: AbortSignal,
  ): Promise<readonly Candidate[]>
  decide(request: DecideRequest): Promise<DecideAnswer>
  reveal(request: RevealRequest): Promise<RevealAnswer>
  act(request: ActRequest): Promise<ActAnswer>
  changes(request: ChangesRequest, signal: AbortSignal): Promise<ChangesAnswer>
  outcome(outcome: Outcome): void
  /** Absent where nobody can be asked (previews). */
  timeline?(
    request: Partial<TimelineRequest> & { card: string },
    signal: AbortSignal,
  ): Promise<TimelineAnswer>
  journey?(request: Partial<JourneyRequest>, signal: AbortSignal): Promise<JourneyAnswer>
  previewAsRole?(request: Partial<RolePreviewRequest>, signal: AbortSignal): Promise<RolePreviewAnswer>
  agent(): Promise<{
    roles: readonly string[]
    languages: readonly string[]
    mayEdit?: boolean | undefined /** one card in so many is followed by a question to the agent */
    surveyEvery?: number | undefined
    cacheKey: string
  }>
  /** In-page hubs protect nothing: the card says so on screen. */
  readonly place: 'gateway' | 'in-page'
}

/** offline: no answer at all · lost: the stream broke · refused: the gateway said why (`problem`). */
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
