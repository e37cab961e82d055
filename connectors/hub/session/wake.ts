/** One sleeper, many who may wake it: `next()` resolves once something changed since it was last asked. */
export class Wake {
  private changed = true
  private resolve: (() => void) | undefined
  readonly wake = (): void => {
    this.changed = true
    this.resolve?.()
    this.resolve = undefined
  }
  get hasChanged(): boolean {
    return this.changed
  }
  async nextChange(): Promise<void> {
    if (!this.changed)
      await new Promise<void>((resolve) => {
        this.resolve = resolve
      })
    this.changed = false
  }
}
