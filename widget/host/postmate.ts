import Postmate from 'postmate'

/**
 * Postmate makes the frame and does the handshake, nothing else. It listens on an EventTarget of ours instead
 * of the window, so it receives only messages that a gate has checked, and never a `call`, a `request` or
 * another page's model.
 */
export const postmateType = 'application/x-postmate-v1+json'

/**
 * Passes one checked step of the handshake to Postmate: only which step it is, nothing else of the message.
 */
export const relayStep = (
  target: EventTarget,
  postmate: 'handshake' | 'handshake-reply',
  { origin, source }: MessageEvent,
): void =>
  void target.dispatchEvent(
    new MessageEvent('message', { data: { postmate, type: postmateType }, origin, source }),
  )

/** Internal properties of Postmate that its types leave out. */
interface PostmateInternals {
  parent: EventTarget
  child: EventTarget | Window
  frame: { src: string; onload?: unknown }
  model: object
  sendHandshake(url: string): Promise<unknown>
  sendHandshakeReply(): Promise<unknown>
}
const parent = Postmate as unknown as {
  prototype: PostmateInternals
  call(self: Partial<PostmateInternals>, options: object): void
}

/** Makes the frame, and puts it in `container` before it loads. The handshake waits for `startHandshake`. */
export const makeFrame = (container: { appendChild(frame: HTMLIFrameElement): void }, url: string): void =>
  parent.call(
    {
      sendHandshake(this: PostmateInternals, to: string) {
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
export function startHandshake(
  target: EventTarget,
  window: Window,
  url: string,
  model: object,
): Promise<unknown> {
  const frame = { src: '', onload() {} }
  const done = parent.prototype.sendHandshake.call(
    { parent: target, child: window, frame, model } as PostmateInternals,
    url,
  )
  frame.onload()
  return done
}

/** The child's half: answers the first handshake that `target` receives. */
export function answerHandshake(target: EventTarget): Promise<unknown> {
  const child = Postmate.Model as unknown as { prototype: PostmateInternals }
  return child.prototype.sendHandshakeReply.call({ child: target, model: {} } as PostmateInternals)
}
