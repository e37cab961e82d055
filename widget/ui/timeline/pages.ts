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
export type FetchPage = (
  request: Omit<Partial<TimelineRequest>, 'card' | 'locale'>,
  signal: AbortSignal,
) => Promise<TimelineAnswer>

/** A short first page shows sooner. */
const firstPage = 50
const pageSize = 100
/** Automatic retries while a system is late. */
const maxRetries = 12
const retryDelayMs = 800

const stays = (gap: TimelineGap): boolean => gap.is === 'unordered' || gap.is === 'unread'

/** Timeline entries loaded so far under one filter, in order, without duplicates. */
export class Pages {
  entries: readonly TimelineEntry[] = []
  coming: readonly TimelineEntry[] = []
  last: TimelineAnswer | undefined
  busy = false
  error: string | undefined
  /** Gaps that stay true whatever an older page says. */
  private lasting: readonly TimelineGap[] = []
  private readonly keys = new Set<string>()
  private controller = new AbortController()
  private retries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private filter: Filter = { kind: '', text: '' }

  constructor(
    private readonly fetchPage: FetchPage,
    private readonly changed: () => void,
  ) {}

  start(filter: Filter): void {
    this.stop()
    this.controller = new AbortController()
    this.filter = filter
    this.entries = []
    this.coming = []
    this.keys.clear()
    this.last = undefined
    this.error = undefined
    this.lasting = []
    this.retries = 0
    this.busy = false
    void this.page({})
  }
  stop(): void {
    clearTimeout(this.timer)
    this.controller.abort()
  }
  /** The next page, unless one is on its way or there is none. */
  older(): void {
    if (!this.busy && this.last?.more && this.last.next) void this.page({ next: this.last.next })
  }
  /** Asks the failed systems again, or starts over when nothing came. */
  retry(): void {
    if (this.busy) return
    this.retries = 0
    if (this.last?.next) void this.page({ next: this.last.next, fresh: true })
    else this.start(this.filter)
  }
  get gaps(): readonly TimelineGap[] {
    return [...(this.last?.gaps ?? []).filter((g) => !stays(g)), ...this.lasting]
  }

  private async page(request: { next?: string; fresh?: true }): Promise<void> {
    const { signal } = this.controller
    const { kind, text } = this.filter
    this.busy = true
    this.error = undefined
    this.changed()
    try {
      const answer = await this.fetchPage(
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
      // A late system is asked again automatically; a failed one when the agent presses retry.
      if (answer.gaps.some((g) => g.is === 'waiting') && this.retries++ < maxRetries)
        this.timer = setTimeout(() => this.older(), retryDelayMs)
    } catch (error) {
      if (signal.aborted) return
      this.busy = false
      // The handle expired: start over with the card's current one.
      if (error instanceof SourceError && error.problem?.code === 'expired-handle' && request.next) {
        this.start(this.filter)
        return
      }
      this.error = error instanceof SourceError && error.problem ? error.problem.detail : ''
    }
    this.changed()
  }

  /** The entries that no earlier page brought; they are known from now on. */
  private withoutKnown(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
    const found: TimelineEntry[] = []
    for (const entry of entries) {
      if (this.keys.has(entry.key)) continue
      this.keys.add(entry.key)
      found.push(entry)
    }
    return found
  }
  private take(answer: TimelineAnswer): void {
    this.last = answer
    const newEntries = this.withoutKnown(answer.entries)
    const newComing = this.withoutKnown(answer.coming)
    if (newComing.length > 0)
      this.coming = [...this.coming, ...newComing].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    const bottom = this.entries.at(-1)
    const joined = [...this.entries, ...newEntries]
    const inOrder = !bottom || !newEntries[0] || Date.parse(newEntries[0].at) <= Date.parse(bottom.at)
    this.entries = inOrder ? joined : joined.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    for (const g of answer.gaps)
      if (
        stays(g) &&
        !this.lasting.some((l) => l.is === g.is && l.connector === g.connector && l.question === g.question)
      )
        this.lasting = [...this.lasting, g]
  }
}
