// @vitest-environment happy-dom
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, expect, it } from 'vitest'
import { later, loadTexts, setLanguage } from '../i18n/index.ts'
import { lazily } from './lazily.tsx'

configure({ asyncUtilTimeout: 30_000 })
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})

it('a part that did not come says so, and comes when it is fetched again', async () => {
  let tries = 0
  const Part = lazily(async () => {
    if (tries++ === 0) throw new Error('the line is cut')
    return { default: ({ name }: { name: string }) => <p>{`Hola, ${name}`}</p> }
  })
  const { container } = render(<Part name="Ana" />)
  fireEvent.click(await screen.findByRole('button'))
  await screen.findByText('Hola, Ana')
  expect([tries, container.querySelector('button')]).toEqual([2, null])
})
it('shown in several places at once, a part is fetched once', async () => {
  let tries = 0
  const Part = lazily(async () => {
    tries++
    return { default: ({ name }: { name: string }) => <p>{name}</p> }
  })
  render(
    <>
      <Part name="uno" />
      <Part name="dos" />
    </>,
  )
  await screen.findByText('uno')
  expect([screen.queryByText('dos')?.textContent, tries]).toEqual(['dos', 1])
})
