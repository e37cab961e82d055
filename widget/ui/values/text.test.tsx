// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { act } from 'preact/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FactUsed, Field, Sureness } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { revealKey } from '../../state/index.ts'
import { type View, ViewProvider } from '../view.ts'
import { Clear } from './clear.tsx'
import Reasons, { FactList } from './reasons.tsx'
import RevealForm from './reveal.tsx'
import { Countdown, Hatch, Value } from './value.tsx'
import { clipboardText, guessType, valueText } from './value-text.ts'

configure({ asyncUtilTimeout: 30_000 })
const now = Date.parse('2026-03-10T10:00:00Z')
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())
function show(children: preact.ComponentChildren, card: object = {}, state: object = {}) {
  const view = {
    card,
    state: {
      systems: signal(new Map([['shop', { title: 'Tienda' }]])),
      signals: signal(new Map()),
      who: signal(undefined),
      revealed: signal(new Map()),
      ...state,
    },
    now: signal(now),
    toast: signal(''),
  } as unknown as View
  return { view, ...render(<ViewProvider value={view}>{children}</ViewProvider>) }
}
const plain = (text: string) => text.replace(/\s/gu, ' ')

describe('a value', () => {
  it('without a declared type is what it looks like', () => {
    expect(
      [
        3,
        true,
        [3],
        [],
        { amount: '1', currency: 'EUR' },
        { code: 'x' },
        { full: 'Ana' },
        { street: 'Mayor' },
        { locality: 'Getxo' },
        { postalCode: '1' },
        { a: 1 },
        '2026-01-02T10:00:00Z',
        '2026-01-02',
        '2026-01-02 o así',
        'Ana',
        null,
      ].map(guessType),
    ).toEqual([
      'number',
      'boolean',
      'number',
      'text',
      'money',
      'status',
      'personName',
      'address',
      'address',
      'address',
      'nested',
      'datetime',
      'date',
      'text',
      'text',
      'text',
    ])
  })
  it('is written as its type is read', () => {
    const said = (type: string, value: unknown) => plain(valueText(type, value, now))
    expect([said('text', null), said('number', undefined)]).toEqual(['', ''])
    expect([
      said('money', { amount: '12.5', currency: 'EUR' }),
      said('money', 12),
      said('money', { amount: 5, currency: 'EUR' }),
    ]).toEqual(['12,50 €', '', ''])
    expect([
      said('number', 1_234.5),
      said('number', 'x'),
      said('percent', 12.5),
      said('percent', 'x'),
    ]).toEqual(['1.234,5', 'x', '12,5 %', 'x'])
    expect([said('boolean', true), said('boolean', false)]).toEqual([t('yes'), t('no')])
    expect([said('date', '2026-03-01'), said('duration', 'PT4M20S')]).toEqual(['1 mar', '4 min 20 s'])
    expect([said('datetime', '2026-03-10T08:30:00Z'), said('datetime', '2026-03-09T08:30:00Z')]).toEqual([
      '09:30',
      '9 mar',
    ])
    expect([said('country', 'PT'), said('language', 'pt')]).toEqual(['Portugal', 'portugués'])
    expect([said('personName', { full: 'Ana Gil' }), said('personName', 'Ana')]).toEqual(['Ana Gil', 'Ana'])
    expect([said('address', { locality: 'Getxo' }), said('address', 'Getxo')]).toEqual(['Getxo', 'Getxo'])
    expect([
      said('status', { code: 'x', label: 'Abierto' }),
      said('status', { code: 'phone' }),
      said('status', { code: 'raro' }),
      said('status', 'libre'),
    ]).toEqual(['Abierto', t('channel.phone'), 'raro', 'libre'])
    expect(said('series', [1, 2.5])).toBe('1 2,5')
    expect(said('text', ['a', '', 'b'])).toBe('a, b')
    expect(said('nested', { a: 'x', b: 3 })).toBe('x · 3')
    for (const type of ['id', 'mail', 'url', 'phone', 'personName'])
      expect(said(type, 'a\u202Eb'), type).toBe('a⟨202E⟩b')
  })
  it('is copied as a system takes it, and otherwise as it is read', () => {
    expect([
      clipboardText('mail', 'a@b', now),
      clipboardText('url', 'https://a', now),
      clipboardText('text', 'x', now),
    ]).toEqual(['a@b', 'https://a', 'x'])
    expect([
      clipboardText('date', '2026-03-01', now),
      clipboardText('personName', { full: 'Ana' }, now),
    ]).toEqual(['1 mar', 'Ana'])
  })
  it('that somebody may need elsewhere is a button that copies it and says so; a sentence is not', async () => {
    const copied: string[] = []
    vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void copied.push(text) } })
    const { view } = show(<Clear value="+34600123456" type="phone" />)
    await act(async () => void fireEvent.click(screen.getByRole('button')))
    await waitFor(() => expect(view.toast.value).toBe(t('copied', { value: '600 12 34 56' })))
    expect(copied).toEqual(['+34600123456'])
    vi.unstubAllGlobals()
    for (const [type, button] of [
      ['id', true],
      ['mail', true],
      ['personName', true],
      ['address', true],
      ['text', false],
      ['number', false],
    ] as const) {
      document.body.replaceChildren()
      show(<Clear value="x" type={type} />)
      expect(screen.queryByRole('button') !== null, type).toBe(button)
    }
    document.body.replaceChildren()
    show(<Clear value="x" type="id" copy={false} />)
    expect(screen.queryByRole('button')).toBeNull()
  })
  it('of a state bears its tone, of an address its link, of a day its date', () => {
    show(<Clear value={{ code: 'late', label: 'Tarde', tone: 'bad' }} type="status" />)
    expect([document.querySelector('.tag')?.className, document.querySelector('.tag')?.textContent]).toEqual([
      'tag bad',
      'Tarde',
    ])
    document.body.replaceChildren()
    show(<Clear value="https://shop.example/1" type="url" />)
    expect(document.querySelector('a')?.getAttribute('href')).toBe('https://shop.example/1')
    document.body.replaceChildren()
    show(<Clear value="2026-03-01" type="date" />)
    expect(document.querySelector('time')?.getAttribute('datetime')).toBe('2026-03-01')
  })
})

describe('a value that is hidden', () => {
  const masked: Field = { shown: 'masked', hint: 'ES•• ••56', revealable: true }
  it('and was revealed is shown with the seconds it stays, of its own handle before that of its row', () => {
    const revealed = signal(
      new Map([
        [revealKey('own', 'iban'), { value: 'ES91', until: now + 4_100 }],
        [revealKey('row', 'iban'), { value: 'of the row', until: now }],
      ]),
    )
    const { container } = show(
      <Value field={{ ...masked, ref: 'own' } as Field} row="row" name="iban" type="id" />,
      {},
      { revealed },
    )
    expect(container.querySelector('.seen')?.textContent).toBe(`ES91 ${t('reveal.hide', { n: 5 })}`)
    document.body.replaceChildren()
    const other = show(<Value field={masked} row="row" name="mail" type="id" />, {}, { revealed })
    expect(other.container.querySelector('.seen')).toBeNull()
  })
  it('without any handle cannot be asked for', () => {
    show(<Value field={masked} name="iban" />)
    expect(screen.queryByRole('button')).toBeNull()
  })
  it('is named to those who do not see it, and its form is closed by Escape', async () => {
    show(<Value field={masked} row="r" name="iban" label="Cuenta" />)
    const button = screen.getByRole('button', { name: `Cuenta: ${t('reveal')}` })
    fireEvent.click(button)
    const input = await screen.findByLabelText(t('reveal.reason'))
    await waitFor(() => expect(document.activeElement).toBe(input))
    fireEvent.keyDown(input, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByLabelText(t('reveal.reason'))).toBeNull())
    await waitFor(() => expect(document.activeElement?.textContent).toBe(t('reveal')))
  })
  it('refused, says why and stays open; asked once at a time, with the reason as it was meant', async () => {
    let end = (_: object): void => {}
    const reveal = vi.fn(() => new Promise<object>((done) => (end = done)))
    const close = vi.fn()
    show(<RevealForm handle="h" field="iban" close={close} />, { reveal })
    const input = screen.getByLabelText(t('reveal.reason'))
    const submit = () => act(async () => void fireEvent.submit(input.closest('form') as HTMLElement))
    fireEvent.input(input, { target: { value: '  devolución ' } })
    await submit()
    await submit()
    expect(reveal.mock.calls).toEqual([[{ ref: 'h', field: 'iban', reason: 'devolución' }]])
    await act(async () => end({ is: 'failed', says: 'Sin permiso.' }))
    expect([document.querySelector('.bad')?.textContent, close.mock.calls]).toEqual([
      t('reveal.failed', { says: 'Sin permiso.' }),
      [],
    ])
    await submit()
    expect(reveal).toHaveBeenCalledTimes(2)
    await act(async () => end({ is: 'done' }))
    expect(close).toHaveBeenCalledTimes(1)
  })
  it('by its role says so, in a word where there is no room; a countdown does not go below nothing', () => {
    expect(show(<Hatch />).container.textContent).toBe(t('withheld'))
    document.body.replaceChildren()
    const brief = show(<Hatch brief />).container
    expect([brief.textContent, brief.querySelector('.hatch')?.getAttribute('title')]).toEqual([
      t('withheld.short'),
      t('withheld'),
    ])
    document.body.replaceChildren()
    expect(show(<Countdown until={now - 5_000} words="again.in" />).container.textContent).toBe(
      t('again.in', { n: 0 }),
    )
  })
})

describe('why', () => {
  const sure = (more: Partial<Sureness> = {}): Sureness =>
    ({ level: 'sure', by: 'phone', says: 'Es ella', reasons: [], ...more }) as Sureness
  it('weighs each reason with its sign; what speaks against it stands out, the start does not', () => {
    const reason = (field: string, says: string, bits: number, systems: string[] = []) => ({
      field,
      says,
      bits,
      systems,
    })
    const { container } = show(
      <Reasons
        sure={sure({
          reasons: [
            reason('phone', 'mismo teléfono', 12.34, ['shop', 'x']),
            reason('zip', 'otro código', -2),
            reason('prior', 'de partida', -9),
            reason('name', 'nada', 0),
          ] as Sureness['reasons'],
        })}
      />,
    )
    expect(
      [...container.querySelectorAll('li')].map((li) => [
        plain(li.firstElementChild?.textContent ?? ''),
        li.lastElementChild?.textContent,
        li.lastElementChild?.className.trim(),
      ]),
    ).toEqual([
      [
        `mismo teléfono ${t('reasons.systems', { systems: 'Tienda, x' })}`,
        t('reasons.bits', { n: '+12,3' }),
        'n',
      ],
      ['nada', '', 'n'],
      ['otro código', t('reasons.bits', { n: '-2' }), 'n bad'],
      ['de partida', t('reasons.bits', { n: '-9' }), 'n'],
    ])
    document.body.replaceChildren()
    expect(show(<Reasons sure={sure()} />).container.textContent).toContain(t('reasons.none'))
  })
  it('an answer that is not known says because of whom; one that read nothing says that', () => {
    const answer = {
      shown: 'clear',
      value: {
        is: 'unknown',
        because: [
          { code: 'down', says: 'Encuestas no responde' },
          { code: 'x', says: '' },
          { code: 'y', says: 'Caja tampoco' },
        ],
      },
    } as never
    const facts: FactUsed[] = [{ fact: 'orders.total', label: 'Total', field: { shown: 'clear', value: 3 } }]
    expect(show(<FactList reasons={facts} answer={answer} />).container.textContent).toBe(
      t('unknown.because', { why: 'Encuestas no responde; Caja tampoco' }),
    )
    document.body.replaceChildren()
    expect(show(<FactList reasons={[]} />).container.textContent).toBe(t('reasons.no-facts'))
  })
  it('a fact says its system and its age, with the way there; beside them stand the words of the house about that answer', () => {
    const reasons: FactUsed[] = [
      {
        fact: 'orders.total',
        label: 'Total',
        field: { shown: 'clear', value: 3 },
        from: {
          connector: 'shop',
          fetchedAt: '2026-03-10T08:30:00Z',
          url: 'https://shop.example/1',
        },
      },
    ]
    const policies = (id: string) => [{ id, title: `Norma ${id}`, text: '' }]
    const signals = signal(
      new Map([
        ['x', { value: { reasons: [], policies: policies('ajena') } }],
        ['y', { value: { reasons, policies: policies('suya') } }],
      ]),
    )
    const { container } = show(<FactList reasons={reasons} />, {}, { signals })
    expect(container.querySelector('small')?.textContent).toBe(
      t('from.stale', { title: 'Tienda', when: t('at.time', { time: '09:30' }) }),
    )
    expect(container.querySelector('a')?.getAttribute('href')).toBe('https://shop.example/1')
    expect([...container.querySelectorAll('summary bdi')].map((b) => b.textContent)).toEqual(['Norma suya'])
  })
})
