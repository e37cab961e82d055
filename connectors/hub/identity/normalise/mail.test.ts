import { describe, expect, it } from 'vitest'
import { mailbox } from '../../../contract/mail.ts'
import { parseMails } from './mail.ts'

const settings = { country: 'ES', ownDomains: ['tienda.example'], ownValues: [] }
const read = (text: string) => parseMails(text, settings).map((mail) => `${mail.value} ${mail.grade}`)

describe('a mail as companies keep it', () => {
  it.each([
    'lucia.ferrer@correo.example',
    ' Lucia.Ferrer@Correo.example ',
    'lucia.ferrer@correo.example\u200b',
    '\ufefflucia.ferrer@correo.example',
    'lucia\u00ad.ferrer@correo.example',
    'Lucía Ferrer <lucia.ferrer@correo.example>',
    '"Ferrer, Lucía" <lucia.ferrer@correo.example>',
    'lucia.ferrer@correo.example (Lucía Ferrer)',
    'mailto:lucia.ferrer@correo.example?subject=Hola',
    'E-mail: lucia.ferrer@correo.example',
    'lucia.ferrer@correo.example.',
    "'lucia.ferrer@correo.example'",
    'ｌｕｃｉａ.ferrer@correo.example',
    '“lucia.ferrer@correo.example”',
    'lucia.ferrer @ correo.example',
    'lucia.ferrer[at]correo[dot]example',
    'lucia.ferrer%40correo.example',
    'SMTP:lucia.ferrer@correo.example',
    '[lucia.ferrer@correo.example](mailto:lucia.ferrer@correo.example)',
    'lucia.ferrer@correo.example - Lucía',
    'lucia.ferrer@correo.example [external]',
    '=lucia.ferrer@correo.example',
    'lucia.ferrer@correo.example#',
  ])('%j is one address', (text) => expect(read(text)).toEqual(['lucia.ferrer@correo.example strong']))

  it.each([
    ['a.b@x.example; c@y.example', ['a.b@x.example strong', 'c@y.example strong']],
    ['ana@x.example, luis@y.example', ['ana@x.example strong', 'luis@y.example strong']],
    ['ana@x.example luis@y.example', ['ana@x.example strong', 'luis@y.example strong']],
    ['ana@x.example / luis@y.example', ['ana@x.example strong', 'luis@y.example strong']],
    ['Ana <ana@x.example>, Luis <luis@y.example>', ['ana@x.example strong', 'luis@y.example strong']],
    ['ana@x.example\nana@X.example', ['ana@x.example strong']],
    ['ana@x.example/luis@y.example', ['ana@x.example strong', 'luis@y.example strong']],
    ['ana@x.example y luis@y.example', ['ana@x.example strong', 'luis@y.example strong']],
    ['ana@x.example<br>luis@y.example', ['ana@x.example strong', 'luis@y.example strong']],
    ['["ana@x.example","luis@y.example"]', ['ana@x.example strong', 'luis@y.example strong']],
    ['ana@x.example ::: luis@y.example', ['ana@x.example strong', 'luis@y.example strong']],
  ])('%j holds several', (text, want) => expect(read(text)).toEqual(want))

  it.each([
    ['maría@correo.example', 'maría@correo.example strong'],
    ['ana@españa.example', 'ana@xn--espaa-rta.example strong'],
    ['ana@XN--espaa-rta.example', 'ana@xn--espaa-rta.example strong'],
    ['o’brien@correo.example', "o'brien@correo.example strong"],
    ["o'brien@correo.example", "o'brien@correo.example strong"],
    ['o´brien@correo.example', "o'brien@correo.example strong"],
    ['o`brien@correo.example', "o'brien@correo.example strong"],
  ])('%s is %s', (text, want) => expect(read(text)).toEqual([want]))

  it.each(['', 'ana', 'ana@', '@x.example', 'ana@x', 'ana garcia@x.example y más', 'ana@@x.example'])(
    '%j is none that can be read',
    (text) => expect(read(text).filter((mail) => mail.startsWith('ana@'))).toEqual([]),
  )
})

it('does not end in a text made to be read for ever', () => {
  expect(read(`${'a@'.repeat(230)} x`)).toEqual([])
  expect(read(`${'a@a '.repeat(100)}x`)).toEqual([])
})

describe('a mail is nobody’s', () => {
  it.each([
    'no@no.com',
    'sin@correo.es',
    'a@a',
    'aa@aa.com',
    'null@null.com',
    'undefined@undefined.com',
    'notiene@gmail.com',
    'no-tiene@gmail.com',
    'sincorreo@hotmail.com',
    'sin_mail@x.com',
    'notienecorreo@gmail.com',
    'none@correo.example',
    'noemail@correo.example',
    'unknown@correo.example',
    'a@a.com',
    '11@11.com',
    'cliente@correo.example',
    'fulano@correo.example',
    'deleted@correo.example',
    'noaplica@x.com',
    'ninguno@x.com',
    'xxx@xxx.com',
    'asdf@asdf.com',
    'info@reformas.example',
    'noreply@x.example',
    'ana@tienda.example',
  ])('%s', (text) => expect(read(text).filter((mail) => mail.endsWith('strong'))).toEqual([]))
  it.each([
    'noa@correo.example',
    'sinforosa@correo.example',
    'nadia@correo.example',
    'ana.null@correo.example',
  ])('but not %s', (text) => expect(read(text)).toEqual([`${text} strong`]))
})

it('is delivered to one box however dots and tags are written, where the provider says so', () => {
  expect(['ana.gil+x@gmail.com', 'anagil@googlemail.com', 'ana.gil+x@correo.example'].map(mailbox)).toEqual([
    'anagil@gmail.com',
    'anagil@gmail.com',
    'ana.gil+x@correo.example',
  ])
})
