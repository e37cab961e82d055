import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addFrame, got, listen, postTo, type, until } from './hostile.ts'
import { frameOf, openWorld, type World } from './world.ts'

/**
 * Postmate 1.5.2 has ten known weaknesses. Each is shown on plain Postmate first (the control: the attack is
 * real), then tried on our element and our card, with a hostile parent, a hostile sibling and hostile words
 * from an allowed page.
 */
let world: World
const pages: Page[] = []
beforeAll(async () => {
  world = await openWorld()
})
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
})
afterAll(() => world?.close())

const open = async (url: string): Promise<Page> => {
  const page = await world.page()
  pages.push(page)
  await page.goto(url)
  return page
}
const plain = () => open(`${world.host.origin}/plain`)
const hostile = async () => {
  const page = await open(`${world.evil.origin}/empty`)
  await listen(page)
  return page
}
const desk = async (path = '/card', attributes = 'mail="real@example.es"'): Promise<Page> => {
  const page = await open(`${world.host.origin}/desk`)
  await page.evaluate((html) => {
    document.body.append(document.createRange().createContextualFragment(html))
  }, `<ficha-nucleo src="${world.card.origin}${path}" ${attributes}></ficha-nucleo>`)
  return page
}
const subjects = (card: Frame) =>
  card.evaluate(() => window.heard.subjects.map((s) => s?.hints[0]?.value ?? null))
const leaked = (card: Frame) => card.evaluate(() => window.leaked)
const card = (page: Page) => frameOf(page, '/card')
const arrivals = (card: Frame) => card.evaluate(() => window.arrived)
/**
 * Waits until `count` messages more than `before` reached the card, and what they set going there has been
 * done.
 */
const arrive = async (card: Frame, count: number, before = 0): Promise<void> => {
  await until(async () => (await arrivals(card)) >= before + count, `${count} messages reach the card`)
  await card.evaluate(
    () =>
      new Promise<void>((done) => {
        setTimeout(() => setTimeout(done))
      }),
  )
}
const hears = (page: Page, value: string) =>
  until(async () => (await subjects(await card(page))).at(-1) === value, `the card hears ${value}`)
const setMail = (page: Page, mail: string) =>
  page.evaluate((m) => document.querySelector('ficha-nucleo')!.setAttribute('mail', m), mail)
/** Plain Postmate between this page and a plain child; `window.api` when it has answered. */
const shakePlain = (page: Page, path: string, model: object = {}) =>
  page.evaluate(
    ({ url, model }) => {
      const state = window as unknown as {
        Postmate: new (o: object) => Promise<unknown>
        api?: unknown
        failed?: unknown
      }
      new state.Postmate({ container: document.getElementById('here'), url, model }).then(
        (api) => {
          state.api = api
        },
        (why) => {
          state.failed = why
        },
      )
    },
    { url: world.card.origin + path, model },
  )
const plainBound = (page: Page) =>
  until(() => page.evaluate(() => 'api' in window), 'plain Postmate is connected')
const handshake = (model: object = {}) => ({ postmate: 'handshake', type, model })
/** Our own protocol, spoken by hand from an allowed page: what our element would never send. */
const speak = (page: Page, lines: unknown[], model: object = {}) =>
  page.evaluate(
    ({ lines, model, type, origin }) =>
      new Promise<void>((resolve) => {
        const child = (window.frames as unknown as Record<string, Window>).card!
        const nonce = '1-2-3-4'
        addEventListener(
          'message',
          (event) => {
            if (event.data?.postmate !== 'handshake-reply') return
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => {
              for (const line of lines)
                port1.postMessage(typeof line === 'string' ? line : JSON.stringify(line))
              Object.assign(window, { port1 })
              resolve()
            }
            child.postMessage({ ficha: 1, nonce }, origin, [port2])
          },
          { once: true },
        )
        child.postMessage({ postmate: 'handshake', type, model: { nonce, ...model } }, origin)
      }),
    { lines, model, type, origin: world.card.origin },
  )

describe('Postmate’s ten weaknesses', () => {
  it('P1: a page that is no host of ours cannot bind the card by shaking hands first', async () => {
    const evil = await hostile()
    await addFrame(evil, `${world.card.origin}/plain`, 'plain')
    await postTo(evil, 'plain', [handshake()])
    await until(async () => (await got(evil)).length > 0, 'plain Postmate answers anybody')
    expect(
      await (await frameOf(evil, '/plain')).evaluate(() => (window as unknown as { bound: string }).bound),
    ).toBe(world.evil.origin)

    const before = (await got(evil)).length
    await addFrame(evil, `${world.card.origin}/card`, 'card')
    await postTo(evil, 'card', [
      handshake({ nonce: '1-2-3-4' }),
      { ...handshake({ nonce: '1-2-3-4' }), type: 'other' },
      { ficha: 1, nonce: '1-2-3-4' },
    ])
    await arrive(await card(evil), 3)
    expect(await subjects(await card(evil))).toEqual([])
    expect(await leaked(await card(evil))).toEqual([])
    // Whatever the card had answered would be here before this.
    await (await card(evil)).evaluate(() => window.parent.postMessage('the last word', '*'))
    await until(async () => (await got(evil)).includes('the last word'), 'the card’s frame is heard')
    expect((await got(evil)).slice(before)).toEqual(['the last word'])
  })

  it('P2: nothing of a parent’s model is inherited, own __proto__ included', async () => {
    const control = await plain()
    await shakePlain(control, '/plain', { customer: 'SPOOFED' })
    await plainBound(control)
    const child = control.frames().find((f) => f.url().startsWith(world.card.origin))!
    expect(
      await child.evaluate(() => (window as unknown as { model: { customer: string } }).model.customer),
    ).toBe('SPOOFED')

    const page = await open(`${world.host.origin}/empty`)
    await addFrame(page, `${world.card.origin}/card`, 'card')
    const model = JSON.parse(
      '{"customer":"SPOOFED","subject":"SPOOFED","__proto__":{"polluted":"yes"}}',
    ) as object
    await speak(page, [[0, 'subject', { hints: [{ kind: 'mail', value: 'real@example.es' }] }]], model)
    await hears(page, 'real@example.es')
    const frame = await card(page)
    expect(
      await frame.evaluate(() => ({
        polluted: ({} as { polluted?: string }).polluted ?? null,
        spoofed: JSON.stringify([window.heard, Object.keys(window.card)]).includes('SPOOFED'),
      })),
    ).toEqual({ polluted: null, spoofed: false })
  })

  it('P3: a hostile sibling cannot take the card from its parent, nor call anything in it', async () => {
    const evil = await hostile()
    await addFrame(evil, `${world.card.origin}/plain`, 'plain')
    await postTo(evil, 'plain', [handshake()])
    await until(async () => (await got(evil)).length > 0, 'bound to evil')
    await postTo(evil, 'plain', [
      { postmate: 'call', type, property: 'note', data: 'EVIL' },
      { postmate: 'request', type, property: 'secret', uid: 1 },
    ])
    await until(
      async () => JSON.stringify(await got(evil)).includes('MARTA-600123456'),
      'plain Postmate gives its secret away',
    )
    expect(
      await (await frameOf(evil, '/plain')).evaluate(
        () => (window as unknown as { model: { calls: string[] } }).model.calls,
      ),
    ).toEqual(['EVIL'])

    const page = await desk()
    await hears(page, 'real@example.es')
    await addFrame(page, `${world.evil.origin}/empty`, 'evil')
    const sibling = await frameOf(page, world.evil.origin)
    await sibling.evaluate((type) => {
      for (let i = 0; i < 30; i++)
        for (const message of [
          { postmate: 'handshake', type, model: { nonce: '1-2-3-4' } },
          { postmate: 'call', type, property: 'subject', data: 'EVIL' },
          { postmate: 'request', type, property: 'token', uid: i },
          { ficha: 1, nonce: '1-2-3-4' },
          JSON.stringify([i, 'subject', { hints: [{ kind: 'mail', value: 'evil@example.es' }] }]),
        ])
          window.parent.frames[0]!.postMessage(message, '*')
    }, type)
    await setMail(page, 'next@example.es')
    await hears(page, 'next@example.es')
    expect(await subjects(await card(page))).toEqual(['real@example.es', 'next@example.es'])
    expect(await leaked(await card(page))).toEqual([])

    // Once bound, not even the allowed page shakes hands again; and before, a port counts only with the nonce
    // of its handshake.
    const evilPort = ({
      shake,
      quote,
      origin,
      type,
    }: {
      shake: string
      quote: string
      origin: string
      type: string
    }) => {
      const { port1, port2 } = new MessageChannel()
      if (shake)
        window.frames[0]!.postMessage({ postmate: 'handshake', type, model: { nonce: shake } }, origin)
      window.frames[0]!.postMessage({ ficha: 1, nonce: quote }, origin, [port2])
      port1.postMessage('[0,"subject",{"hints":[{"kind":"mail","value":"evil@example.es"}]}]')
    }
    const at = { origin: world.card.origin, type }
    const before = await arrivals(await card(page))
    await page.evaluate(evilPort, { shake: '1-2-3-4', quote: '1-2-3-4', ...at })
    const fresh = await open(`${world.host.origin}/empty`)
    await addFrame(fresh, `${world.card.origin}/card`, 'card')
    await fresh.evaluate(evilPort, { shake: '', quote: '9-9-9-9', ...at })
    await fresh.evaluate(evilPort, { shake: '1-2-3-4', quote: '9-9-9-9', ...at })
    await arrive(await card(page), 2, before)
    await arrive(await card(fresh), 3)
    expect([await subjects(await card(page)), await subjects(await card(fresh))]).toEqual([
      ['real@example.es', 'next@example.es'],
      [],
    ])
    await fresh.evaluate(evilPort, { shake: '1-2-3-4', quote: '1-2-3-4', ...at })
    await hears(fresh, 'evil@example.es')
    expect(await subjects(await card(fresh))).toEqual(['evil@example.es'])
  })

  it('P4: a sibling that guesses the number of a question cannot forge its answer', async () => {
    const control = await plain()
    await shakePlain(control, '/plain')
    await plainBound(control)
    await addFrame(control, `${world.evil.origin}/empty`, 'evil')
    const forger = await frameOf(control, world.evil.origin)
    await listen(control)
    await forger.evaluate((type) => {
      setInterval(() => {
        for (let uid = 1; uid < 20; uid++)
          window.parent.postMessage({ postmate: 'reply', type, uid, value: 'FORGED BY EVIL' }, '*')
      }, 1)
    }, type)
    await until(async () => JSON.stringify(await got(control)).includes('FORGED'), 'the forger is heard')
    const answers = await control.evaluate(async () =>
      Promise.all(
        Array.from({ length: 10 }, () =>
          (window as unknown as { api: { get(p: string): Promise<unknown> } }).api.get('slow'),
        ),
      ),
    )
    expect(answers).toContain('FORGED BY EVIL')

    const page = await desk()
    await hears(page, 'real@example.es')
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.token = () =>
        new Promise((resolve) => setTimeout(() => resolve('real.real.real'), 200))
    })
    await addFrame(page, `${world.evil.origin}/empty`, 'evil')
    await (await frameOf(page, world.evil.origin)).evaluate((type) => {
      setInterval(() => {
        for (let id = 0; id < 20; id++)
          for (const target of [window.parent, window.parent.frames[0]!]) {
            target.postMessage({ postmate: 'reply', type, uid: id, value: 'evil.evil.evil' }, '*')
            target.postMessage(JSON.stringify([id, 'reply', { id, token: 'evil.evil.evil' }]), '*')
          }
      }, 5)
    }, type)
    const frame = await card(page)
    expect(
      await frame.evaluate(() =>
        Promise.all([window.card.token(), window.card.token(), window.card.token()]),
      ),
    ).toEqual(['real.real.real', 'real.real.real', 'real.real.real'])
  })

  it('P5: another window of the card’s own origin cannot answer in the card’s place, nor hear its neighbour', async () => {
    const answerForIt = (type: string) => {
      setInterval(() => window.parent.postMessage({ postmate: 'handshake-reply', type }, '*'), 20)
    }
    const control = await plain()
    await addFrame(control, `${world.card.origin}/empty`, 'sibling')
    await (await frameOf(control, '/empty')).evaluate(answerForIt, type)
    await shakePlain(control, '/mute')
    await plainBound(control)

    const page = await desk('/mute')
    const events: string[] = []
    await page.exposeFunction('told', (name: string) => void events.push(name))
    await page.evaluate(() => {
      for (const name of ['ready', 'error'])
        document
          .querySelector('ficha-nucleo')!
          .addEventListener(
            `ficha-${name}`,
            () => void (window as unknown as { told(n: string): void }).told(name),
          )
    })
    await addFrame(page, `${world.card.origin}/empty`, 'sibling')
    await (await frameOf(page, '/empty')).evaluate(answerForIt, type)
    await until(async () => events.length > 0, 'the element said how it went')
    expect(events).toEqual(['error'])

    const two = await desk('/card', 'mail="one@example.es"')
    await two.evaluate((src) => {
      const other = document.createElement('ficha-nucleo')
      other.setAttribute('src', src)
      other.setAttribute('mail', 'two@example.es')
      document.body.append(other)
    }, `${world.card.origin}/card?second`)
    await until(async () => two.frames().some((f) => f.url().endsWith('/card')), 'the first card loads')
    const [first, second] = [
      two.frames().find((f) => f.url().endsWith('/card')),
      await frameOf(two, '?second'),
    ]
    await until(
      async () => (await subjects(second)).length > 0 && (await subjects(first!)).length > 0,
      'both cards heard',
    )
    expect([await subjects(first!), await subjects(second)]).toEqual([['one@example.es'], ['two@example.es']])
  })

  it('P6: other words before the handshake neither reject it nor delay it', async () => {
    const evil = await hostile()
    await addFrame(evil, `${world.card.origin}/plain`, 'plain')
    await postTo(evil, 'plain', [{ postmate: 'call', type, property: 'x' }, handshake()])
    await until(
      () =>
        frameOf(evil, '/plain').then((f) =>
          f.evaluate(() => (window as unknown as { refused?: string }).refused === 'Handshake Reply Failed'),
        ),
      'plain Postmate gives up',
    )

    const page = await open(`${world.host.origin}/desk`)
    await page.evaluate(
      ({ src, type }) => {
        // From an allowed page, from the very first moment of the frame, both ways.
        const noise = [
          { postmate: 'call', type, property: 'x' },
          { postmate: 'emit', type, value: {} },
          { postmate: 'reply', type, uid: 1 },
          { postmate: 'handshake', type },
          { postmate: 'handshake', type, model: { nonce: {} } },
        ]
        setInterval(() => {
          for (const message of noise) {
            window.frames[0]?.postMessage(message, '*')
            window.postMessage(message, '*')
          }
        }, 100)
        document.body.append(
          document
            .createRange()
            .createContextualFragment(`<ficha-nucleo src="${src}" mail="real@example.es"></ficha-nucleo>`),
        )
      },
      { src: `${world.card.origin}/card`, type },
    )
    await hears(page, 'real@example.es')
  })

  it('P7: a frame that never answers ends in an error, and so does a question nobody answers', async () => {
    const control = await plain()
    await shakePlain(control, '/mute')
    const page = await desk('/mute')
    await page.getByRole('alert').waitFor({ timeout: 60_000 })
    expect(await page.getByRole('alert').textContent()).toEqual(
      expect.stringContaining(`La ficha no se pudo abrir: ${world.card.origin} no contesta: ¿tiene `),
    )
    expect(await page.locator('iframe').count()).toBe(0)
    expect(await control.evaluate(() => 'api' in window || 'failed' in window)).toBe(false)

    const silent = await desk()
    await hears(silent, 'real@example.es')
    await silent.evaluate(() => {
      document.querySelector('ficha-nucleo')!.token = () => new Promise(() => {})
    })
    expect(
      await (await card(silent)).evaluate(() => window.card.token().catch((e: Error) => e.message)),
    ).toContain('gave no token in 10 s')
  })

  it('P8: null, numbers, strings and odd objects throw nowhere', async () => {
    const odd = [
      null,
      0,
      '',
      'x',
      [],
      {},
      { type },
      { type, postmate: null },
      { postmate: 'handshake' },
      { ficha: 1 },
      { type, postmate: 'handshake', model: null },
    ]
    const evil = await hostile()
    await addFrame(evil, `${world.card.origin}/plain`, 'plain')
    await postTo(evil, 'plain', odd.slice(0, 1))
    await until(
      () =>
        frameOf(evil, '/plain').then((f) =>
          f.evaluate(() =>
            (window as unknown as { errors: string[] }).errors.some((e) => e.includes('TypeError')),
          ),
        ),
      'plain Postmate throws',
    )

    world.problems.length = 0
    const page = await desk()
    await hears(page, 'real@example.es')
    for (const from of [page, await frameOf(page, '/card')])
      await from.evaluate((messages) => {
        for (const message of messages) {
          window.parent.postMessage(message, '*')
          window.frames[0]?.postMessage(message, '*')
        }
      }, odd)
    const fresh = await open(`${world.host.origin}/empty`)
    await addFrame(fresh, `${world.card.origin}/card`, 'card')
    await postTo(fresh, 'card', odd)
    await speak(fresh, [
      '',
      'null',
      '[]',
      '[0]',
      '{"0":0}',
      '[null,null,null]',
      '[0,"subject"]',
      '[1,"subject",7]',
      '[2,"reply",null]',
      '[3,"settings",[]]',
      '[4,"nothing",{}]',
      [5, 'subject', { hints: [{ kind: 'mail', value: 'real@example.es' }] }],
    ])
    await hears(fresh, 'real@example.es')
    await setMail(page, 'next@example.es')
    await hears(page, 'next@example.es')
    expect(world.problems).toEqual([])
  })

  it('P9: names found on prototypes are no methods, no kinds and no fields', async () => {
    const control = await plain()
    await shakePlain(control, '/plain')
    await plainBound(control)
    const found = await control.evaluate(() =>
      (window as unknown as { api: { get(p: string): Promise<unknown> } }).api.get('toString'),
    )
    expect(found).toBeTruthy()

    world.problems.length = 0
    const page = await open(`${world.host.origin}/empty`)
    await addFrame(page, `${world.card.origin}/card`, 'card')
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf']
    const lines: unknown[] = names.flatMap((name) => [
      [name, {}],
      ['subject', { hints: [{ kind: name, value: 'x' }] }],
    ])
    const proto =
      '{"hints":[{"kind":"mail","value":"real@example.es"}],"__proto__":{"interaction":"EVIL"},"context":{"__proto__":{"motive":"EVIL"},"constructor":"EVIL"}}'
    await speak(page, [
      ...lines.map((line, i) => [i, ...(line as unknown[])]),
      `[${lines.length},"subject",${proto}]`,
    ])
    await hears(page, 'real@example.es')
    const frame = await card(page)
    expect(await frame.evaluate(() => window.heard.subjects.at(-1))).toEqual({
      hints: [{ kind: 'mail', value: 'real@example.es' }],
      context: {},
    })
    expect((await subjects(frame)).slice(0, -1).every((value) => value === null)).toBe(true)
    const inherited = () =>
      window.heard.subjects.flatMap((subject) => [subject?.interaction, subject?.context.motive])
    expect((await frame.evaluate(inherited)).filter((value) => value != null)).toEqual([])
    expect(world.problems).toEqual([])
  })

  it('P10: it survives a reload, says errors across, and ends what waits when it is closed', async () => {
    const control = await plain()
    await shakePlain(control, '/plain')
    await plainBound(control)
    // An error over there is silence over here, and the child can close nothing.
    const ask = (what: string) =>
      control.evaluate(
        (w) =>
          Promise.race([
            (window as unknown as { api: { get(p: string): Promise<unknown> } }).api.get(w),
            new Promise((resolve) => setTimeout(() => resolve('NOTHING'), 1_000)),
          ]),
        what,
      )
    await until(async () => (await ask('secret')) === 'MARTA-600123456', 'what can be answered is')
    expect(await ask('fails')).toBe('NOTHING')
    const child = control.frames().find((f) => f.url() === `${world.card.origin}/plain`)!
    expect(await child.evaluate(() => 'destroy' in (window as unknown as { api: object }).api)).toBe(false)

    const page = await desk()
    await hears(page, 'real@example.es')
    const before = await card(page)
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.token = async () => {
        throw new TypeError('no agent is logged in')
      }
    })
    expect(await before.evaluate(() => window.card.token().catch((e: Error) => e.message))).toContain(
      'no agent is logged in',
    )
    await before.evaluate(() => {
      Object.assign(window, { old: true })
      location.reload()
    })
    await until(
      async () => (await card(page)).evaluate(() => !('old' in window) && window.heard.subjects.length > 0),
      'the reloaded card hears',
    )
    await setMail(page, 'after@example.es')
    await hears(page, 'after@example.es')
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.token = () => new Promise(() => {})
    })
    expect(
      await (await card(page)).evaluate(async () => {
        const waiting = window.card.token().catch((e: Error) => e.message)
        await Promise.resolve()
        setTimeout(() => window.card.dispose(), 50)
        return waiting
      }),
    ).toContain('the card was closed')
    await page.evaluate(() => document.querySelector('ficha-nucleo')!.remove())
    expect(await page.locator('iframe').count()).toBe(0)
  })
})
