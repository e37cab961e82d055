/** Many may say that something changed; one waits for it. Changes between two waits count as one. */
export class ChangeSignal {
  private changed = true
  private resolve: (() => void) | undefined

  readonly notify = (): void => {
    this.changed = true
    this.resolve?.()
    this.resolve = undefined
  }

  /** Something changed since the last `next()`. */
  get hasChanged(): boolean {
    return this.changed
  }

  /** Resolves once something changed since it was last called; the first call resolves at once. */
  async next(): Promise<void> {
    if (!this.changed)
      await new Promise<void>((resolve) => {
        this.resolve = resolve
      })
    this.changed = false
  }
}
