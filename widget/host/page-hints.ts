import type { Host, HostSettings, Subject } from './port.ts'

/**
 * What a host said last, and who wants to know: shared by all adapters. A listener that comes late is told at
 * once.
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
    subject: subject.tell,
    settings: settings.tell,
    forget() {
      subject.forget()
      settings.forget()
    },
  }
}

function latestValue<T>() {
  const runs = new Set<(value: T) => void>()
  let last: { value: T } | undefined
  return {
    on(run: (value: T) => void): () => void {
      runs.add(run)
      if (last) run(last.value)
      return () => void runs.delete(run)
    },
    tell(value: T) {
      last = { value }
      for (const run of [...runs]) run(value)
    },
    forget() {
      runs.clear()
      last = undefined
    },
  }
}
