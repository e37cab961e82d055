// @vitest-environment happy-dom
import { waitFor, within } from '@testing-library/preact'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'
import { safeLink } from '../../connectors/contract/safe-link.ts'
import { type Card, createCard } from '../card/index.ts'
import { planted } from '../card/planted.ts'
import { subjectOf, testHost } from '../card/world.ts'
import { speakMore } from '../i18n/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import { scripted } from './gallery-cases.ts'
import { clear, sayIn, who } from './gallery-people.ts'
import { mount } from './index.tsx'
import { marked } from './safe.tsx'

/** What is waited for comes on its own event; this only ends a test that waits in vain. */
const patience = { timeout: 20_000 }
const tick = (ms = 30) => new Promise((done) => setTimeout(done, ms))
const es = sayIn('es')
let stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops) stop()
  stops = []
  document.body.innerHTML = ''
})
beforeAll(() => speakMore())

type Play = (epoch: number, signal: AbortSignal) => AsyncIterable<CardEvent>
function sourceOf(play: Play, more: Partial<Source> = {}): Source {
  return {
    place: 'gateway',
    open: (r, s) => play(r.epoch ?? 0, s),
    ask: async function* () {},
    search: async () => [],
    decide: async () => ({ link: 'l', says: 'Anotado.' }),
    reveal: async () => ({ value: 'ES9121000418450200051332', forSeconds: 60 }),
    act: async () => ({ done: true, says: '', refresh: [] }),
    changes: () => new Promise(() => {}),
    outcome: () => {},
    agent: async () => ({ roles: [], languages: [], cacheKey: '' }),
    ...more,
  }
}
const playing = (events: readonly EventBody[], end: string): Play =>
  async function* (epoch) {
    if (end === 'offline') throw new SourceError('offline', '')
    if (end === 'refused')
      throw new SourceError('refused', '', {
        type: '',
        title: '',
        status: 403,
        code: 'forbidden',
        detail: 'Pide el permiso «care».',
      })
    let seq = 0
    for (const event of events) yield { v: 1, epoch, revision: 0, seq: seq++, ...event } as CardEvent
    if (end === 'hangs') await new Promise(() => {})
    if (end === 'settled')
      yield { v: 1, epoch, revision: 0, seq, event: 'settled', answered: 1, failed: 0, changes: 'c' }
  }
const show = async (
  source: Source,
  subject: string | null = 'A',
  make: { mount: typeof mount; createCard: typeof createCard } = { mount, createCard },
) => {
  const root = document.createElement('div')
  document.body.append(root)
  const host = testHost()
  const card: Card = make.createCard({ source, host })
  stops.push(make.mount(root, card), () => card.dispose())
  if (subject !== null) host.bind(subjectOf(subject))
  await tick(220)
  // A part loaded on use may take its time.
  for (let i = 0; i < 1_000 && root.querySelector('.bar.pad'); i++) await tick(20)
  return { root, host, card, text: () => root.textContent?.replace(/\s+/g, ' ') ?? '' }
}
const state = (name: string) => {
  const c = scripted(name, 'es', 'compact')
  return show(sourceOf(playing(c.events, c.end)))
}
const panel = (root: HTMLElement, id: string) => root.querySelector(`[data-panel=${id}]`)

describe('every state has its own look and words', () => {
  it('waiting', async () => {
    const { root } = await state('waiting')
    expect(panel(root, 'orders')?.textContent).toContain('Tienda: esperando…')
    expect(panel(root, 'orders')?.querySelector('.from.wait')).not.toBeNull()
    expect(root.querySelector('h1')?.textContent).toBe('Lucía Martín Ortega')
  })
  it('late', async () => {
    const { root } = await state('late')
    expect(panel(root, 'orders')?.textContent).toContain('Tienda tarda más de lo normal (2,1 s)')
  })
  it('none', async () => {
    const { root } = await state('none')
    expect(panel(root, 'orders')?.textContent).toContain('No tiene pedidos.')
  })
  it('down and nothing known', async () => {
    const { root } = await state('unknown')
    expect(panel(root, 'orders')?.textContent).toContain('No sabemos si tiene pedidos. Reintentar')
    expect(panel(root, 'orders')?.textContent).not.toContain('No tiene')
    expect(panel(root, 'orders')?.querySelector('.from.down')).not.toBeNull()
  })
  it('an old value of a system that is down', async () => {
    const { root } = await state('full')
    expect(panel(root, 'payments')?.textContent).toMatch(/Pagos · dato de las \d\d:\d\d, no responde/)
    expect(panel(root, 'payments')?.querySelector('.from.old')).not.toBeNull()
  })
  it('incomplete', async () => {
    const { root } = await state('incomplete')
    expect(panel(root, 'orders')?.textContent).toContain('Lista incompleta: Tienda tiene más de lo que se ve')
  })
  it('masked', async () => {
    const { root } = await state('masked')
    expect(panel(root, 'payments')?.textContent).toContain('ES•• ••56 Ver (queda registrado)')
  })
  it('withheld', async () => {
    const { root } = await state('full')
    expect(panel(root, 'relations')?.querySelector('p.hatch')?.textContent).toBe('Tu puesto no ve este dato')
  })
  it('of a system that nothing leads to, it is said, and no useless second try is offered', async () => {
    const events = (of: string) =>
      scripted('unknown', 'es', 'compact')
        .events.filter((e) => e.event !== 'reading' || e.reading.question !== 'orders')
        .map(
          (e): EventBody =>
            e.event === 'system' && e.connector === 'shop' ? { ...e, state: of as 'not-asked' } : e,
        )
    const orders = async (of: string) => {
      const { root } = await show(sourceOf(playing(events(of), 'settled')))
      return panel(root, 'orders')?.textContent ?? ''
    }
    expect(await orders('not-asked')).toMatch(/Sin preguntar.*No sabemos si tiene pedidos\.\s*$/)
    expect(await orders('down')).toContain('Reintentar')
  })
  it('unknown is an answer and says because of whom', async () => {
    const { root } = await state('unknown')
    expect(root.querySelector('.glance')?.textContent).toContain('no se sabe: Encuestas no responde')
  })
  it('nobody, said with who did not answer', async () => {
    const { text } = await state('nobody')
    expect(text()).toContain('Quienes han contestado no conocen estos datos. No ha contestado: Pagos.')
  })
  it('possible: doubt, three answers, and nothing of the account', async () => {
    const { text, root } = await state('possible')
    expect(text()).toContain('? quizá · por teléfono')
    expect(text()).toContain('Sí, esNo esNo sé')
    expect(root.querySelector('.glance, section.panel')).toBeNull()
  })
  it('locked until one question was confirmed', async () => {
    const { text, root } = await state('locked')
    expect(text()).toContain('Confirmado')
    expect(root.querySelector('.glance')).toBeNull()
  })
  it('lost: what was there stays, with its age', async () => {
    const { text } = await state('lost')
    expect(text()).toMatch(/Se cortó la conexión.*Nuevo intento en \d+ s.*10432/)
    expect(text()).not.toContain('esperando…')
  })
  it('offline', async () => {
    const { text } = await state('offline')
    expect(text()).toContain('Sin conexión con la pasarela.')
  })
  it('refused, with the reason', async () => {
    const { text } = await state('refused')
    expect(text()).toContain('Pide el permiso «care».')
  })
  it('a demonstration in the page says that nothing is protected', async () => {
    const c = scripted('full', 'es', 'compact')
    const { text } = await show(sourceOf(playing(c.events, c.end), { place: 'in-page' }))
    expect(text()).toContain('nada está protegido')
  })
})

describe('for those who do not see it', () => {
  it('one h1, panels as named sections described by source and age, systems as a named list', async () => {
    const { root } = await state('full')
    expect(root.querySelectorAll('h1').length).toBe(1)
    const orders = panel(root, 'orders') as HTMLElement
    expect(document.getElementById(orders.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Pedidos')
    expect(document.getElementById(orders.getAttribute('aria-describedby') ?? '')?.textContent).toMatch(
      /^Tienda · (ahora|hace \d+ s)$/,
    )
    expect(root.querySelector('ul[aria-label=Sistemas]')?.children.length).toBe(4)
  })
  it('says who it is once, and nothing that ticks lives in a live region', async () => {
    const { root } = await state('full')
    expect(root.querySelectorAll('[role=status]').length).toBe(1)
    expect(root.querySelector('[role=status]')?.textContent).toBe(
      'En pantalla: Lucía Martín Ortega, por teléfono.',
    )
    expect(root.querySelector('[role=status] .from, [aria-live] .from')).toBeNull()
  })
  it('says what a figure beside the name counts, and not what a tier or a shop says by itself', async () => {
    const mark = (fact: string, label: string, value: unknown) => ({ fact, label, field: clear(value) })
    const marks = [
      mark('person.since', 'Desde', '2019-04-02'),
      mark('loyalty.tier', 'Nivel', { code: 'gold', label: 'Oro' }),
      mark('loyalty.points', 'Puntos', 4_120),
      mark('preferences.shop', 'Tienda', 'Colón'),
      { fact: 'loyalty.voucher', label: 'Vale', field: { shown: 'withheld' as const } },
    ]
    const { root } = await show(
      sourceOf(
        playing([who(es, { person: { name: clear({ full: 'Ana' }), kind: 'person', marks } })], 'settled'),
      ),
    )
    const seen = [...root.querySelectorAll('.marks > span')].map((m) => {
      for (const q of m.querySelectorAll('.quiet')) q.remove()
      return m.textContent
    })
    expect(seen).toEqual(['Desde 2019', 'Oro', 'Puntos: 4.120', 'Colón', 'Vale: Tu puesto no ve este dato'])
  })
  it('writes no style attribute and no markup from outside', async () => {
    const me = who(es, {
      person: { name: clear({ full: '<img src=x onerror=alert(1)>' }), kind: 'person', marks: [] },
    })
    const { root } = await show(sourceOf(playing([me], 'settled')))
    expect(root.querySelector('img')).toBeNull()
    expect(root.querySelector('h1 bdi')?.textContent).toBe('<img src=x onerror=alert(1)>')
    expect(root.querySelector('[style]')).toBeNull()
  })
})

describe('the moment of the switch', () => {
  const people: Play = async function* (epoch) {
    yield {
      v: 1,
      epoch,
      revision: 0,
      seq: 0,
      ...who(es, { person: { name: clear({ full: `Persona ${epoch}` }), kind: 'person', marks: [] } }),
    } as CardEvent
    await new Promise(() => {})
  }
  type Make = { mount: typeof mount; createCard: typeof createCard }
  const left = async (make: Make) => {
    const { root, host } = await show(sourceOf(people), 'A', make)
    expect(root.querySelector('h1')?.textContent).toMatch(/^Persona \d$/)
    const name = root.querySelector('h1')?.textContent as string
    host.bind(subjectOf('B'))
    return [
      ['page', root.querySelector('main')?.outerHTML],
      ['live region', root.querySelector('[role=status]')?.textContent],
      ['title', document.title],
    ]
      .filter(([, text]) => text?.includes(name))
      .map(([where]) => where)
  }
  it('leaves no trace in the same task: page, live region, title', async () => {
    expect(await left({ mount, createCard })).toEqual([])
  })
  const paintWith = (file: string, find: string, put: string): Promise<Make> =>
    planted<Make>(
      [`${import.meta.dirname}/index.tsx`, `${import.meta.dirname}/../card/index.ts`],
      [{ file, find, put }],
    )
  it('planted: the live region not cleared', async () => {
    expect(
      await left(
        await paintWith(
          'paint/speaking.ts',
          "words.value = !who ? '' : announce(who)",
          'if (who) words.value = announce(who)',
        ),
      ),
    ).toEqual(['live region'])
  }, 60_000)
  it('planted: the title not cleared', async () => {
    expect(
      await left(
        await paintWith(
          'paint/speaking.ts',
          "document.title = name ? `${name} · ${t('title')}` : t('title')\n  })",
          "if (name) document.title = `${name} · ${t('title')}`\n  })",
        ),
      ),
    ).toEqual(['title'])
  }, 60_000)
})

describe('what the agent does', () => {
  it('reveals one field with a reason, and masks it again when its time is over', async () => {
    const c = scripted('masked', 'es', 'compact')
    const { root, card } = await show(
      sourceOf(playing(c.events, c.end), { reveal: async () => ({ value: 'ES91', forSeconds: 0.2 }) }),
    )
    const row = card.sheet.value.panels.value.find((p) => p.view.id === 'payments')?.rows[0]
    await card.reveal({ ref: row?.ref ?? '', field: 'iban', reason: 'devolución' })
    await tick()
    expect(panel(root, 'payments')?.textContent).toContain('ES91')
    await tick(300)
    expect(panel(root, 'payments')?.textContent).not.toContain('ES91')
  })
  it('"not this person" takes effect at once', async () => {
    const { root, card } = await state('full')
    void card.decide('not-them')
    expect(root.textContent).not.toContain('Lucía')
    await tick(250)
    expect(root.querySelector('h1')?.textContent).toBe('Ficha retirada. ¿Quién es?')
    expect(root.textContent).toContain('Deshacer')
  })
  it('opens search with /, closes it with Escape', async () => {
    const { root } = await state('full')
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }))
    const search = { name: 'Buscar a una persona' }
    await within(root).findByRole('combobox', search, patience)
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
    )
    await waitFor(() => expect(within(root).queryByRole('combobox', search)).toBeNull(), patience)
  })
})

describe('values from outside', () => {
  it('shows what cannot be seen in an identifier', () => {
    expect(marked('10\u202E432\u200B')).toBe('10⟨202E⟩432⟨200B⟩')
    expect(marked('Peña 10')).toBe('Peña 10')
  })
  it('follows only https, mailto and tel', () => {
    for (const url of ['https://a.example/x', 'mailto:a@b.c', 'tel:+34600']) expect(safeLink(url)).toBe(url)
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'http://a.example',
      'https://a.example/\u202Ex',
      '//a',
      '',
    ])
      expect(safeLink(url)).toBeUndefined()
  })
})
