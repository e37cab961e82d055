// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepFocus } from './keep-focus.ts'

let root: HTMLElement
let stop = (): void => {}
const by = (id: string) => document.getElementById(id) as HTMLElement
/** Until whoever puts the focus back has done so, and whoever waits for what is painted anew has given up. */
const later = () => vi.advanceTimersByTimeAsync(2_000)
const focused = () => document.activeElement?.id
const remove = (id: string) => {
  by(id).remove()
  return later()
}
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  root = document.body.appendChild(document.createElement('main'))
  root.innerHTML = `<h1 id="name" tabindex="-1"></h1>
    <section class="panel" id="panel"><h2 id="title" tabindex="-1"></h2><button id="one"></button><button id="two"></button></section>
    <section class="panel"><h2 id="other" tabindex="-1"></h2></section>
    <button id="loose"></button>`
  stop = keepFocus(root)
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  document.body.replaceChildren()
})

it('when what had the focus goes, its part of the card has it, first of all its heading', async () => {
  by('two').focus()
  await remove('two')
  expect(focused()).toBe('title')
})
it('when its part goes too, or it was in none, the name of the customer has it', async () => {
  by('one').focus()
  await remove('panel')
  expect(focused()).toBe('name')
  by('loose').focus()
  await remove('loose')
  expect(focused()).toBe('name')
})
it('it is not taken from where somebody else has put it', async () => {
  const outside = document.body.appendChild(document.createElement('button'))
  by('one').focus()
  by('one').remove()
  outside.focus()
  await later()
  expect(document.activeElement).toBe(outside)
})
it('it stays where it is while other things go', async () => {
  by('one').focus()
  await remove('two')
  expect(focused()).toBe('one')
})
it('who has left the card on purpose is not brought back when what they left goes', async () => {
  by('one').focus()
  by('one').blur()
  await later()
  await remove('one')
  expect(document.activeElement).toBe(document.body)
})
it('an element that loses the focus because it goes has not been left on purpose', async () => {
  by('one').focus()
  by('one').blur()
  await remove('one')
  expect(focused()).toBe('title')
})
it('what had the focus before the card was watched is watched too, with its part', async () => {
  stop()
  by('one').focus()
  stop = keepFocus(root)
  await remove('one')
  expect(focused()).toBe('title')
})
it('turned back, the card waits for the button that turned it, which is painted last', async () => {
  root.insertAdjacentHTML(
    'beforeend',
    '<section class="over back" id="back"><button id="close"></button></section>',
  )
  by('close').focus()
  by('back').remove()
  await vi.advanceTimersByTimeAsync(120)
  root.insertAdjacentHTML('beforeend', '<button id="turn" data-turn=""></button>')
  await later()
  expect(focused()).toBe('turn')
})
it('turned back without such a button, the name has it in the end', async () => {
  root.insertAdjacentHTML(
    'beforeend',
    '<section class="over back" id="back"><button id="close"></button></section>',
  )
  by('close').focus()
  await remove('back')
  expect(focused()).toBe('name')
})
it('stopped, it puts the focus nowhere, not even for what has just gone', async () => {
  by('one').focus()
  by('one').remove()
  await vi.advanceTimersByTimeAsync(10)
  stop()
  await later()
  expect(document.activeElement).toBe(document.body)
  by('two').focus()
  await remove('two')
  expect(document.activeElement).toBe(document.body)
})
