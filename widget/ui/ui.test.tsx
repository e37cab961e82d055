// @vitest-environment happy-dom
import { waitFor, within } from '@testing-library/preact'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent, EventBody } from '../../connectors/contract/index.ts'
import { safeLink } from '../../connectors/contract/safe-link.ts'
import { type CaseName, scripted } from '../gallery/cases/index.ts'
import { clear, sayIn, who } from '../gallery/people.ts'
import { later, loadTexts } from '../i18n/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import { type Card, type CardParts, createCard } from '../state/index.ts'
import { planted } from '../state/testing/planted.ts'
import { subjectOf, testHost, virtualClock } from '../state/testing/world.ts'
import { mount } from './shell/index.tsx'
import { marked } from './values/safe.tsx'

/** What is waited for comes on its own event; this only ends a test that waits in vain. */
const patience = { timeout: 20_000 }
/** Until all of it is on screen. What must not be there is looked for after what must. */
const soon = (holds: () => void) => waitFor(holds, patience)
const es = sayIn('es')
let stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops) stop()
  stops = []
  document.body.innerHTML = ''
})
beforeAll(() => loadTexts(later))

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
    if (end === 'forbidden')
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
  parts: Partial<CardParts> = {},
) => {
  const root = document.createElement('div')
  document.body.append(root)
  const host = testHost()
  const card: Card = make.createCard({ source, host, ...parts })
  stops.push(make.mount(root, card), () => card.dispose())
  if (subject !== null) host.bind(subjectOf(subject))
  return { root, host, card, text: () => root.textContent?.replace(/\s+/g, ' ') ?? '' }
}
const state = (name: CaseName) => {
  const c = scripted(name, 'es', 'compact')
  return show(sourceOf(playing(c.events, c.end)))
}
const panel = (root: HTMLElement, id: string) => root.querySelector(`[data-panel=${id}]`)

describe('every state has its own look and words', () => {
  it('waiting', async () => {
    const { root } = await state('waiting')
    await soon(() => {
      expect(panel(root, 'orders')?.textContent).toContain('Tienda: esperando…')
      expect(panel(root, 'orders')?.querySelector('.from.wait')).not.toBeNull()
      expect(root.querySelector('h1')?.textContent).toBe('Lucía Martín Ortega')
    })
  })
  it('late', async () => {
    const { root } = await state('late')
    await soon(() =>
      expect(panel(root, 'orders')?.textContent).toContain('Tienda tarda más de lo normal (2,1 s)'),
    )
  })
  it('none', async () => {
    const { root } = await state('none')
    await soon(() => expect(panel(root, 'orders')?.textContent).toContain('No tiene pedidos.'))
  })
  it('down and nothing known', async () => {
    const { root } = await state('down')
    await soon(() => {
      expect(panel(root, 'orders')?.textContent).toContain('No sabemos si tiene pedidos. Reintentar')
      expect(panel(root, 'orders')?.querySelector('.from.down')).not.toBeNull()
    })
    expect(panel(root, 'orders')?.textContent).not.toContain('No tiene')
  })
  it('an old value of a system that is down', async () => {
    const { root } = await state('sure')
    await soon(() => {
      expect(panel(root, 'payments')?.textContent).toMatch(/Pagos · datos hasta las \d\d:\d\d, no responde/)
      expect(panel(root, 'payments')?.querySelector('.from.old')).not.toBeNull()
    })
  })
  it('incomplete', async () => {
    const { root } = await state('truncated')
    await soon(() =>
      expect(panel(root, 'orders')?.textContent).toContain(
        'Lista incompleta: Tienda tiene más de lo que se ve',
      ),
    )
  })
  it('masked', async () => {
    const { root } = await state('masked')
    await soon(() =>
      expect(panel(root, 'payments')?.textContent).toContain('ES•• ••56 Ver (queda registrado)'),
    )
  })
  it('withheld', async () => {
    const { root } = await state('sure')
    await soon(() =>
      expect(panel(root, 'relations')?.querySelector('p.hatch')?.textContent).toBe(
        'Tu puesto no ve este dato',
      ),
    )
  })
  it('of a system that nothing leads to, it is said, and no useless second try is offered', async () => {
    const events = (of: string) =>
      scripted('down', 'es', 'compact')
        .events.filter((e) => e.event !== 'reading' || e.reading.question !== 'orders')
        .map(
          (e): EventBody =>
            e.event === 'system' && e.connector === 'shop' ? { ...e, state: of as 'not-asked' } : e,
        )
    const orders = async (of: string, says: RegExp) => {
      const { root } = await show(sourceOf(playing(events(of), 'settled')))
      await soon(() => expect(panel(root, 'orders')?.textContent).toMatch(says))
    }
    await orders('not-asked', /Sin preguntar.*No sabemos si tiene pedidos\.\s*$/)
    await orders('down', /Reintentar/)
  })
  it('unknown is an answer and says because of whom', async () => {
    const { root } = await state('down')
    await soon(() =>
      expect(root.querySelector('.glance')?.textContent).toContain('no se sabe: Encuestas no responde'),
    )
  })
  it('nobody, said with who did not answer', async () => {
    const { text } = await state('nobody-partial')
    await soon(() =>
      expect(text()).toContain('Quienes han contestado no conocen estos datos. No ha contestado: Pagos.'),
    )
  })
  it('possible: doubt, three answers, and nothing of the account', async () => {
    const { text, root } = await state('possible')
    await soon(() => {
      expect(text()).toContain('? quizá · por teléfono')
      expect(text()).toContain('Sí, esNo esNo sé')
    })
    expect(root.querySelector('.glance, section.panel')).toBeNull()
  })
  it('locked until one question was confirmed', async () => {
    const { text, root } = await state('locked')
    await soon(() => expect(text()).toContain('Confirmado'))
    expect(root.querySelector('.glance')).toBeNull()
  })
  it('lost: what was there stays, with its age', async () => {
    const { text } = await state('lost')
    await soon(() => {
      expect(text()).toMatch(/Se cortó la conexión.*Nuevo intento en \d+ s.*10432/)
      expect(text()).not.toContain('esperando…')
    })
  })
  it('offline', async () => {
    const { text } = await state('offline')
    await soon(() => expect(text()).toContain('Sin conexión con la pasarela.'))
  })
  it('refused, with the reason', async () => {
    const { text } = await state('forbidden')
    await soon(() => expect(text()).toContain('Pide el permiso «care».'))
  })
  it('a demonstration in the page says that nothing is protected', async () => {
    const c = scripted('sure', 'es', 'compact')
    const { text } = await show(sourceOf(playing(c.events, c.end), { place: 'in-page' }))
    await soon(() => expect(text()).toContain('nada está protegido'))
  })
})

describe('for those who do not see it', () => {
  it('one h1, panels as named sections described by source and age, systems as a named list', async () => {
    const { root } = await state('sure')
    const named = (by: string) =>
      document.getElementById(panel(root, 'orders')?.getAttribute(by) ?? '')?.textContent
    await soon(() => {
      expect(root.querySelectorAll('h1').length).toBe(1)
      expect(named('aria-labelledby')).toBe('Pedidos')
      expect(named('aria-describedby')).toMatch(/^Tienda · (ahora|hace \d+ s)$/)
      expect(root.querySelector('ul[aria-label=Sistemas]')?.children.length).toBe(4)
    })
  })
  it('says who it is once, and nothing that ticks lives in a live region', async () => {
    const { root } = await state('sure')
    await soon(() => {
      expect(root.querySelectorAll('[role=status]').length).toBe(1)
      expect(root.querySelector('[role=status]')?.textContent).toBe(
        'En pantalla: Lucía Martín Ortega, por teléfono.',
      )
      expect(panel(root, 'orders')?.querySelector('.from')).not.toBeNull()
    })
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
    const seen = () =>
      [...root.querySelectorAll('.marks > span')].map((m) => {
        const words = m.cloneNode(true) as HTMLElement
        for (const q of words.querySelectorAll('.quiet')) q.remove()
        return words.textContent
      })
    await soon(() =>
      expect(seen()).toEqual([
        'Desde 2019',
        'Oro',
        'Puntos: 4.120',
        'Colón',
        'Vale: Tu puesto no ve este dato',
      ]),
    )
  })
  it('writes no style attribute and no markup from outside', async () => {
    const me = who(es, {
      person: { name: clear({ full: '<img src=x onerror=alert(1)>' }), kind: 'person', marks: [] },
    })
    const { root } = await show(sourceOf(playing([me], 'settled')))
    await soon(() => {
      expect(root.querySelector('h1 bdi')?.textContent).toBe('<img src=x onerror=alert(1)>')
      expect(root.querySelector('.bar.pad')).toBeNull()
    })
    expect(root.querySelector('img')).toBeNull()
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
    const traces = () => [
      ['page', root.querySelector('main')?.outerHTML],
      ['live region', root.querySelector('[role=status]')?.textContent],
      ['title', document.title],
    ]
    let name = ''
    // All three say it, or that none does afterwards would prove nothing.
    await soon(() => {
      expect(root.querySelector('h1')?.textContent).toMatch(/^Persona \d$/)
      name = root.querySelector('h1')?.textContent as string
      for (const [where, text] of traces()) expect(text, where).toContain(name)
    })
    host.bind(subjectOf('B'))
    return traces()
      .filter(([, text]) => text?.includes(name))
      .map(([where]) => where)
  }
  it('leaves no trace in the same task: page, live region, title', async () => {
    expect(await left({ mount, createCard })).toEqual([])
  })
  const paintWith = (file: string, find: string, put: string): Promise<Make> =>
    planted<Make>(
      [`${import.meta.dirname}/shell/index.tsx`, `${import.meta.dirname}/../state/index.ts`],
      [{ file, find, put }],
    )
  it('planted: the live region not cleared', async () => {
    expect(
      await left(
        await paintWith(
          'ui/shell/announcer.ts',
          "words.value = !who ? '' : announce(who)",
          'if (who) words.value = announce(who)',
        ),
      ),
    ).toEqual(['live region'])
  })
  it('planted: the title not cleared', async () => {
    expect(
      await left(
        await paintWith(
          'ui/shell/announcer.ts',
          "document.title = name ? `${name} · ${t('title')}` : t('title')\n  })",
          "if (name) document.title = `${name} · ${t('title')}`\n  })",
        ),
      ),
    ).toEqual(['title'])
  })
})

describe('what the agent does', () => {
  it('reveals one field with a reason, and masks it again when its time is over', async () => {
    const c = scripted('masked', 'es', 'compact')
    const clock = virtualClock()
    const { root, card } = await show(
      sourceOf(playing(c.events, c.end), { reveal: async () => ({ value: 'ES91', forSeconds: 20 }) }),
      'A',
      { mount, createCard },
      { now: clock.now, schedule: clock.after },
    )
    const masked = () => expect(panel(root, 'payments')?.textContent).toContain('ES•• ••56')
    await soon(masked)
    const row = card.state.value.panels.value.find((p) => p.view.id === 'payments')?.rows[0]
    await card.reveal({ ref: row?.ref ?? '', field: 'iban', reason: 'devolución' })
    await soon(() => expect(panel(root, 'payments')?.textContent).toContain('ES91'))
    await clock.run(21_000)
    await soon(masked)
    expect(panel(root, 'payments')?.textContent).not.toContain('ES91')
  })
  it('"not this person" takes effect at once', async () => {
    const { root, card } = await state('sure')
    await soon(() => expect(root.querySelector('h1')?.textContent).toContain('Lucía'))
    void card.decide('not-them')
    expect(root.textContent).not.toContain('Lucía')
    await soon(() => {
      expect(root.querySelector('h1')?.textContent).toBe('Ficha retirada. ¿Quién es?')
      expect(root.textContent).toContain('Deshacer')
    })
  })
  it('opens search with /, closes it with Escape', async () => {
    const { root } = await state('sure')
    await soon(() => expect(root.querySelector('h1')?.textContent).toContain('Lucía'))
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
