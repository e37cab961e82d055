import { RE2JS } from '@bufbuild/re2'
import { describe, expect, test, vi } from 'vitest'
import fc from '../../../e2e/support/properties.ts'
import { checkRule } from './check.ts'
import { createDeriver } from './deriver.ts'
import { runRule } from './run-rule.ts'
import { facts, input, order, rule, whole } from './sample.ts'

const file = (when: string, more: Record<string, unknown> = {}) => ({
  version: 1,
  id: 'hostile',
  kind: 'signal',
  title: 'hostile',
  when,
  ...more,
})
const refused = (when: string, locale = 'es') => {
  const checked = checkRule(file(when), locale)
  return checked.ok ? undefined : checked.problems[0]
}
const settings = { timeZone: 'Europe/Madrid', currency: 'EUR' }

describe('a rule that reaches for the prototype', () => {
  test.each([
    "orders.constructor == 'x'",
    "orders.exists(o, o.constructor == 'x')",
    "orders.exists(o, o.__proto__ == 'x')",
    "orders.exists(o, o['constructor'] == 'x')",
    "orders.exists(o, o.status.constructor == 'x')",
    'person.__proto__.polluted == true',
    "context['__proto__'] == 'x'",
    "norm.constructor == 'x'",
    "norm['__proto__'] == 1",
    "__proto__ == 'x'",
    "constructor == 'x'",
    "toString() == 'x'",
    "orders.exists(o, o.lines[0].constructor == 'x')",
    "now.constructor == 'x'",
    '[1].constructor == 1',
    "'a'.constructor == 'b'",
    'cards.subs == 1',
    'type(orders) == type(orders)',
    'dyn(orders) == dyn(orders)',
  ])('%s is refused when saved', (when) => {
    expect(refused(when)?.at).toBeDefined()
  })
  test('what has no declared type (own fields) is looked up as data, never on the object', () => {
    const result = runRule({
      rule: file("own.shop.constructor == 'x' || own.__proto__.polluted == true"),
      facts: facts({ own: whole('shop', { vip: true }) }),
      locale: 'es',
      settings,
    })
    expect(result).toMatchObject({ ok: true, answer: { is: 'unknown' } })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('a pattern that would never end', () => {
  const bomb = '^(a+)+$'
  const text = `${'a'.repeat(5_000)}!`
  test('^(a+)+$ over five thousand letters answers no within its bound', () => {
    const result = runRule({
      rule: file(`requests.exists(r, r.subject.matches('${bomb}'))`),
      facts: facts({ requests: whole('desk', { subject: text }) }),
      locale: 'es',
      settings,
    })
    expect(result).toMatchObject({ ok: true, answer: { is: 'no' } })
    expect(result).not.toHaveProperty('stopped')
  })
  test('its work grows with the text, not beyond: no letter is read again and again', () => {
    /** How often a letter of the text is read. */
    const reads = (match: (t: string) => unknown, n: number): number => {
      const read = vi.spyOn(String.prototype, 'charCodeAt')
      try {
        match(`${'a'.repeat(n)}!`)
        return read.mock.calls.length
      } finally {
        read.mockRestore()
      }
    }
    const pattern = RE2JS.compile(bomb)
    for (const n of [500, 4_000]) {
      expect(reads((t) => pattern.test(t), n)).toBeGreaterThanOrEqual(n)
      expect(reads((t) => pattern.test(t), n)).toBeLessThanOrEqual(2 * n)
    }
    // The planted fault: one that starts over at each letter.
    const again = (t: string) => {
      for (let from = 0; from < t.length; from++) for (let i = from; i < t.length; i++) t.charCodeAt(i)
    }
    expect(reads(again, 500)).toBeGreaterThan(2 * 500)
  })
  test.each([
    "'a'.matches('(a)\\\\1')",
    "'a'.matches('(?=a)b')",
    "'a'.matches('(')",
    "'a'.matches('(?i)\\\\p{L}{500}')",
    "'a'.matches('((a{9}){9}){9}')",
    "'a'.matches(context.page)",
    `'a'.matches('${'a?'.repeat(150)}')`,
  ])('%s is refused when saved', (when) => {
    expect(refused(when)?.says).toMatch(/patrón/)
  })
})

describe('a rule that loops in loops', () => {
  test.each([
    ['orders.exists(o, orders.exists(p, o.total == p.total))', 'recorr'],
    ['orders.exists(o, o.lines.exists(l, l.quantity > 1.0))', 'recorrido dentro de otro'],
    ['orders.exists(o, orders.count() > 1)', 'orders'],
    ['[1,2].all(x, [1,2].all(y, [1,2].all(z, x + y + z > 0)))', 'recorrido dentro de otro'],
    ["['a'].map(x, x + x).map(x, x + x).size() > 0", 'map'],
    ["cel.bind(x, 'aa', x + x) == 'aaaa'", 'cel.bind'],
    ['orders.map(o, o.items).size() > 1', 'map'],
    ['size(orders) > 1', 'es una lista'],
    ['orders[0].items > 1.0', ''],
    ['orders == orders', ''],
    ['orders in [orders]', 'es una lista'],
    ['[orders.filter(o, o.items > 1.0)].size() > 0', 'orders'],
  ])('%s is refused when saved', (when, words) => {
    expect(refused(when)?.says).toContain(words)
  })
  test("the refusal points at the place, in the reader's language", () => {
    expect(
      refused('requests.exists(r, r.open) ||\n  orders.exists(o, o.lines.exists(l, l.quantity > 1.0))', 'en'),
    ).toEqual({
      path: 'when',
      at: { line: 2, column: 20, length: 35 },
      says: 'a loop inside a loop is not allowed; chain .filter(…) or use distinct, sum or last',
    })
    expect(refused('orders.exists(o, o.totl > 3)', 'pt')).toMatchObject({
      at: { line: 1, column: 18 },
      says: expect.stringContaining('não tem «totl»; tem: orderNumber'),
    })
    expect(refused("orders.sum('totl') > 3")).toMatchObject({
      at: { line: 1, column: 12 },
      says: expect.stringContaining('no tiene «totl»'),
    })
    expect(refused('orders.count() > norm.times')).toMatchObject({
      at: { line: 1, column: 18 },
      says: expect.stringContaining('norma no tiene «times»'),
    })
    expect(refused('orders.count() >')).toMatchObject({
      at: { line: 1 },
      says: expect.stringContaining('se queda a medias'),
    })
    expect(refused('orders.count()')).toMatchObject({ says: expect.stringContaining('verdadero o falso') })
  })
})

describe('a rule that cannot be read', () => {
  test.each<[string, string, string, [number, number]]>([
    ['orders.count() >', 'se queda a medias', 'fica a meio', [1, 17]],
    ['(orders.count() > 3', 'aquí falta «)»', 'aqui falta «)»', [1, 20]],
    ['orders.count() > 3)', 'no se esperaba «)»', 'não se esperava «)»', [1, 19]],
    ['orders..count() > 1', 'falta un nombre', 'falta um nome', [1, 8]],
    ['orders.count() = 3', 'se escribe ==', 'escreve-se ==', [1, 16]],
    ['orders.count() > 1 and true', 'se escribe &&', 'escreve-se &&', [1, 20]],
    ['true | false', 'se escribe ||', 'escreve-se ||', [1, 6]],
    ["person.language == 'es", 'falta la comilla', 'faltam as aspas', [1, 20]],
    ["'\\q' == 'q'", 'barra invertida', 'barra invertida', [1, 2]],
    ['orders.count() > 0x', '«0x» no es un número', '«0x» não é um número', [1, 18]],
    ['if', 'palabra reservada', 'palavra reservada', [1, 1]],
    ['true &&\n  nada', 'nombre desconocido: «nada»', 'nome desconhecido: «nada»', [2, 3]],
    ['orders.exists(1, true)', 'un nombre para cada fila', 'um nome para cada linha', [1, 15]],
    [
      'orders.foo() > 1',
      'no existe o no acepta esos valores: Orders.foo()',
      'não existe ou não aceita esses valores: Orders.foo()',
      [1, 1],
    ],
    ["orders.count() > 'a'", 'número > texto', 'número > texto', [1, 1]],
    [
      'orders.count()',
      'es «número» y tiene que ser verdadero o falso',
      'é «número» e tem de ser verdadeiro ou falso',
      [1, 1],
    ],
  ])(
    '%s: said with its place, in the reader’s words and never in the library’s',
    (when, es, pt, [line, column]) => {
      expect(refused(when)).toMatchObject({ at: { line, column }, says: expect.stringContaining(es) })
      expect(refused(when, 'pt')?.says).toContain(pt)
      for (const locale of ['es', 'pt'])
        expect(refused(when, locale)?.says).not.toMatch(
          /token|character|expected|invalid|unknown|unterminated|reserved|overload|must be/i,
        )
      expect(refused(when, 'en')?.says).not.toMatch(/[áéíóúñã¿«]/)
    },
  )
})

describe('a rule that is huge or endless', () => {
  test('longer than its measure, deeper than its measure, or dearer than its measure: refused when saved', () => {
    expect(refused(`true${' || true'.repeat(400)}`)).toBeDefined()
    expect(refused(`${'('.repeat(300)}true${')'.repeat(300)}`)).toBeDefined()
    expect(refused(`[${'1,'.repeat(200)}1].size() > 0`)).toBeDefined()
    const dear = Array.from(
      { length: 12 },
      (_, i) => `orders.exists(o, o.items + ${i}.0 + o.items + o.items + o.items + o.items > 1.0)`,
    ).join(' || ')
    expect(refused(dear)?.says).toMatch(/puede costar \d+ pasos/)
  })
  test('more rows than its bound pays for: stopped, unknown because of it, and every other rule still answers', () => {
    const base = facts({
      orders: whole('shop', ...Array.from({ length: 3_000 }, (_, i) => order(i % 300, 10))),
    })
    const result = runRule({
      rule: file("orders.exists(o, o.status.code == 'never' || o.items > 1.0 || amount(o.total) > 99)"),
      facts: base,
      locale: 'es',
      settings,
      bound: { steps: 5_000, milliseconds: Number.POSITIVE_INFINITY },
    })
    expect(result).toMatchObject({
      ok: true,
      stopped: 'la regla se detuvo: superó el límite de pasos',
      answer: { is: 'unknown', because: [{ code: 'stopped' }] },
    })
    const late = runRule({
      rule: file('orders.count(o, amount(o.total) > 3) > 0'),
      facts: base,
      locale: 'en',
      settings,
      bound: { steps: 1e9, milliseconds: -1 },
    })
    expect(late).toMatchObject({ ok: true, stopped: 'the rule was stopped: it went over its time limit' })
  })
  test('or-ing with what stopped cannot smuggle a no out of it', () => {
    const base = facts({ orders: whole('shop', ...Array.from({ length: 3_000 }, () => order(1, 10))) })
    const result = runRule({
      rule: file('orders.all(o, amount(o.total) > 3) && orders.count() > 1'),
      facts: base,
      locale: 'es',
      settings,
      bound: { steps: 900, milliseconds: Number.POSITIVE_INFINITY },
    })
    expect(result).toMatchObject({ ok: true, answer: { is: 'unknown' } })
  })
  test('a rule that fails by itself is told, and the card never stops for it', () => {
    const failing = rule('requests.exists(r, r.subject.substring(99) == "x")', { id: 'failing' })
    const good = rule('requests.exists(r, r.open)', { id: 'good' })
    const run = createDeriver(input([failing, good])).run(
      facts({ requests: whole('desk', { subject: 'corto', open: true }) }),
    )
    expect(run.stopped.map((s) => s.rule)).toEqual(['failing'])
    expect(run.results.map((r) => [r.rule, r.answer.is])).toEqual([
      ['failing', 'unknown'],
      ['good', 'yes'],
    ])
  })
})

describe('property: checking never throws, whatever is written', () => {
  const word = fc.constantFrom(
    'orders',
    'o',
    '.',
    '(',
    ')',
    '[',
    ']',
    'exists',
    'filter',
    ',',
    '&&',
    '||',
    '!',
    "'a'",
    '1',
    '1.5',
    'norm',
    'has',
    '>',
    '==',
    '?',
    ':',
    '{',
    '}',
    'now',
    '-',
    '__proto__',
    'matches',
    '"',
    '\\',
    '\n',
    'cel',
    'bind',
    'map',
    'in',
    'null',
    '`',
    'é',
    '\u0000',
  )
  test('token soup and any text are accepted or refused with words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(word, { maxLength: 25 }).map((t) => t.join(' ')),
          fc.array(word, { maxLength: 12 }).map((t) => t.join('')),
          fc.string({ maxLength: 60, unit: 'binary' }),
        ),
        (when) => {
          const checked = checkRule(file(when))
          expect(checked.ok || checked.problems.every((p) => p.says.length > 0)).toBe(true)
        },
      ),
      { numRuns: 1_500 },
    )
  })
  test('and any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (input) => {
        expect(checkRule(input).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
