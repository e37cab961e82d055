import type { Text } from '../../contract/index.ts'

/** Sentences of reasons and conflicts. They hold no value: a reason may be read by a role that may not see the fact. */
/** As the contract's `say`, without its schemas: this part is counted in the browser's bytes. */
const say = (text: Text, locale: string): string =>
  typeof text === 'string' ? text : (text[locale.slice(0, 2) as 'es' | 'en' | 'pt'] ?? text.es)
const t = (es: string, en: string, pt: string): Text => ({ es, en, pt })
const table: Record<string, readonly Text[]> = {
  given: [
    t('Mismo nombre', 'Same first name', 'Mesmo nome próprio'),
    t(
      'El mismo nombre, dicho de otra forma',
      'The same first name in another form',
      'O mesmo nome, dito de outra forma',
    ),
    t('Coincide la inicial', 'Same initial', 'A inicial coincide'),
    t('Nombre igual salvo una errata', 'First name equal but for a slip', 'Nome igual salvo uma gralha'),
    t('Nombre parecido', 'Similar first name', 'Nome parecido'),
    t('Nombre distinto', 'Different first name', 'Nome diferente'),
  ],
  family: [
    t('Mismos apellidos', 'Same surname', 'Mesmo apelido'),
    t('Coincide uno de los apellidos', 'One of the surnames agrees', 'Um dos apelidos coincide'),
    t('Apellido igual salvo una errata', 'Surname equal but for a slip', 'Apelido igual salvo uma gralha'),
    t('Apellido parecido', 'Similar surname', 'Apelido parecido'),
    t('Apellido distinto', 'Different surname', 'Apelido diferente'),
  ],
  birthDate: [
    t('Misma fecha de nacimiento', 'Same birth date', 'Mesma data de nascimento'),
    t(
      'Fecha de nacimiento con día y mes cambiados',
      'Birth date with day and month exchanged',
      'Data de nascimento com dia e mês trocados',
    ),
    t(
      'Fecha de nacimiento igual salvo una cifra',
      'Birth date equal but for one digit',
      'Data de nascimento igual salvo um dígito',
    ),
    t(
      'Coinciden dos partes de la fecha de nacimiento',
      'Two parts of the birth date agree',
      'Coincidem duas partes da data de nascimento',
    ),
    t('Fecha de nacimiento parecida', 'Similar birth date', 'Data de nascimento parecida'),
    t('Fecha de nacimiento distinta', 'Different birth date', 'Data de nascimento diferente'),
  ],
  nationalId: [
    t('Mismo documento de identidad', 'Same national id', 'Mesmo documento de identidade'),
    t(
      'Documento igual salvo una errata',
      'National id equal but for a slip',
      'Documento igual salvo uma gralha',
    ),
    t('Documento parecido', 'Similar national id', 'Documento parecido'),
    t('Documento distinto', 'Different national id', 'Documento diferente'),
  ],
  mail: [
    t('Mismo correo', 'Same mail', 'Mesmo e-mail'),
    t(
      'Mismo buzón de correo, escrito de otra forma',
      'Same mailbox, written otherwise',
      'Mesma caixa de correio, escrita de outra forma',
    ),
    t(
      'Correo igual en otro proveedor',
      'Same mail name at another provider',
      'Mesmo e-mail noutro fornecedor',
    ),
    t('Correo parecido', 'Similar mail', 'E-mail parecido'),
    t('Correo distinto', 'Different mail', 'E-mail diferente'),
  ],
  phone: [
    t('Mismo teléfono', 'Same phone', 'Mesmo telefone'),
    t('Teléfono igual salvo una cifra', 'Phone equal but for one digit', 'Telefone igual salvo um dígito'),
    t('Teléfono distinto', 'Different phone', 'Telefone diferente'),
  ],
  postcode: [
    t('Mismo código postal', 'Same postcode', 'Mesmo código postal'),
    t(
      'Código postal igual salvo una cifra',
      'Postcode equal but for one digit',
      'Código postal igual salvo um dígito',
    ),
    t('Código postal distinto', 'Different postcode', 'Código postal diferente'),
  ],
  locality: [
    t('Misma localidad', 'Same town', 'Mesma localidade'),
    t('Localidad parecida', 'Similar town', 'Localidade parecida'),
    t('Localidad distinta', 'Different town', 'Localidade diferente'),
  ],
  street: [
    t('Misma dirección', 'Same address', 'Mesma morada'),
    t('Dirección casi igual', 'Nearly the same address', 'Morada quase igual'),
    t('Misma calle, otro número', 'Same street, another number', 'Mesma rua, outro número'),
    t('Dirección distinta', 'Different address', 'Morada diferente'),
  ],
  region: [
    t('Misma provincia', 'Same region', 'Mesma região'),
    t('Provincia parecida', 'Similar region', 'Região parecida'),
    t('Provincia distinta', 'Different region', 'Região diferente'),
  ],
  // at 0 the names are in order, which is no reason: there stands what an order number says
  order: [
    t('El pedido es suyo', 'The order is theirs', 'A encomenda é sua'),
    t('Nombre y apellidos intercambiados', 'First name and surname exchanged', 'Nome e apelido trocados'),
    t('Nombre en lugar de apellido', 'First name where the surname goes', 'Nome no lugar do apelido'),
  ],
  ticket: [t('La solicitud es suya', 'The request is theirs', 'O pedido é seu')],
  loyalty: [t('La tarjeta es suya', 'The card is theirs', 'O cartão é seu')],
  visitor: [t('El visitante es el mismo', 'The same visitor', 'O visitante é o mesmo')],
  system: [t('La ficha es esa misma', 'That very record', 'É esse mesmo registo')],
  number: [t('Mismo número propio del cliente', 'Same number of its own', 'Mesmo número próprio do cliente')],
  prior: [
    t(
      'Punto de partida: dos clientes al azar',
      'Starting point: two customers at random',
      'Ponto de partida: dois clientes ao acaso',
    ),
  ],
  agent: [t('Lo confirmó una persona', 'A person confirmed it', 'Uma pessoa confirmou')],
  verified: [
    t('Ambos sistemas lo verificaron', 'Both systems verified it', 'Ambos os sistemas o verificaram'),
  ],
}
/** Of the refusals that are told: a duplicate, or two records that contradict each other. */
const vetoes: Record<string, Text> = {
  'national-id': t(
    'Documentos de identidad distintos',
    'Different national ids',
    'Documentos de identidade diferentes',
  ),
  'birth-date': t(
    'Fechas de nacimiento distintas',
    'Different birth dates',
    'Datas de nascimento diferentes',
  ),
  'full-name': t(
    'Nombre y apellidos distintos',
    'Different first name and surname',
    'Nome e apelido diferentes',
  ),
  system: t(
    'Dos fichas en el mismo sistema: puede ser un duplicado',
    'Two records in one system: may be a duplicate',
    'Dois registos no mesmo sistema: pode ser um duplicado',
  ),
}

export const reasonWords = (field: string, level: number, locale: string): string =>
  say(table[field]?.[level] ?? '', locale)
export const vetoWords = (why: string, locale: string): string => say(vetoes[why] ?? '', locale)

const dropped = t(
  'Respondió con una ficha que no tiene lo preguntado; se descarta',
  'Answered with a record that does not bear what was asked; dropped',
  'Respondeu com um registo que não tem o perguntado; descartado',
)
export const droppedWords = (locale: string): string => say(dropped, locale)
