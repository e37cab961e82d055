import { say, type Text } from '../../contract/index.ts'

/** The hub's own words, Spanish first. */
const words = {
  another: {
    es: 'otro dato que tu puesto no ve',
    en: 'another fact you may not see',
    pt: 'outro dado que não pode ver',
  },
  locked: {
    es: 'Confirma un dato con el cliente para ver su cuenta.',
    en: 'Confirm one fact with the customer to see the account.',
    pt: 'Confirme um dado com o cliente para ver a conta.',
  },
  down: { es: '{who} no responde', en: '{who} does not answer', pt: '{who} não responde' },
  late: {
    es: '{who} no contestó a tiempo',
    en: '{who} did not answer in time',
    pt: '{who} não respondeu a tempo',
  },
  waiting: { es: 'esperando a {who}', en: 'waiting for {who}', pt: 'à espera de {who}' },
  incomplete: {
    es: '{who} no lo ha dado todo',
    en: '{who} did not give everything',
    pt: '{who} não deu tudo',
  },
  'not-asked': {
    es: 'a {who} no se le pudo preguntar: ningún dato sirve',
    en: '{who} could not be asked: no detail fits',
    pt: 'não se pôde perguntar a {who}: nenhum dado serve',
  },
  'no-system': {
    es: 'ningún sistema lo contesta',
    en: 'no system answers this',
    pt: 'nenhum sistema responde a isto',
  },
  withheld: {
    es: 'tu puesto no lo ve todo',
    en: 'your role does not see all of it',
    pt: 'a sua função não vê tudo',
  },
  stopped: { es: 'la regla se detuvo', en: 'the rule was stopped', pt: 'a regra parou' },
  sure: { es: 'Seguro', en: 'Sure', pt: 'Certo' },
  probable: { es: 'Probable', en: 'Probable', pt: 'Provável' },
  possible: { es: 'Posible', en: 'Possible', pt: 'Possível' },
  by: { es: '{how}, por {key}', en: '{how}, by {key}', pt: '{how}, por {key}' },
  'too-many-records': {
    es: 'Se han encontrado {n} registros y no se han buscado más: puede faltar alguno.',
    en: '{n} records were found and no more were looked for: some may be missing.',
    pt: 'Encontraram-se {n} registos e não se procuraram mais: pode faltar algum.',
  },
  'bad-hint': {
    es: 'No se entiende {key} que ha llegado',
    en: 'The {key} that came cannot be read',
    pt: 'Não se entende {key} que chegou',
  },
  same: { es: 'coincide: {key}', en: 'agrees: {key}', pt: 'coincide: {key}' },
  retract: {
    es: 'Estos registros no eran de esta persona; se han quitado.',
    en: 'These records were not of this person; they were removed.',
    pt: 'Estes registos não eram desta pessoa; foram retirados.',
  },
  linked: {
    es: 'Unidos. Se puede deshacer.',
    en: 'Linked. It can be undone.',
    pt: 'Unidos. Pode desfazer-se.',
  },
  parted: {
    es: 'Separados. Se puede deshacer.',
    en: 'Kept apart. It can be undone.',
    pt: 'Separados. Pode desfazer-se.',
  },
  undone: { es: 'Deshecho.', en: 'Undone.', pt: 'Desfeito.' },
  done: { es: 'Hecho.', en: 'Done.', pt: 'Feito.' },
  'ficha-gone': {
    es: 'La ficha «{what}» ya no está publicada para ti: abre la ficha otra vez.',
    en: 'The card “{what}” is no longer published for you: open the card again.',
    pt: 'A ficha «{what}» já não está publicada para si: abra a ficha outra vez.',
  },
  'nobody-yet': {
    es: 'Aún no se sabe quién es: elige o confirma antes al cliente.',
    en: 'It is not known yet who this is: choose or confirm the customer first.',
    pt: 'Ainda não se sabe quem é: escolha ou confirme antes o cliente.',
  },
  'may-not-act': {
    es: 'Tu puesto no puede hacer «{what}» en {who}. Quien administra las fichas puede añadir «{name}» a mayAct.',
    en: 'Your role may not do “{what}” in {who}. Whoever administers the cards can add “{name}” to mayAct.',
    pt: 'A sua função não pode fazer «{what}» em {who}. Quem administra as fichas pode adicionar «{name}» a mayAct.',
  },
  'no-record': {
    es: 'Este cliente no consta en {who}: allí no se puede hacer nada.',
    en: 'This customer is not in {who}: nothing can be done there.',
    pt: 'Este cliente não consta em {who}: aí não se pode fazer nada.',
  },
  'act-failed': {
    es: '{who} no lo ha hecho ({code}).',
    en: '{who} did not do it ({code}).',
    pt: '{who} não o fez ({code}).',
  },
  'act-unknown': {
    es: 'No se sabe si {who} lo ha hecho: no llegó su respuesta ({code}). Envía lo mismo otra vez: no se hace dos veces.',
    en: 'It is not known whether {who} did it: its answer did not come ({code}). Send the same again: it is not done twice.',
    pt: 'Não se sabe se {who} o fez: a resposta não chegou ({code}). Envie o mesmo outra vez: não se faz duas vezes.',
  },
  'act-other': {
    es: 'Lo que se envió antes con otras palabras puede haberse hecho: míralo en {who}. Para enviar además esto, ciérralo y ábrelo otra vez.',
    en: 'What was sent before in other words may have been done: look in {who}. To send this as well, close it and open it again.',
    pt: 'O que se enviou antes com outras palavras pode ter sido feito: veja em {who}. Para enviar também isto, feche e abra outra vez.',
  },
  'may-not-link': {
    es: 'Tu puesto no puede decidir de quién son los registros: pídeselo a quien pueda.',
    en: 'Your role may not decide whose the records are: ask somebody who may.',
    pt: 'A sua função não pode decidir de quem são os registos: peça a quem possa.',
  },
  'undo-gone': {
    es: 'Esa decisión ya no está: abre la ficha otra vez para ver cómo ha quedado.',
    en: 'That decision is no longer there: open the card again to see how things stand.',
    pt: 'Essa decisão já não está: abra a ficha outra vez para ver como ficou.',
  },
  'may-not-reveal': {
    es: 'Tu puesto no puede ver «{what}» para «{purpose}». Quien administra las fichas puede añadirlo a mayReveal.',
    en: 'Your role may not see “{what}” for “{purpose}”. Whoever administers the cards can add it to mayReveal.',
    pt: 'A sua função não pode ver «{what}» para «{purpose}». Quem administra as fichas pode adicioná-lo a mayReveal.',
  },
  'reveal-gone': {
    es: 'El sistema ya no tiene ese dato: vuelve a preguntar el apartado.',
    en: 'The system no longer has that fact: ask the panel again.',
    pt: 'O sistema já não tem esse dado: volte a perguntar a secção.',
  },
  'reveal-failed': {
    es: '{who} no ha contestado ({code}). Vuelve a intentarlo; el intento queda registrado.',
    en: '{who} did not answer ({code}). Try again; the attempt is recorded.',
    pt: '{who} não respondeu ({code}). Tente de novo; a tentativa fica registada.',
  },
  'row-gone': {
    es: 'Esta fila es de otra ficha: abre la ficha otra vez.',
    en: 'This row is of another card: open the card again.',
    pt: 'Esta linha é de outra ficha: abra a ficha outra vez.',
  },
  'not-done': { es: 'El sistema no lo hizo.', en: 'The system did not do it.', pt: 'O sistema não o fez.' },
  'no-policy': {
    es: 'No hay política para «{roles}»: quien administra las fichas debe añadirla, o la página debe decir otro puesto.',
    en: 'There is no policy for “{roles}”: whoever administers the cards must add one, or the page must send another role.',
    pt: 'Não há política para «{roles}»: quem administra as fichas deve adicioná-la, ou a página deve dizer outra função.',
  },
  'purpose-not-yours': {
    es: 'La finalidad «{what}» no es de «{roles}»; pregunta con {may}.',
    en: 'The purpose “{what}” is not one of “{roles}”; ask with {may}.',
    pt: 'A finalidade «{what}» não é de «{roles}»; pergunte com {may}.',
  },
  'another-role': { es: 'otro puesto', en: 'another role', pt: 'outra função' },
  'ficha-not-yours': {
    es: 'La ficha «{what}» no es para «{roles}»; elige {may}.',
    en: 'The card “{what}” is not for “{roles}”; choose {may}.',
    pt: 'A ficha «{what}» não é para «{roles}»; escolha {may}.',
  },
  'none-published': {
    es: 'ninguna: quien administra las fichas debe publicar una',
    en: 'none: whoever administers the cards must publish one',
    pt: 'nenhuma: quem administra as fichas deve publicar uma',
  },
  'no-override': {
    es: 'Aquí la ficha «{what}» no se puede cambiar por otra; quien administra las fichas puede permitirlo con mayOverride.',
    en: 'The card “{what}” may not be changed for another here; whoever administers the cards can allow it with mayOverride.',
    pt: 'Aqui a ficha «{what}» não se pode trocar por outra; quem administra as fichas pode permiti-lo com mayOverride.',
  },
  'no-ficha': {
    es: 'No hay ninguna ficha publicada para «{roles}»{on}: quien administra las fichas debe publicar una.',
    en: 'No card is published for “{roles}”{on}: whoever administers the cards must publish one.',
    pt: 'Não há nenhuma ficha publicada para «{roles}»{on}: quem administra as fichas deve publicar uma.',
  },
  'no-audit': {
    es: 'No se puede dejar constancia del acceso; no se muestra la cuenta. Avisa a quien lleva el sistema.',
    en: 'The access cannot be recorded, so the account is not shown. Tell whoever runs the system.',
    pt: 'Não é possível registar o acesso; a conta não é mostrada. Avise quem gere o sistema.',
  },
  'key-mail': { es: 'el correo', en: 'mail', pt: 'o e-mail' },
  'key-phone': { es: 'el teléfono', en: 'phone', pt: 'o telefone' },
  'key-order': { es: 'el pedido', en: 'order', pt: 'a encomenda' },
  'key-ticket': { es: 'el caso', en: 'ticket', pt: 'o caso' },
  'key-loyalty': { es: 'la tarjeta', en: 'loyalty card', pt: 'o cartão' },
  'key-system': { es: 'su número en el sistema', en: 'its number in the system', pt: 'o número no sistema' },
  'key-visitor': { es: 'la visita web', en: 'web visit', pt: 'a visita web' },
  'key-nationalId': { es: 'el documento', en: 'national id', pt: 'o documento' },
  'key-name': { es: 'el nombre', en: 'name', pt: 'o nome' },
  'key-birthDate': { es: 'la fecha de nacimiento', en: 'birth date', pt: 'a data de nascimento' },
  'key-postcode': { es: 'el código postal', en: 'postcode', pt: 'o código postal' },
  'key-iban': { es: 'la cuenta', en: 'account', pt: 'a conta' },
  'key-any': { es: 'el dato', en: 'detail', pt: 'o dado' },
  'key-agent': { es: 'decisión de un agente', en: "an agent's decision", pt: 'decisão de um agente' },
  'key-several-keys': { es: 'varios datos', en: 'several details', pt: 'vários dados' },
} as const satisfies Record<string, Text>
export type Word = keyof typeof words

export const tell = (word: Word, locale: string, fill: Readonly<Record<string, string>> = {}): string =>
  say(words[word], locale).replace(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? '')
export const keyWord = (kind: string, locale: string): string =>
  Object.hasOwn(words, `key-${kind}`) ? tell(`key-${kind}` as Word, locale) : kind
/** The same as a label: without its article, with a capital. */
export const keyLabel = (kind: string, locale: string): string => {
  const words = keyWord(kind, locale).replace(/^(?:el|la|su|o|a|its) /, '')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
