import type {
  TimelineAnswer,
  TimelineEntry,
  TimelineGap,
  TimelineRequest,
} from '../../../connectors/contract/index.ts'
import { SourceError } from '../../source/port.ts'

export interface Filter {
  kind: string
  text: string
}
export type Ask = (
  request: Omit<Partial<TimelineRequest>, 'card' | 'locale'>,
  signal: AbortSignal,
) => Promise<TimelineAnswer>

/** What meets the eye first is short, however long the line is; whoever scrolls gets more at a time. */
const firstPage = 50
const pageSize = 100
/** How often who is late is asked about again without being told to. */
const mostWaits = 12
const pauseMs = 800

/**
 * What has come of the line of time under one filter: in order, each thing once, wherever a late page puts
 * it.
 */
export class Pages {
  entries: readonly TimelineEntry[] = []
  coming: readonly TimelineEntry[] = []
  last: TimelineAnswer | undefined
  busy = false
  trouble: string | undefined
  /** Grows when something older was put before something newer had come. */
  private unordered: readonly TimelineGap[] = []
  private readonly keys = new Set<string>()
  private run = new AbortController()
  private waits = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private filter: Filter = { kind: '', text: '' }

  constructor(
    private readonly ask: Ask,
    private readonly changed: () => void,
  ) {}

  start(filter: Filter): void {
    this.stop()
    this.run = new AbortController()
    this.filter = filter
    this.entries = []
    this.coming = []
    this.keys.clear()
    this.last = undefined
    this.trouble = undefined
    this.unordered = []
    this.waits = 0
    this.busy = false
    void this.page({})
  }
  stop(): void {
    clearTimeout(this.timer)
    this.run.abort()
  }
  /** The next page, unless one is on its way or there is none. */
  older(): void {
    if (!this.busy && this.last?.more && this.last.next) void this.page({ next: this.last.next })
  }
  /** Asks again those who failed, or from the start when nothing came. */
  retry(): void {
    if (this.busy) return
    this.waits = 0
    if (this.last?.next) void this.page({ next: this.last.next, fresh: true })
    else this.start(this.filter)
  }
  get gaps(): readonly TimelineGap[] {
    return [...(this.last?.gaps ?? []).filter((g) => g.is !== 'unordered'), ...this.unordered]
  }

  private async page(request: { next?: string; fresh?: true }): Promise<void> {
    const { signal } = this.run
    const { kind, text } = this.filter
    this.busy = true
    this.trouble = undefined
    this.changed()
    try {
      const answer = await this.ask(
        {
          ...request,
          limit: request.next === undefined ? firstPage : pageSize,
          ...(kind ? { kinds: [kind as never] } : {}),
          ...(text ? { text } : {}),
        },
        signal,
      )
      if (signal.aborted) return
      this.busy = false
      this.take(answer)
      // Whoever is late is asked about again by itself; whoever failed, when the agent says so.
      if (answer.gaps.some((g) => g.is === 'waiting') && this.waits++ < mostWaits)
        this.timer = setTimeout(() => this.older(), pauseMs)
    } catch (error) {
      if (signal.aborted) return
      this.busy = false
      // The card this was asked for has a newer handle; the first page is asked for with that.
      if (error instanceof SourceError && error.problem?.code === 'expired-handle' && request.next) {
        this.start(this.filter)
        return
      }
      this.trouble = error instanceof SourceError && error.problem ? error.problem.detail : ''
    }
    this.changed()
  }

  private take(answer: TimelineAnswer): void {
    this.last = answer
    const isNew = (e: TimelineEntry) => !this.keys.has(e.key) && Boolean(this.keys.add(e.key))
    const fresh = answer.entries.filter(isNew)
    const ahead = answer.coming.filter(isNew)
    if (ahead.length > 0)
      this.coming = [...this.coming, ...ahead].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    const bottom = this.entries.at(-1)
    const joined = [...this.entries, ...fresh]
    const inOrder = !bottom || !fresh[0] || Date.parse(fresh[0].at) <= Date.parse(bottom.at)
    this.entries = inOrder ? joined : joined.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    for (const g of answer.gaps)
      if (
        g.is === 'unordered' &&
        !this.unordered.some((u) => u.connector === g.connector && u.question === g.question)
      )
        this.unordered = [...this.unordered, g]
  }
}
