/** The part of Node's `events` that is used here. */
interface NodeEvents {
  setMaxListeners?(max: number, ...targets: EventTarget[]): void
}
interface Runtime {
  process?: { getBuiltinModule?(name: 'node:events'): NodeEvents | undefined }
}

/** Looked up at run time and not imported: the hub also runs where there is no Node. */
const events = (globalThis as Runtime).process?.getBuiltinModule?.('node:events')

/** Far more than one request has listeners, and few enough that a real leak still shows. */
const maxListeners = 1_000

/**
 * An `AbortController` on whose signal everything that is out for one request listens: each system that is
 * asked, each member of a household. Beyond ten listeners Node reports a leak
 * (`MaxListenersExceededWarning`); the limit of this signal is 1,000, and that of all others stays as it is.
 */
export function sharedAbort(): AbortController {
  const controller = new AbortController()
  events?.setMaxListeners?.(maxListeners, controller.signal)
  return controller
}
