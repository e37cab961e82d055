// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshOpen } from '../view.ts'
import { keyboard, typedAhead } from './keyboard.ts'

let root: HTMLElement
let open = freshOpen()
let stop = (): void => {}
const start = (html: string, pressed: readonly Event[] = []) => {
  root.innerHTML = html
  stop = keyboard(root, () => open, pressed)
}
beforeEach(() => {
  root = document.body.appendChild(document.createElement('main'))
  open = freshOpen()
})
afterEach(() => {
  stop()
  typedAhead(open)
  document.body.replaceChildren()
})
const press = (
  key: string,
  more: KeyboardEventInit = {},
  at: Element = document.activeElement ?? document.body,
) => at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
const by = (id: string) => document.getElementById(id) as HTMLElement
const group =
  '<ul data-rove=""><button id="a" data-v="" data-copy="">1</button><button id="b" data-v="">2</button><button id="c" data-v="">3</button></ul><input id="i">'

describe('single keys', () => {
  it('open search and help, and Escape closes what is open', () => {
    start('')
    press('/')
    expect(open.value).toBe('search')
    press('Escape')
    expect(open.value).toBeUndefined()
    press('?')
    expect(open.value).toBe('help')
  })
  it('leave Escape to others while nothing is open', () => {
    start('')
    expect(press('Escape')).toBe(true)
    open.value = 'help'
    expect(press('Escape')).toBe(false)
  })
  it('do nothing while somebody types, nor together with a modifier', () => {
    start(group)
    by('i').focus()
    press('/')
    by('a').focus()
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) press('/', { [modifier]: true })
    expect(open.value).toBeUndefined()
  })
  it('Alt and a digit lead to that panel', () => {
    start(
      '<section class="panel"><h2 tabindex="-1" id="p1"></h2></section><section class="panel"><h2 tabindex="-1" id="p2"></h2></section>',
    )
    for (const id of ['p1', 'p2']) by(id).scrollIntoView = () => {}
    press('2', { altKey: true, code: 'Digit2' })
    expect(document.activeElement).toBe(by('p2'))
    press('1', { altKey: true, ctrlKey: true, code: 'Digit1' })
    expect(document.activeElement).toBe(by('p2'))
  })
})

describe('a group of values', () => {
  it('is one tab stop, and stays at the value that had the focus last', () => {
    start(group)
    const stops = () => ['a', 'b', 'c'].map((id) => by(id).tabIndex)
    expect(stops()).toEqual([0, -1, -1])
    by('b').focus()
    expect(stops()).toEqual([-1, 0, -1])
    by('i').focus()
    expect(stops()).toEqual([-1, 0, -1])
  })
  it('is walked with the arrows, to its ends and not beyond', () => {
    start(group)
    by('a').focus()
    const walk = (...keys: string[]) => {
      for (const key of keys) press(key)
      return document.activeElement?.id
    }
    expect(walk('ArrowDown')).toBe('b')
    expect(walk('ArrowRight', 'ArrowRight')).toBe('c')
    expect(walk('ArrowUp')).toBe('b')
    expect(walk('End')).toBe('c')
    expect(walk('Home')).toBe('a')
  })
  it('copies with c what may be copied, and nothing else; opens its row with o', () => {
    start(
      `<ul data-rove=""><li><button id="a" data-v="" data-copy=""></button><button id="b" data-v=""></button><a id="l" target="_blank" href="#x"></a></li></ul>`,
    )
    const clicked: string[] = []
    for (const id of ['a', 'b', 'l'])
      by(id).addEventListener('click', (event) => {
        event.preventDefault()
        clicked.push(id)
      })
    by('a').focus()
    press('c')
    by('b').focus()
    press('c')
    press('o')
    expect(clicked).toEqual(['a', 'l'])
  })
})

describe('what is typed before the search is here', () => {
  it('goes to the search it was opened for, once', () => {
    start('')
    press('/')
    for (const key of ['l', 'u', 'Shift', 'c']) press(key)
    expect([typedAhead(open), typedAhead(open)]).toEqual(['luc', ''])
  })
  it('is no longer taken once the search is here', () => {
    start('')
    press('/')
    expect(press('l')).toBe(false)
    root.innerHTML = '<input role="combobox">'
    expect(press('u', {}, document.body)).toBe(true)
    expect(typedAhead(open)).toBe('l')
  })
  it('does not go to the search of another customer', () => {
    start('')
    press('/')
    press('l')
    expect(typedAhead(freshOpen())).toBe('')
  })
  it('and keys pressed before the keyboard was here are done then, in their order', () => {
    start(group, [new KeyboardEvent('keydown', { key: '/' }), new KeyboardEvent('keydown', { key: 'a' })])
    expect([open.value, typedAhead(open)]).toEqual(['search', 'a'])
  })
})

it('stopped, it hears nothing more', () => {
  start('')
  stop()
  press('/')
  expect(open.value).toBeUndefined()
})
