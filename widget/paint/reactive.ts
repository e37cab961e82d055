import { Component, createContext, Fragment, options, type ComponentChildren, type FunctionComponent } from 'preact'
import { effect, signal, type Signal } from '@preact/signals-core'

/**
 * A function component follows the signals it reads: it is painted inside an effect, and painted again once one of them
 * changes. This and two hooks are all the first look needs; what is loaded later may use Preact's own hooks as ever.
 */
const around = createContext<unknown>(undefined)
/** Gives `useAround` its value in everything below. */
export const AroundProvider = around.Provider
let current: Live | undefined

abstract class Live extends Component<object> {
  static override contextType = around
  abstract paint(props: object): ComponentChildren
  readonly #kept: unknown[] = []
  #next = 0
  #stop = (): void => {}

  once<T>(make: () => T): T {
    const at = this.#next++
    if (at === this.#kept.length) this.#kept.push(make())
    return this.#kept[at] as T
  }
  override render(props: object): ComponentChildren {
    this.#stop()
    let painted: ComponentChildren
    let first = true
    this.#stop = effect(() => {
      if (!first) return this.forceUpdate()
      first = false
      const before = current
      current = this
      this.#next = 0
      try { painted = this.paint(props) } finally { current = before }
    })
    return painted
  }
  /** Painted again by its parent only with other props; by its signals always. */
  override shouldComponentUpdate(next: object): boolean {
    const before = this.props as Record<string, unknown>
    const keys = Object.entries(next)
    return keys.length !== Object.keys(before).length || keys.some(([key, value]) => value !== before[key])
  }
  override componentWillUnmount(): void { this.#stop() }
}

const made = new WeakMap<FunctionComponent<object>, typeof Live>()
const liveOf = (paint: FunctionComponent<object>): typeof Live => {
  const known = made.get(paint)
  if (known) return known
  const live = class extends Live { override paint(props: object) { return paint(props as never, undefined) } }
  made.set(paint, live)
  return live
}

const before = options.vnode
options.vnode = (vnode) => {
  const { type } = vnode
  if (typeof type === 'function' && type !== Fragment && !('Provider' in type) && !type.prototype?.render) vnode.type = liveOf(type as FunctionComponent<object>) as unknown as typeof type
  before?.(vnode)
}

const here = (): Live => {
  if (!current) throw new Error('a hook was called outside a component')
  return current
}
/** Made at the first painting, the same at each later one. Called in the same order at each, like every hook. */
export const useOnce = <T>(make: () => T): T => here().once(make)
export const useSignal = <T>(initial: T): Signal<T> => useOnce(() => signal(initial))
let ids = 0
export const useId = (): string => useOnce(() => `f${++ids}`)
export const useAround = (): unknown => here().context
