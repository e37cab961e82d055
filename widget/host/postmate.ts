import Postmate from 'postmate'

/**
 * Postmate makes the frame and shakes hands; it does nothing else here. It listens on an EventTarget of ours
 * instead of the window, so it only ever hears what a gate has already checked, and never a `call`, a
 * `request` or somebody's model.
 */
export const postmateType = 'application/x-postmate-v1+json'

/**
 * Says one checked step of the handshake into Postmate's ear: nothing of the message goes on but which step
 * it is.
 */
export const say = (
  ear: EventTarget,
  postmate: 'handshake' | 'handshake-reply',
  { origin, source }: MessageEvent,
): void =>
  void ear.dispatchEvent(
    new MessageEvent('message', { data: { postmate, type: postmateType }, origin, source }),
  )

/** What Postmate keeps on itself; its types leave it out. */
interface Inside {
  parent: EventTarget
  child: EventTarget | Window
  frame: { src: string; onload?: unknown }
  model: object
  sendHandshake(url: string): Promise<unknown>
  sendHandshakeReply(): Promise<unknown>
}
const parent = Postmate as unknown as {
  prototype: Inside
  call(self: Partial<Inside>, options: object): void
}

/** Makes the frame, and puts it in `container` before it loads. The handshake waits for `shake`. */
export const makeFrame = (container: { appendChild(frame: HTMLIFrameElement): void }, url: string): void =>
  parent.call(
    {
      sendHandshake(this: Inside, to: string) {
        this.frame.src = to
        return Promise.resolve()
      },
    },
    { container, url },
  )

/**
 * The parent's handshake with a page that has just loaded: five tries in two seconds and a half. Sends
 * `model` along.
 */
export function shake(ear: EventTarget, window: Window, url: string, model: object): Promise<unknown> {
  const frame = { src: '', onload() {} }
  const done = parent.prototype.sendHandshake.call(
    { parent: ear, child: window, frame, model } as Inside,
    url,
  )
  frame.onload()
  return done
}

/** The child's half: answers the first handshake said into `ear`. */
export function answer(ear: EventTarget): Promise<unknown> {
  const child = Postmate.Model as unknown as { prototype: Inside }
  return child.prototype.sendHandshakeReply.call({ child: ear, model: {} } as Inside)
}
