import type { Page } from 'playwright-core'

/** What a watched page found wrong, and how much it looked at. */
export interface Watched {
  wrong: string[]
  commits: number
  frames: number
  named: number
  told: number
  current: string | null
}

/**
 * Runs in every frame before its own scripts. In the card's frame it knows whom the host said last (it reads
 * the port before the card does) and looks at every commit: what is added must be that customer's, and
 * whatever is there when the task is over, or when a frame is painted, too. In the host's frame it looks at
 * what the card tells the page: nobody's text at all.
 */
export function watch(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const state: Watched & { phones: Record<string, string> } = {
      wrong: [],
      commits: 0,
      frames: 0,
      named: 0,
      told: 0,
      current: null,
      phones: {},
    }
    Object.assign(window, { watched: state })
    const inCard = location.pathname === '/card'
    const marks = /¤(c\d+)¤/g
    const foreign = (text: string) =>
      [...text.matchAll(marks)].map((m) => m[1]).filter((w) => w !== state.current)
    const say = (what: string) => {
      if (state.wrong.length < 20) state.wrong.push(`${what} while ${state.current ?? 'nobody'} is on screen`)
    }
    const subjectIn = (data: unknown): { is: boolean; who: string | null } => {
      const line = typeof data === 'string' && /^\[\d+,"subject",/.test(data) ? data : undefined
      if (line === undefined) return { is: false, who: null }
      const found = /6001(\d\d)\d{3}/.exec(line)
      return { is: true, who: found ? `c${Number(found[1])}` : null }
    }
    // The first listener of a port is ours: before the card hears of a new customer, we have.
    const heard = (data: unknown) => {
      if (inCard) {
        const { is, who } = subjectIn(data)
        if (is) {
          state.current = who
          state.told++
          soon()
        }
      } else if (/¤/.test(JSON.stringify(data) ?? ''))
        state.wrong.push(`the host was told ${JSON.stringify(data)}`)
      else state.told++
    }
    const listen = MessagePort.prototype.addEventListener
    const spied = new WeakSet<MessagePort>()
    const spy = (port: MessagePort) => {
      if (!spied.has(port)) {
        spied.add(port)
        listen.call(port, 'message', (event) => heard((event as MessageEvent).data))
      }
    }
    MessagePort.prototype.addEventListener = function (this: MessagePort, ...all: Parameters<typeof listen>) {
      spy(this)
      return listen.apply(this, all)
    }
    const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')
    if (onmessage?.set)
      Object.defineProperty(MessagePort.prototype, 'onmessage', {
        ...onmessage,
        set(this: MessagePort, run) {
          spy(this)
          onmessage.set?.call(this, run)
        },
      })
    if (!inCard) return

    const whole = (): string => {
      const parts: string[] = [document.title]
      const walk = document.createTreeWalker(
        document,
        NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT,
      )
      for (let node: Node | null = walk.currentNode; node; node = walk.nextNode()) {
        if (node instanceof Element) {
          for (const a of node.attributes) parts.push(a.value)
          if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) parts.push(node.value)
        } else parts.push(node.nodeValue ?? '')
      }
      return parts.join('\n')
    }
    const look = (when: string) => {
      const others = foreign(whole())
      if (others.length > 0) say(`${when}: ${[...new Set(others)].join(' ')}`)
    }
    const channel = new MessageChannel()
    let due = false
    // A task of its own: whatever the card does in the task of the change is over by then.
    const soon = () => {
      if (!due) {
        due = true
        MessagePort.prototype.postMessage.call(channel.port1, 0)
      }
    }
    listen.call(channel.port2, 'message', () => {
      due = false
      look('after the task')
    })
    channel.port2.start()
    new MutationObserver((records) => {
      state.commits++
      for (const r of records) {
        const added =
          r.type === 'childList'
            ? [...r.addedNodes]
                .filter((n) => n.isConnected)
                .map((n) => n.textContent ?? '')
                .join(' ')
            : r.type === 'characterData' && r.target.isConnected
              ? (r.target.nodeValue ?? '')
              : r.target instanceof Element
                ? (r.target.getAttribute(r.attributeName ?? '') ?? '')
                : ''
        const others = foreign(added)
        if (others.length > 0) say(`a commit put ${[...new Set(others)].join(' ')} in ${r.target.nodeName}`)
      }
      const h1 = document.querySelector('h1')?.textContent ?? ''
      if (state.current !== null && h1.includes(`¤${state.current}¤`)) state.named++
      soon()
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    const frame = () => {
      state.frames++
      look('in a painted frame')
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}
