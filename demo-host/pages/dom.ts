type Child = Node | string | null | undefined | false
type Props = { [name: string]: string | number | boolean | ((event: Event) => void) | undefined }

/**
 * An element with its attributes, listeners (`onclick`) and children. Text is text: there is no way to give
 * markup.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else if (value === true) made.setAttribute(name, '')
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value))
  }
  made.append(...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false))
  return made
}
export function must<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`page: #${id} is missing`)
  return found
}
export const hour = (at: Date | string): string =>
  new Intl.DateTimeFormat('es-ES', { hour: '2-digit', minute: '2-digit' }).format(new Date(at))
