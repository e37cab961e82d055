// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact'
import { afterEach, describe, expect, it } from 'vitest'
import { safeLink } from '../../../connectors/contract/safe-link.ts'
import { marked, Out, Words } from './safe.tsx'

afterEach(cleanup)

describe('words from outside', () => {
  it('are text, isolated from the words around them', () => {
    render(
      <p>
        <Words>{'<img src=x onerror=alert(1)>'}</Words>
      </p>,
    )
    expect(screen.getByText('<img src=x onerror=alert(1)>').tagName).toBe('BDI')
    expect(document.querySelector('img')).toBeNull()
  })
  it('unseen letters and those that turn the direction show as marks', () =>
    expect(marked('a\u202Eb\u200Bc')).toBe('a⟨202E⟩b⟨200B⟩c'))
})
describe('ways out', () => {
  it('a link opens elsewhere and tells nobody where from', () => {
    render(<Out url="https://desk.example/7">12001</Out>)
    const link = screen.getByRole('link', { name: '12001' })
    expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['_blank', 'noopener noreferrer'])
  })
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://desk.example',
    'https://desk.example/\u202Egpj',
    '//desk.example',
    '',
  ])('%j is no link: its words stay as text', (url) => {
    render(<Out url={url}>12001</Out>)
    expect(screen.queryByRole('link')).toBeNull()
    expect(screen.getByText('12001')).toBeTruthy()
    expect(safeLink(url)).toBeUndefined()
  })
})
