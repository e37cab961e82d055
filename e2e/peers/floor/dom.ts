export type Child = Node | string | false | undefined
/** An element with its attributes and children; text is text. */
export function h(tag: string, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag)
  for (const name in attributes) element.setAttribute(name, attributes[name] as string)
  for (const child of children) if (child !== false && child !== undefined) element.append(child)
  return element
}
export const bdi = (text: string): HTMLElement => h('bdi', {}, text)
export const link = (text: string, more: Record<string, string> = {}): HTMLElement =>
  h('button', { type: 'button', class: 'link', ...more }, text)
