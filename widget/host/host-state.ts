import type { Host, HostSettings, Subject } from './port.ts'

/**
 * The latest subject and settings of a host, and their listeners; shared by all adapters. A listener that is
 * added late gets the latest value at once.
 */
export interface HostState extends Pick<Host, 'onSubject' | 'onSettings'> {
  subject(next: Subject | null): void
  settings(next: HostSettings): void
  forget(): void
}

export function createHostState(): HostState {
  const subject = latestValue<Subject | null>()
  const settings = latestValue<HostSettings>()
  return {
    onSubject: subject.on,
    onSettings: settings.on,
    subject: subject.set,
    settings: settings.set,
    forget() {
      subject.forget()
      settings.forget()
    },
  }
}

function latestValue<T>() {
  const listeners = new Set<(value: T) => void>()
  let last: { value: T } | undefined
  return {
    on(run: (value: T) => void): () => void {
      listeners.add(run)
      if (last) run(last.value)
      return () => void listeners.delete(run)
    },
    set(value: T) {
      last = { value }
      for (const run of [...listeners]) run(value)
    },
    forget() {
      listeners.clear()
      last = undefined
    },
  }
}
