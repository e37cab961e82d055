// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { configure, fireEvent, render, screen } from '@testing-library/preact'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Candidate, Context, PersonName, Who } from '../../../connectors/contract/index.ts'
import { later, loadTexts, setLanguage, t } from '../../i18n/index.ts'
import { freshOpen, type View, ViewProvider } from '../view.ts'
import Chooser from './chooser.tsx'
import Nobody from './nobody.tsx'
import Possible from './possible.tsx'
import { Keys, nameOf, WhoHead } from './who.tsx'

configure({ asyncUtilTimeout: 30_000 })
const clear = <T,>(value: T) => ({ shown: 'clear' as const, value })
const name = (full: string, more: Partial<PersonName> = {}) => clear<PersonName>({ full, ...more })
const masked = (hint: string) => ({ shown: 'masked' as const, hint, revealable: false })
const who = (more: object = {}): Who =>
  ({
    outcome: 'identified',
    card: 'c',
    person: { name: name('Ana Gil'), kind: 'person', marks: [] },
    sure: { level: 'sure', by: 'phone', says: 'Por su teléfono.', reasons: [] },
    keys: [],
    ficha: { glance: [], others: [], actions: [], panels: [], mayAsk: [] },
    ...more,
  }) as unknown as Who
const candidate = (ref: string, more: Partial<Candidate> = {}): Candidate => ({
  ref,
  name: name(`Persona ${ref}`),
  kind: 'person',
  bits: 9,
  preselected: false,
  systems: [],
  says: 'Mismo teléfono',
  facts: [],
  ...more,
})
type Systems = Record<string, string>
function show(
  children: preact.ComponentChildren,
  {
    context,
    systems = {},
    faults = [],
    card = {},
  }: { context?: Context; systems?: Systems; faults?: object[]; card?: object } = {},
) {
  document.body.replaceChildren()
  const open = freshOpen()
  const view = {
    card,
    state: {
      systems: signal(
        new Map(
          Object.entries(systems).map(([c, state]) => [c, { connector: c, title: c.toUpperCase(), state }]),
        ),
      ),
      who: signal(who()),
      faults: signal(faults),
      subject: context ? { hints: [], context } : undefined,
      revealed: signal(new Map()),
    },
    now: signal(0),
    toast: signal(''),
    open,
  } as unknown as View
  return { open, ...render(<ViewProvider value={view}>{children}</ViewProvider>) }
}
const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim()
beforeAll(async () => {
  await setLanguage('es')
  await loadTexts(later)
})
beforeEach(() => document.body.replaceChildren())

describe('a name', () => {
  it('is what this role may read of it; what cannot be seen in it is marked', () => {
    expect(nameOf(name('Ana\u200bGil'))).toBe('Ana⟨200B⟩Gil')
    expect(nameOf(name(''))).toBe(t('nameless'))
    expect(nameOf(masked('A•• G••'))).toBe('A•• G••')
    expect(nameOf({ shown: 'withheld' })).toBe(t('withheld.name'))
    expect(nameOf(undefined)).toBe(t('withheld.name'))
  })
  it.each([
    [name('María del Mar Soler Ruiz', { given: 'María del Mar', family: 'Soler Ruiz' }), 'MS'],
    [name('ana gil ruiz'), 'AG'],
    [name('Ana', { given: 'Ana' }), 'A'],
    [name('𝒜na 𝒢il'), '𝒜𝒢'],
    [name(''), '·'],
    [masked('A•• G••'), '·'],
  ])('has its initials: %#', (of, initials) => {
    const { container } = show(<WhoHead who={who({ person: { name: of, kind: 'person', marks: [] } })} />)
    expect(words(container.querySelector('.avatar'))).toBe(initials)
  })
  it('that nobody knows is told by the key they came with; a long one is set smaller', () => {
    const head = (full: string, keys: object[] = []) =>
      show(
        <WhoHead who={who({ person: { name: name(full), kind: 'person', marks: [] }, keys })} />,
      ).container.querySelector('h1')
    const key = (value: object) => [{ kind: 'phone', value, found: true }]
    expect(words(head('', key(clear('+34600\u200b'))))).toBe(`${t('nameless')} · +34600⟨200B⟩`)
    expect(words(head('', key(masked('••56'))))).toBe(`${t('nameless')} · ••56`)
    expect(words(head('', key({ shown: 'withheld' })))).toBe(t('nameless'))
    expect(words(head('Ana', key(clear('+34600'))))).toBe('Ana')
    expect([head('x'.repeat(45))?.className, head('x'.repeat(46))?.className]).toEqual(['', 'long'])
  })
})

describe('the head of the card', () => {
  it('is the candidate that is likely, while nobody is identified', () => {
    const candidates = [candidate('a'), candidate('b', { preselected: true, kind: 'company' })]
    const { container } = show(<WhoHead who={who({ outcome: 'possible', person: undefined, candidates })} />)
    expect(words(container.querySelector('h1'))).toBe('Persona b')
    expect(words(container.querySelector('.tag'))).toBe(t('kind.company'))
    expect(container.querySelector('.sure')?.className).toContain('maybe')
    expect(
      words(
        show(
          <WhoHead who={who({ person: undefined, candidates: [candidate('a')] })} />,
        ).container.querySelector('h1'),
      ),
    ).toBe(t('withheld.name'))
  })
  it('says how to address them, since when they are a customer, and what a figure counts', () => {
    const marks = [
      { fact: 'person.since', label: 'Cliente desde', field: clear('2019-04-02') },
      { fact: 'loyalty.tier', label: 'Nivel', field: clear('Oro') },
      { fact: 'orders.count', label: 'Pedidos', field: clear(7) },
      { fact: 'person.since', label: 'Alta', field: { shown: 'withheld' } },
    ]
    const { container } = show(
      <WhoHead
        who={who({ person: { name: name('Ana Gil'), kind: 'person', formOfAddress: clear('usted'), marks } })}
      />,
    )
    expect([...container.querySelectorAll('.marks > span')].map(words)).toEqual([
      t('address.as', { how: 'usted' }),
      t('mark.since', { year: '2019' }),
      'Nivel: Oro',
      'Pedidos: 7',
      `Alta: ${t('withheld')}`,
    ])
    expect([...container.querySelectorAll('.marks .quiet')].map(words)).toEqual(['Nivel:'])
  })
  it('says how sure it is and why, on demand', async () => {
    const { container } = show(
      <WhoHead
        who={who({ sure: { level: 'possible', by: 'name', says: 'Solo el nombre.', reasons: [] } })}
      />,
    )
    const button = container.querySelector('.sure') as HTMLElement
    expect(words(button)).toContain(`${t('level.possible')} · ${t('by.name')}`)
    expect(screen.queryByText('Solo el nombre.')).toBeNull()
    fireEvent.click(button)
    await screen.findByText('Solo el nombre.')
    expect(button.getAttribute('aria-expanded')).toBe('true')
    fireEvent.click(button)
    expect(screen.queryByText('Solo el nombre.')).toBeNull()
    expect(show(<WhoHead who={who({ sure: undefined })} />).container.querySelector('.sure')).toBeNull()
  })
})

describe('the keys', () => {
  const phone = { kind: 'phone', value: clear('+34600123456'), found: false }
  const mail = { kind: 'mail', value: clear('a@example.es'), found: true }
  const keys = (of: object[], more: Parameters<typeof show>[1] = {}) => {
    const { container } = show(<Keys who={who({ keys: of })} />, more)
    return [...container.querySelectorAll('.keys > span')].map(words)
  }
  it('are said with what the host said beside them', () => {
    const context = { channel: 'phone', motive: 'devolución', place: 'Valencia', waited: 90 } as Context
    expect(keys([phone, mail], { context })).toEqual([
      `${t('key.calls')} 600 12 34 56 ${t('key.unfound')}`,
      `${t('key.mail')} a@example.es`,
      `devolución · Valencia · ${t('context.waited', { time: '2 min' })}`,
    ])
    expect(keys([mail], { context: { channel: 'phone' } as Context })).toEqual([
      `${t('key.mail')} a@example.es`,
      t('channel.phone'),
    ])
    expect(keys([{ ...phone, found: true }], { context: { channel: 'chat' } as Context })).toEqual([
      `${t('key.phone')} 600 12 34 56`,
      t('channel.chat'),
    ])
    expect(keys([])).toEqual([])
    expect(keys([], { context: { place: 'Valencia' } as Context })).toEqual(['Valencia'])
  })
  it('are nobody’s only once every system that was asked has said so', () => {
    const unfound = (systems: Systems) => keys([phone], { systems })[0]?.includes(t('key.unfound'))
    expect(unfound({ a: 'answered', b: 'not-asked' })).toBe(true)
    for (const state of ['asking', 'late', 'down'])
      expect(unfound({ a: 'answered', b: state }), state).toBe(false)
  })
})

describe('several people', () => {
  it('are numbered up to nine, the likely one and one who is no person are named as such', () => {
    const candidates = Array.from({ length: 10 }, (_, i) => candidate(String(i)))
    candidates[1] = candidate('b', {
      preselected: true,
      kind: 'company',
      systems: ['shop'],
      facts: [{ kind: 'city', label: 'Ciudad', field: clear('Valencia') }],
    })
    const { container, open } = show(<Chooser who={who({ outcome: 'several', candidates })} />, {
      systems: { shop: 'answered' },
    })
    expect(words(container.querySelector('h1'))).toBe(t('several.title', { n: 10 }))
    expect([...container.querySelectorAll('kbd')].map(words)).toEqual([...'123456789', ''])
    const rows = [...container.querySelectorAll('.chooser li')]
    expect(rows.map((li) => [...li.querySelectorAll('.tag')].map(words))).toEqual(
      candidates.map((_, i) => (i === 1 ? [t('kind.company'), t('chooser.likely')] : [])),
    )
    expect(words(rows[1]?.querySelector('small'))).toBe('Mismo teléfono · SHOP')
    expect(words(rows[1]?.querySelector('.cfacts'))).toBe('Ciudad Valencia')
    expect([words(rows[0]?.querySelector('small')), rows[0]?.querySelector('.cfacts')]).toEqual([
      'Mismo teléfono',
      null,
    ])
    fireEvent.click(screen.getByText(t('chooser.none')))
    expect(open.value).toBe('search')
  })
  it('that are others now are chosen by the numbers of now; gone, by none', () => {
    const chosen = vi.fn()
    const press = (key: string, more: KeyboardEventInit = {}) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
      document.body.dispatchEvent(event)
      return event.defaultPrevented
    }
    const of = (...refs: string[]) => (
      <Chooser who={who({ outcome: 'several', candidates: refs.map((ref) => candidate(ref)) })} />
    )
    const view = {
      card: { show: chosen },
      state: {
        systems: signal(new Map()),
        who: signal(who()),
        faults: signal([]),
        revealed: signal(new Map()),
      },
      now: signal(0),
      open: freshOpen(),
    } as unknown as View
    const { rerender } = render(<ViewProvider value={view}>{of('a', 'b')}</ViewProvider>)
    rerender(<ViewProvider value={view}>{of('c', 'd')}</ViewProvider>)
    expect([press('2'), press('3'), press('1', { metaKey: true }), press('1', { altKey: true })]).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(chosen.mock.calls).toEqual([[{ candidate: 'd' }]])
    rerender(<ViewProvider value={view}>{null}</ViewProvider>)
    press('1')
    expect(chosen).toHaveBeenCalledTimes(1)
  })
})

describe('nobody', () => {
  const text = (more: Parameters<typeof show>[1], keys: object[] = []) => {
    const { container } = show(<Nobody who={who({ outcome: 'nobody', keys })} />, more)
    return [...container.querySelectorAll('.marks')].map(words)
  }
  const key = { kind: 'mail', value: clear('a@example.es'), found: false }
  it('is said as what it is: without a key, asked of nobody, known to several, or not answered by all', () => {
    const unread = { code: 'bad-hint', says: 'No se entiende' }
    const other = { code: 'cut', says: 'Otra cosa' }
    expect(text({})).toEqual([t('nobody.context')])
    expect(text({ faults: [other] })).toEqual([t('nobody.context')])
    expect(text({ faults: [unread, other] })).toEqual(['No se entiende', t('nobody.unread')])
    expect(text({ systems: { a: 'not-asked' } }, [key])).toEqual([t('nobody.anybody')])
    expect(text({ systems: { a: 'answered' } }, [key, { ...key, found: true }])).toEqual([t('nobody.shared')])
    expect(text({ systems: { a: 'answered', b: 'down', c: 'not-asked' } }, [key])).toEqual([
      t('nobody.partial', { who: 'B' }),
    ])
    expect(text({ systems: { a: 'answered' } }, [key])).toEqual([t('nobody.text')])
    expect(text({}, [key])).toEqual([t('nobody.text')])
  })
  it('bears its keys where they were asked of somebody', () => {
    const keys = () => document.querySelector('.keys')
    text({ systems: { a: 'not-asked' } }, [key])
    expect(keys()).toBeNull()
    text({ systems: { a: 'answered' } }, [key])
    expect(keys()).not.toBeNull()
  })
  it('is greeted as somebody new only where everybody has answered, and once', () => {
    const greet = (systems: Systems) => {
      text({ systems }, [key])
      fireEvent.click(screen.getByText(t('nobody.greet')))
      expect(screen.queryByText(t('nobody.greet'))).toBeNull()
      return words(document.querySelector('.good'))
    }
    expect(greet({ a: 'answered' })).toBe(t('nobody.greeting'))
    expect(greet({ a: 'answered', b: 'late' })).toBe(t('nobody.welcome'))
    expect(greet({ a: 'not-asked' })).toBe(t('nobody.welcome'))
    const { open } = show(<Nobody who={who({ outcome: 'nobody' })} />)
    fireEvent.click(screen.getByText(t('tool.search')))
    expect(open.value).toBe('search')
  })
})

it('whoever may be the same is asked about as a doubt, or as a decision to look at again; taken, nothing is said', async () => {
  const decide = vi.fn(async () => ({ is: 'done', says: 'no' }))
  const title = (revision?: boolean) =>
    words(
      show(<Possible candidate={candidate('a')} {...(revision && { revision })} />, {
        card: { decide },
      }).container.querySelector('p b'),
    )
  expect([title(), title(true)]).toEqual([t('possible.title'), t('possible.revision')])
  fireEvent.click(screen.getByText(t('possible.yes')))
  await expect.poll(() => decide.mock.calls.length).toBe(1)
  expect(document.querySelector('.bad')).toBeNull()
})
