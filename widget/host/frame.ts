import { makeFrame, relayStep, startHandshake } from './postmate.ts'
import { openWire, type Wire } from './wire.ts'

/** Longest waits for the page to load, then for the card in it to answer. Milliseconds. */
const loadWithin = 30_000
const answerWithin = 5_000

/**
 * Frames with a handshake in progress. Only messages from one of these windows, with exactly its origin,
 * pass.
 */
const handshakes = new Map<unknown, { origin: string; target: EventTarget }>()
addEventListener(
  'message',
  (event) => {
    const frame = handshakes.get(event.source)
    if (frame?.origin !== event.origin) return
    // Only for us: a Postmate of the page's own must not mistake it for the reply it waits for.
    event.stopImmediatePropagation()
    if (event.data?.postmate === 'handshake-reply') relayStep(frame.target, 'handshake-reply', event)
  },
  true,
)

/**
 * Opens a frame with the card in it, and a wire to it that no other window can reach. Returns what removes
 * both.
 *
 * @param place Sets the attributes and puts the frame in the page, once, before it loads.
 * @param ready Called at each load of the card.
 * @param onMessage Called for each message of the card.
 * @param silent Called when nobody answered in time.
 */
export function openFrame(
  { href, origin }: { href: string; origin: string },
  place: (frame: HTMLIFrameElement) => void,
  ready: (wire: Wire) => void,
  onMessage: (method: string, data: unknown) => void,
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
    handshakes.delete(child)
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
  // Each load is a new page in the frame: the wire of the last one is closed, and this one must answer a
  // nonce of its own.
  frame.onload = () => {
    wire?.close()
    within(answerWithin)
    const nonce = (model.nonce = crypto.getRandomValues(new Uint32Array(4)).join('-'))
    const target = new EventTarget()
    handshakes.set(child, { origin, target })
    startHandshake(target, child, href, model).then(() => {
      handshakes.delete(child)
      const { port1, port2 } = new MessageChannel()
      let open = false
      const opened = (wire = openWire(port1, (method, data) => {
        if (open) onMessage(method, data)
        else if ((open = data === nonce)) {
          clearTimeout(timer)
          ready(opened)
        }
      }))
      child.postMessage({ ficha: 1, nonce }, origin, [port2])
    })
  }
  return close
}
