import { makeFrame, say, shake } from './postmate.ts'
import { openWire, type Wire } from './wire.ts'

/** Milliseconds: for the page to load, then for the card in it to answer. */
const loadWithin = 30_000
const answerWithin = 5_000

/**
 * Frames that are shaking hands now. A message passes only from one of these windows, with exactly its
 * origin.
 */
const shaking = new Map<unknown, { origin: string; ear: EventTarget }>()
addEventListener(
  'message',
  (event) => {
    const frame = shaking.get(event.source)
    if (frame?.origin !== event.origin) return
    // Ours alone: a Postmate of the page's own must not mistake it for the answer it waits for.
    event.stopImmediatePropagation()
    if (event.data?.postmate === 'handshake-reply') say(frame.ear, 'handshake-reply', event)
  },
  true,
)

/**
 * A frame with the card in it, and a wire to it that no other window can reach. `place` sets the attributes
 * and puts the frame in the page, once, before it loads; `ready` comes at each load of the card; `silent`
 * when nobody answered in time. Returns what removes both.
 */
export function openFrame(
  { href, origin }: { href: string; origin: string },
  place: (frame: HTMLIFrameElement) => void,
  ready: (wire: Wire) => void,
  hear: (method: string, data: unknown) => void,
  silent: () => void,
): () => void {
  const model = { nonce: '' }
  let frame!: HTMLIFrameElement
  let wire: Wire | undefined
  let timer: ReturnType<typeof setTimeout>
  makeFrame(
    {
      appendChild(made) {
        place((frame = made))
      },
    },
    href,
  )
  const child = frame.contentWindow as Window

  const close = () => {
    clearTimeout(timer)
    shaking.delete(child)
    wire?.close()
    frame.remove()
  }
  const within = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      close()
      silent()
    }, ms)
  }

  within(loadWithin)
  // Each load is a new page in the frame: what the last one had is closed, and this one must answer a nonce
  // of its own.
  frame.onload = () => {
    wire?.close()
    within(answerWithin)
    const nonce = (model.nonce = crypto.getRandomValues(new Uint32Array(4)).join('-'))
    const ear = new EventTarget()
    shaking.set(child, { origin, ear })
    shake(ear, child, href, model).then(() => {
      shaking.delete(child)
      const { port1, port2 } = new MessageChannel()
      let open = false
      const line = (wire = openWire(port1, (method, data) => {
        if (open) hear(method, data)
        else if ((open = data === nonce)) {
          clearTimeout(timer)
          ready(line)
        }
      }))
      child.postMessage({ ficha: 1, nonce }, origin, [port2])
    })
  }
  return close
}
