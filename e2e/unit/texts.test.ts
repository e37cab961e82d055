import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en as hubEn } from '../../connectors/hub/messages/en.ts'
import { es as hubEs } from '../../connectors/hub/messages/es.ts'
import { pt as hubPt } from '../../connectors/hub/messages/pt.ts'
import { en as pagesEn } from '../../demo-host/texts/en.ts'
import { es as pagesEs } from '../../demo-host/texts/es.ts'
import { pt as pagesPt } from '../../demo-host/texts/pt.ts'
import { texts as cardEnEditor } from '../../widget/i18n/en/editor.ts'
import { texts as cardEnFirst } from '../../widget/i18n/en/first.ts'
import { texts as cardEnHistory } from '../../widget/i18n/en/history.ts'
import { texts as cardEnLater } from '../../widget/i18n/en/later.ts'
import { texts as cardEnQuality } from '../../widget/i18n/en/quality.ts'
import { texts as cardEsEditor } from '../../widget/i18n/es/editor.ts'
import { texts as cardEsFirst } from '../../widget/i18n/es/first.ts'
import { texts as cardEsHistory } from '../../widget/i18n/es/history.ts'
import { texts as cardEsLater } from '../../widget/i18n/es/later.ts'
import { texts as cardEsQuality } from '../../widget/i18n/es/quality.ts'
import { texts as cardPtEditor } from '../../widget/i18n/pt/editor.ts'
import { texts as cardPtFirst } from '../../widget/i18n/pt/first.ts'
import { texts as cardPtHistory } from '../../widget/i18n/pt/history.ts'
import { texts as cardPtLater } from '../../widget/i18n/pt/later.ts'
import { texts as cardPtQuality } from '../../widget/i18n/pt/quality.ts'

/** What a translator is handed: for each side of the product one catalogue, in every language. */
type Text = string | { readonly one: string; readonly other: string }
type Texts = Readonly<Record<string, Text>>
type Catalogue = Readonly<Record<'es' | 'en' | 'pt', Texts>>
const catalogues: Readonly<Record<string, Catalogue>> = {
  'back end': { es: hubEs, en: hubEn, pt: hubPt },
  card: {
    es: { ...cardEsFirst, ...cardEsLater, ...cardEsHistory, ...cardEsEditor, ...cardEsQuality },
    en: { ...cardEnFirst, ...cardEnLater, ...cardEnHistory, ...cardEnEditor, ...cardEnQuality },
    pt: { ...cardPtFirst, ...cardPtLater, ...cardPtHistory, ...cardPtEditor, ...cardPtQuality },
  },
  "demonstration's pages": { es: pagesEs, en: pagesEn, pt: pagesPt },
}

/** Words that really are the same in two languages. Any other text found in both was left untranslated. */
const alike: Readonly<Record<string, readonly string[]>> = {
  'es en': words('bits | chat | error 500 | iban | no | personal | probable | total | tú | usted | web'),
  'es pt':
    words(`1 semana | abrir | agradecer | amigo | anotar | anteriores | antes | atender | automático | aviso |
    avisos | base | bicicleta urbana | bits | c postal | canal | cancelar | caso | casos | chat | claro
    | cliente | cliente desde | cliente real | cobrar | coincide | compacta | compacto | compara |
    compra | concedido | confirmado | confirmar | considera | contacto | contactos | copiado | copiar |
    código postal | de | desde | dispositivo | documento | documento parecido | duplicar | económica |
    editar | editor de fichas | empresa | entrada entradas | entrega | enviada | enviado | enviar |
    especial | espera | estado | este cliente | exportar | falta | ficha | ficha de cliente | ficha tipo
    | fichas tipo | filtrar | frescura s | gestos | iban | idioma | igual | importar | lento |
    lista incompleta | lugar | marcas | mediana | menos de | modelo | momento | momentos | motivo | nada
    | normal | normas | nota | número | oferta | opcional | papel | percentil 95 | por | por caso | por
    código postal | por documento | por iban | por renovar | por visita web | prometido | publicada |
    publicar | página mínima | redes | reparar | reservado | resultado resultados | resultados menos
    reservados | salto saltos | segmento | semanas | sentido | sistema | sistemas | sistemas consultados
    | subir | teclado | teclas | tema | termina | texto | tipo | total | título | vale | valor | vence |
    ver | ver durante 60 s | verificado | visita | visita web | web`),
  'en pt': words('bits | chat | iban | total | web'),
}
function words(listed: string): string[] {
  return listed.split('|').map((word) => word.trim().replace(/\s+/g, ' '))
}
/** The words of a text alone: without placeholders, signs around them, and capitals. */
const bare = (text: Text): string =>
  said(text)
    .replace(/\{\w+\}/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
/** Letters and signs that a language does not have. */
const foreign = { es: /[ãõçâêôà]/i, en: /[áéíóúãõçâêôàñ¿¡«»]/i, pt: /[ñ¿¡]/i }
const borrowed = /usted|tú|Ficha núcleo/g

const said = (text: Text): string => (typeof text === 'string' ? text : `${text.one}\n${text.other}`)
const placeholders = (text: Text): string =>
  [...new Set([...said(text).matchAll(/\{(\w+)[}|]/g)].map((hole) => hole[1]))].sort().join(' ')

function faultsOf(catalogue: Catalogue): string[] {
  const faults: string[] = []
  for (const [language, texts] of Object.entries(catalogue) as ['es' | 'en' | 'pt', Texts][]) {
    for (const key of Object.keys(catalogue.es))
      if (!Object.hasOwn(texts, key)) faults.push(`${language} ${key}: missing`)
    for (const [key, text] of Object.entries(texts)) {
      const source = catalogue.es[key]
      if (source === undefined) faults.push(`${language} ${key}: not in Spanish`)
      else if (placeholders(text) !== placeholders(source))
        faults.push(`${language} ${key}: {${placeholders(text)}} where Spanish has {${placeholders(source)}}`)
      if (said(text).trim() !== said(text) || said(text).split('\n').includes(''))
        faults.push(`${language} ${key}: empty, or blanks around it`)
      if (foreign[language].test(said(text).replace(borrowed, '')))
        faults.push(`${language} ${key}: letters of another language in "${said(text)}"`)
    }
  }
  for (const [pair, same] of Object.entries(alike)) {
    const [a, b] = pair.split(' ') as ['es', 'pt']
    for (const [key, text] of Object.entries(catalogue[a])) {
      const other = catalogue[b][key]
      if (other !== undefined && bare(other) === bare(text) && bare(text) && !same.includes(bare(text)))
        faults.push(`${pair} ${key}: "${said(text)}" in both`)
    }
  }
  return faults
}

it('no two parts of the card share a key: the later would hide the earlier', () => {
  const keys = [cardEsFirst, cardEsLater, cardEsEditor, cardEsQuality].flatMap((part) => Object.keys(part))
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})

describe.each(Object.entries(catalogues))('the texts of the %s', (_side, catalogue) => {
  it('are there in every language, with the same placeholders, and none is left in another language', () => {
    expect(Object.keys(catalogue.es).length).toBeGreaterThan(50)
    expect(faultsOf(catalogue)).toEqual([])
  })
})

it.each<[string, Partial<Catalogue>, RegExp]>([
  ['a text that is missing', { pt: {} }, /^pt greet: missing$/],
  ['a text that Spanish does not have', { en: { greet: 'Hello, {name}', more: 'x' } }, /^en more: not in/],
  [
    'a placeholder that is left out',
    { en: { greet: 'Hello' } },
    /^en greet: \{\} where Spanish has \{name\}$/,
  ],
  ['a placeholder that is translated', { pt: { greet: 'Olá, {nome}' } }, /^pt greet: \{nome\} where/],
  ['an empty text', { pt: { greet: '' } }, /^pt greet: empty/],
  ['an empty plural', { pt: { greet: { one: 'Olá, {name}', other: '' } } }, /^pt greet: empty/],
  ['a text left in Spanish', { pt: { greet: 'Hola, {name}' } }, /^es pt greet: "Hola, \{name\}" in both$/],
  ['an accent left in English', { en: { greet: 'Hello, señor {name}' } }, /^en greet: letters of another/],
])('sees a planted fault: %s', (_name, planted, fault) => {
  const sound = {
    es: { greet: 'Hola, {name}' },
    en: { greet: 'Hello, {name}' },
    pt: { greet: 'Olá, {name}' },
  }
  expect(faultsOf(sound)).toEqual([])
  expect(faultsOf({ ...sound, ...planted }).some((found) => fault.test(found))).toBe(true)
})

const root = join(import.meta.dirname, '../..')
const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))

/**
 * Texts that stay where they are because they are data of their place: a connector's names for what its
 * system says, and the made-up data of tests and of the gallery. A language's own name is the same in all.
 */
const ownTexts = /\.test\.tsx?$|\/(testing|cases)\/|^widget\/gallery|^widget\/i18n\/languages\.ts$/
const inlineTexts = (text: string): number => [...text.matchAll(/\bpt['"]?: ?(?=['"`{])/g)].length

it('no text in three languages stands outside the catalogues', () => {
  const files = [
    'connectors/contract',
    'connectors/hub',
    'connectors/gateway',
    'connectors/cli',
    'widget',
    'demo-host/pages',
    'demo-host/static',
    'demo-host/people',
    'demo-host/history',
  ]
    .flatMap(filesUnder)
    .filter((file) => /\.tsx?$/.test(file) && !ownTexts.test(file))
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((file) => inlineTexts(readFileSync(join(root, file), 'utf8')) > 0)).toEqual([])
  expect(inlineTexts("const late = { es: 'tarde', en: 'late', pt: 'tarde' }")).toBe(1)
})

/** The texts of rules and cards stay in their files: whoever writes a rule writes its texts beside it. */
it('the texts of the shipped rules and cards are there in every language, with the same placeholders', () => {
  const files = filesUnder('connectors/hub').filter((file) => /\.(rule|ficha|policy)\.json$/.test(file))
  expect(files.length).toBeGreaterThan(30)
  const faults: string[] = []
  const walk = (file: string, path: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { es, en, pt } = value as Partial<Record<'es' | 'en' | 'pt', string>>
    if (typeof es === 'string') {
      for (const text of [en, pt])
        if (typeof text !== 'string' || text === '' || placeholders(text) !== placeholders(es))
          faults.push(`${file} ${path}: ${String(text)}`)
    } else for (const [key, inner] of Object.entries(value)) walk(file, `${path}.${key}`, inner)
  }
  for (const file of files) walk(file, '', JSON.parse(readFileSync(join(root, file), 'utf8')))
  expect(faults).toEqual([])
  walk('planted', '', { title: { es: '{n} pedidos', en: 'orders', pt: '{n} encomendas' } })
  expect(faults).toEqual(['planted .title: orders'])
})
