import { say, type Text } from '../../contract/index.ts'

/** The hub's own words, Spanish first. */
const words = {
  another: { es: 'otro dato que no puede ver', en: 'another fact you may not see', pt: 'outro dado que não pode ver' },
  locked: { es: 'Confirme un dato con el cliente para ver su cuenta.', en: 'Confirm one fact with the customer to see the account.', pt: 'Confirme um dado com o cliente para ver a conta.' },
  down: { es: '{who} no responde', en: '{who} does not answer', pt: '{who} não responde' },
  late: { es: '{who} no contestó a tiempo', en: '{who} did not answer in time', pt: '{who} não respondeu a tempo' },
  waiting: { es: 'esperando a {who}', en: 'waiting for {who}', pt: 'à espera de {who}' },
  incomplete: { es: '{who} no lo ha dado todo', en: '{who} did not give everything', pt: '{who} não deu tudo' },
  'not-asked': { es: 'a {who} no se le pudo preguntar: ninguna clave sirve', en: '{who} could not be asked: no key fits', pt: 'não se pôde perguntar a {who}: nenhuma chave serve' },
  'no-system': { es: 'ningún sistema lo contesta', en: 'no system answers this', pt: 'nenhum sistema responde a isto' },
  withheld: { es: 'su función no lo ve todo', en: 'your role does not see all of it', pt: 'a sua função não vê tudo' },
  stopped: { es: 'la regla se detuvo', en: 'the rule was stopped', pt: 'a regra parou' },
  sure: { es: 'Seguro', en: 'Sure', pt: 'Certo' },
  probable: { es: 'Probable', en: 'Probable', pt: 'Provável' },
  possible: { es: 'Posible', en: 'Possible', pt: 'Possível' },
  by: { es: '{how}, por {key}', en: '{how}, by {key}', pt: '{how}, por {key}' },
  same: { es: 'coincide: {key}', en: 'agrees: {key}', pt: 'coincide: {key}' },
  retract: { es: 'Estos registros no eran de esta persona; se han quitado.', en: 'These records were not of this person; they were removed.', pt: 'Estes registos não eram desta pessoa; foram retirados.' },
  linked: { es: 'Unidos. Se puede deshacer.', en: 'Linked. It can be undone.', pt: 'Unidos. Pode desfazer-se.' },
  parted: { es: 'Separados. Se puede deshacer.', en: 'Kept apart. It can be undone.', pt: 'Separados. Pode desfazer-se.' },
  undone: { es: 'Deshecho.', en: 'Undone.', pt: 'Desfeito.' },
  done: { es: 'Hecho.', en: 'Done.', pt: 'Feito.' },
  'not-done': { es: 'El sistema no lo hizo.', en: 'The system did not do it.', pt: 'O sistema não o fez.' },
  'no-audit': { es: 'No se puede dejar constancia del acceso; no se muestra la cuenta. Avise a quien lleva el sistema.', en: 'The access cannot be recorded, so the account is not shown. Tell whoever runs the system.', pt: 'Não é possível registar o acesso; a conta não é mostrada. Avise quem gere o sistema.' },
  'key-mail': { es: 'el correo', en: 'mail', pt: 'o e-mail' }, 'key-phone': { es: 'el teléfono', en: 'phone', pt: 'o telefone' }, 'key-order': { es: 'el pedido', en: 'order', pt: 'a encomenda' },
  'key-ticket': { es: 'el caso', en: 'ticket', pt: 'o caso' }, 'key-loyalty': { es: 'la tarjeta', en: 'loyalty card', pt: 'o cartão' }, 'key-system': { es: 'su número en el sistema', en: 'its number in the system', pt: 'o número no sistema' },
  'key-visitor': { es: 'la visita web', en: 'web visit', pt: 'a visita web' }, 'key-nationalId': { es: 'el documento', en: 'national id', pt: 'o documento' }, 'key-name': { es: 'el nombre', en: 'name', pt: 'o nome' },
  'key-birthDate': { es: 'la fecha de nacimiento', en: 'birth date', pt: 'a data de nascimento' }, 'key-postcode': { es: 'el código postal', en: 'postcode', pt: 'o código postal' }, 'key-iban': { es: 'la cuenta', en: 'account', pt: 'a conta' },
  'key-agent': { es: 'decisión de un agente', en: "an agent's decision", pt: 'decisão de um agente' }, 'key-several-keys': { es: 'varias claves', en: 'several keys', pt: 'várias chaves' },
} as const satisfies Record<string, Text>
export type Word = keyof typeof words

export const tell = (word: Word, locale: string, fill: Readonly<Record<string, string>> = {}): string => say(words[word], locale).replace(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? '')
export const keyWord = (kind: string, locale: string): string => (Object.hasOwn(words, `key-${kind}`) ? tell(`key-${kind}` as Word, locale) : kind)
