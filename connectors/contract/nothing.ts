// Which texts mean that there is no value. One rule for connectors, hints, search and files; what means nothing
// for one kind of value only is added there. What is real stays real: order 9999, Mr Null, nil@correo.example.

/**
 * What a text is of. `value`: any field that has no kind of its own · `key`: an id that a machine made ·
 * `number`: of an order, a ticket, a card · `mail`: what stands before the @.
 */
export type NothingOf = 'value' | 'name' | 'key' | 'number' | 'phone' | 'mail' | 'date'

/** What programs print for none, whatever the value is of. */
const printed = /^(null|none|nan|undefined|false)$/
/** The same with a sign before it, which is part of the word. */
const withSign = /^(\\n|#n\/?[ad]|#nv)$/
/** What people write for none. */
const said =
  /^(na|n\/a|n\/d|s\/d|n\.a|n\.d|s\.d|k\.a|unknown|empty|vaci[oa]|vazi[oa]|nulo|desconocid[oa]|desconhecid[oa]|not (known|available|provided|set|specified|applicable|given)|non (renseigne|communique|disponible|specifie)|keine angaben?|nicht (bekannt|angegeben|verfugbar)|(sin|sem|no) (datos?|dados|data|value|info|informacion|informacao|informar|especificar|indicar|asignar|definir)|no (consta|informad[oa]|disponible|procede|aplica|tiene|tengo|facilita(d[oa])?|especificad[oa]|indicad[oa]|definid[oa])|nao (consta|informad[oa]|tem|tenho|disponivel|se aplica|especificad[oa]|indicad[oa]))$/
/** Words for nothing by which people are called too. */
const surnames = /^(null|nan|na|none|false)$/

/** What networks, switchboards and people say of a telephone that is not shown. */
const withheld =
  /^(no |numero |number |llamada |caller )*(anon[iy]m\w*|unknown|withheld|priva[dt]\w*|prive|ocult\w*|des(con|conh)ecido|restri\w+|un(available|identified|bekannt\w*)|dispon\w+|block\w*|bloque\w*|hidden|suppressed|confidencial|inconnu|masque|caller ?id|out of area|payphone|asterisk|sin numero)( (number|caller|numero))?$/
/** Typed before the @ where a form insists on a mail: `no@no.com`, `sin@correo.es`, `notengo@gmail.com`. */
const noMail =
  /^(no|sin|sem|na|n\/a|nada|ningun[oa]|nenhum|nadie|nobody|empty|vacio|unknown|desconocid[oa]|desconhecid[oa]|guest|dummy|fake|tbd|abc|123|e ?mail|ejemplo|exemplo|example|z{3,}|semail|keine?([ .]?(e ?)?mail)?|(pas[ .]?de|sans)[ .]?(e ?)?mail|nao[ .]?(tem|tenho)|asd|asdf\w*|qwerty|x+|0+|\d|a{2,}|(no|sin|sem)[ .]?(tiene|tengo|tem|hay|aplica|correo|e ?mail|mail|consta|facilita|contesta|disponible|sabe|quiere|dado|datos)([ .]?(correo|e ?mail|mail))?)$/
/** Words of people and tills in place of a number, without what is between letters; zeros or crosses only. */
const noNumber =
  /^(0+|x+|n|nd|true|nil|infinity|test|testing|prueba|teste|anonymous|anon|guest|invitado|convidado|walkin|clientecontado|contado|mostrador|generico|default|(sin|sem)numero|notiene|ningun[oa]|nenhum|pendiente|string|id|value)$/
/**
 * No day at all: MySQL's `0000-00-00`, year 1 of Go and .NET, 1900-01-01 of SQL Server, the days from which
 * Windows, spreadsheets and Access count, the last there is. Nobody living was born on one, and nothing of a
 * customer's happened then. 1970-01-01 is somebody's birthday: see `toDateTime` and birth dates.
 */
const noDay =
  /^(0+|0{1,4}[-/. ]0{1,2}[-/. ]0{1,4}|0001-01-01|1111-11-11|1601-01-01|1753-01-01|1800-01-01|1899-12-3[01]|190[01]-01-01|9999-12-3[01])([t\s].*)?$/

/**
 * Whether a text says that there is no value: `NULL`, `#N/A`, `—`, `sin datos`, `0000-00-00`, the `anonymous`
 * of a withheld caller. A value that a program lost on its way is another thing: {@link isLost}.
 *
 * @example
 * ```ts
 * isNothing('N/D')                         // true
 * isNothing('Null', 'name')                // false: a surname
 * isNothing('0000-00-00 00:00:00', 'date') // true
 * isNothing('9999', 'number')              // false: a real order
 * ```
 */
export function isNothing(text: string, of: NothingOf = 'value'): boolean {
  const plain = plainOf(text)
  const word = plain.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/[\s_-]+/g, ' ')
  if (word === '' || withSign.test(plain)) return true
  switch (of) {
    case 'key':
      return printed.test(word) || /^(true|nil|infinity)$/.test(word)
    case 'mail':
      return printed.test(word) || noMail.test(word)
    case 'name':
      return !surnames.test(word) && (word === 'nd' || printed.test(word) || said.test(word))
    case 'number':
      if (noNumber.test(word.replace(/[^\p{L}\p{N}]/gu, ''))) return true
      break
    case 'phone':
      if (withheld.test(word)) return true
      break
    case 'date':
      if (noDay.test(plain)) return true
      break
    case 'value':
      if (word === 'nd') return true
  }
  return printed.test(word) || said.test(word)
}

/** Whether a word for nothing is a surname too (`Null`, `Na`): which of the two, what stands around it says. */
export const mayBeSurname = (text: string): boolean => /^(null|nan|na|none)$/i.test(text)

/**
 * Whether a program lost a value and left words of its own: `[object Object]`, `{{order.name}}`, `${id}`,
 * `%s`, `#REF!`, `#¡VALOR!`, signs that were decoded wrongly (U+FFFD). There was something, it cannot be read,
 * and nobody is meant by it.
 */
export function isLost(text: string, of: NothingOf = 'value'): boolean {
  if (
    /\[object \w+\]|\{\{.*\}\}|\$\{.*\}|^\s*%[sd@]\s*$|^\s*#[¡¿]?\p{L}[\p{L}/0]*[!?]\s*$|\ufffd/iu.test(text)
  )
    return true
  // No number has such signs; some databases write an id of theirs (GUID) in braces.
  return of === 'number' && /[{}]|<[^>]*>|%[sd@]/i.test(text) && !/^\s*\{[\da-f-]{36}\}\s*$/i.test(text)
}

/** Lower case, without diacritics and without signs nobody sees. */
const plainOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .trim()
