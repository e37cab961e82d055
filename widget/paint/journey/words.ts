import type { Language } from '../../../connectors/contract/index.ts'
import { language } from '../../i18n/index.ts'

/** Words of the line of time and of the journey, which are loaded on use with them. */
type Word = string | { readonly one: string; readonly other: string }
const es = {
  'unconfirmed': 'sin confirmar por el sistema', 'shown.more': { one: '{n} entrada por ahora; siguen al bajar', other: '{n} entradas por ahora; siguen al bajar' }, 'withheld': 'Tu puesto no ve: {what}.', 'failed': 'No se pudo leer la cronología.',
  'coming.more': { one: '{n} más por venir', other: '{n} más por venir' }, 'coming.partial': 'De lo que viene solo se ha mirado lo último de {who}.', 'searched': 'Buscado hasta {to}.', 'search.on': 'Seguir buscando',
  'awaited': 'Esperando a {who}; lo suyo se pondrá en su sitio.', 'filtered': 'De {who} solo ves una parte.', 'unordered': '{who} contestó después: lo suyo está en su sitio.',
  'title': 'Ponte en su lugar', 'back': 'Volver a la ficha', 'lead': 'Sus últimos {n} días, como los ha vivido.', 'lead.day': 'Los últimos {n} días de alguien, sin nombre ni señas.', 'waiting': 'Reuniendo lo que ha vivido…', 'trouble': 'No se pudo reunir.', 'none': 'En estos días no ha vivido nada con nosotros.',
  'hidden': 'tu puesto no lo ve', 'unknown': 'no se sabe', 'atleast': 'al menos', 'missing': 'Falta lo de: {who}.',
  'said': 'Dice {score} de {outOf}; contactó {n} veces por lo mismo.', 'said.matter': 'Dice {score} de {outOf}; contactó {n} veces por «{what}».', 'said.once': 'Dice {score} de {outOf}; contactó una vez.',
  'waits': 'Esperó', 'waits.value': { one: '{total} en {n} vez; la más larga, {longest}', other: '{total} en {n} veces; la más larga, {longest}' }, 'waits.none': 'nada',
  'again': 'Lo contó', 'again.value': { one: '{n} vez por «{what}»', other: '{n} veces por «{what}»' }, 'again.bare': { one: '{n} vez por un mismo asunto', other: '{n} veces por un mismo asunto' }, 'again.none': 'no tuvo que contar nada',
  'hops': 'De un canal a otro', 'hops.value': { one: '{n} salto', other: '{n} saltos' }, 'transfers': { one: '{n} traspaso', other: '{n} traspasos' }, 'hops.none': 'ningún salto',
  'answers': 'Primera respuesta', 'answers.value': 'hasta {longest}', 'answers.none': 'no preguntó por escrito',
  'promises': 'Prometido y recibido', 'promises.none': 'No se le prometió nada en estos días.', 'p.kept': 'cumplido', 'p.late': { one: '{n} día tarde', other: '{n} días tarde' }, 'p.broken': { one: 'no ha llegado: {n} día de retraso', other: 'no ha llegado: {n} días de retraso' }, 'p.open': 'aún a tiempo', 'p.unknown': 'no se sabe cuándo llegó', 'p.delivery': 'Entrega', 'p.word': 'Promesa', 'p.due': 'prometido {when}', 'p.brand': 'Lo que promete la casa', 'b.yes': 'cumplida', 'b.no': 'rota', 'b.unknown': 'no se sabe',
  'scores': 'Cómo dice que está', 'scores.none': 'No ha dicho nada.', 'scores.table': 'Ver como tabla', 'scores.when': 'Cuándo', 'scores.score': 'Nota', 'scores.kind': 'Encuesta', 'scores.comment': 'Comentario', 'scores.line': 'Satisfacción: {from} de {fromOf} {fromWhen}, {to} de {toOf} {toWhen}; {n} respuestas.', 'scores.one': 'Satisfacción: {to} de {toOf} {toWhen}.',
  'steps': 'Así fue', 'cut': { one: 'Antes hubo {n} paso más.', other: 'Antes hubo {n} pasos más.' }, 's.ordered': 'Compró', 's.delivered': 'Lo recibió', 's.delivered.late': 'Lo recibió, tarde', 's.contact': 'Nos contactó', 's.call': 'Nos llamó', 's.chat': 'Nos escribió por chat', 's.visit': 'Vino a la tienda', 's.mail': 'Nos escribió', 's.answered': 'Le contestamos', 's.opened': 'Abrió un caso', 's.closed': 'Se cerró el caso', 's.returned': 'Devolvió', 's.said': 'Dijo {score} de {outOf}', 's.promised': 'Le prometimos', 's.kept': 'Se cumplió', 's.again': '{n}.ª vez por lo mismo', 's.waited': 'esperó {time}',
  'day': 'Un día, un cliente', 'day.hint': 'El mismo para todo el día, elegido al azar; nadie puede saber quién es.', 'mirror': 'Tu propia ficha, en los ojos de cada puesto', 'mirror.hint': 'La tarjeta es la que tu empresa dice que es tuya. Queda en el registro.', 'mirror.show': 'Verla', 'mirror.role': 'Puesto', 'mirror.only': 'Aquí solo se mira.',
} as const satisfies Record<string, Word>
type Words = { readonly [K in keyof typeof es]: (typeof es)[K] extends string ? string : { readonly one: string; readonly other: string } }
const en: Words = {
  'unconfirmed': 'not confirmed by the system', 'shown.more': { one: '{n} entry so far; more as you scroll', other: '{n} entries so far; more as you scroll' }, 'withheld': 'Your role does not see: {what}.', 'failed': 'The timeline could not be read.',
  'coming.more': { one: '{n} more to come', other: '{n} more to come' }, 'coming.partial': 'Of what is coming, only the latest of {who} was looked at.', 'searched': 'Searched back to {to}.', 'search.on': 'Search on',
  'awaited': 'Waiting for {who}; theirs will take its place.', 'filtered': 'Of {who} you see only a part.', 'unordered': '{who} answered later: theirs is in its place.',
  'title': 'In their shoes', 'back': 'Back to the card', 'lead': 'Their last {n} days, as they lived them.', 'lead.day': 'The last {n} days of somebody, without name or trace.', 'waiting': 'Gathering what they lived…', 'trouble': 'It could not be gathered.', 'none': 'In these days they lived nothing with us.',
  'hidden': 'your role does not see it', 'unknown': 'not known', 'atleast': 'at least', 'missing': 'Missing: {who}.',
  'said': 'Says {score} out of {outOf}; contacted us {n} times for the same thing.', 'said.matter': 'Says {score} out of {outOf}; contacted us {n} times about “{what}”.', 'said.once': 'Says {score} out of {outOf}; contacted us once.',
  'waits': 'Waited', 'waits.value': { one: '{total}, {n} time; the longest {longest}', other: '{total}, {n} times; the longest {longest}' }, 'waits.none': 'not at all',
  'again': 'Told it', 'again.value': { one: '{n} time about “{what}”', other: '{n} times about “{what}”' }, 'again.bare': { one: '{n} time for one matter', other: '{n} times for one matter' }, 'again.none': 'had nothing to tell',
  'hops': 'From channel to channel', 'hops.value': { one: '{n} hop', other: '{n} hops' }, 'transfers': { one: '{n} transfer', other: '{n} transfers' }, 'hops.none': 'no hop',
  'answers': 'First answer', 'answers.value': 'up to {longest}', 'answers.none': 'asked nothing in writing',
  'promises': 'Promised and received', 'promises.none': 'Nothing was promised in these days.', 'p.kept': 'kept', 'p.late': { one: '{n} day late', other: '{n} days late' }, 'p.broken': { one: 'has not come: {n} day overdue', other: 'has not come: {n} days overdue' }, 'p.open': 'still in time', 'p.unknown': 'when it came is not known', 'p.delivery': 'Delivery', 'p.word': 'Promise', 'p.due': 'promised for {when}', 'p.brand': 'What the house promises', 'b.yes': 'kept', 'b.no': 'broken', 'b.unknown': 'not known',
  'scores': 'How they say they are', 'scores.none': 'They have said nothing.', 'scores.table': 'See as a table', 'scores.when': 'When', 'scores.score': 'Score', 'scores.kind': 'Survey', 'scores.comment': 'Comment', 'scores.line': 'Satisfaction: {from} out of {fromOf} {fromWhen}, {to} out of {toOf} {toWhen}; {n} answers.', 'scores.one': 'Satisfaction: {to} out of {toOf} {toWhen}.',
  'steps': 'This is how it went', 'cut': { one: 'There was {n} step before.', other: 'There were {n} steps before.' }, 's.ordered': 'Bought', 's.delivered': 'Received it', 's.delivered.late': 'Received it, late', 's.contact': 'Contacted us', 's.call': 'Called us', 's.chat': 'Wrote by chat', 's.visit': 'Came to the shop', 's.mail': 'Wrote to us', 's.answered': 'We answered', 's.opened': 'Opened a case', 's.closed': 'The case was closed', 's.returned': 'Sent back', 's.said': 'Said {score} out of {outOf}', 's.promised': 'We promised', 's.kept': 'It was kept', 's.again': 'time {n} for the same', 's.waited': 'waited {time}',
  'day': 'One day, one customer', 'day.hint': 'The same all day, picked by chance; nobody can tell who it is.', 'mirror': 'Your own card, in each role’s eyes', 'mirror.hint': 'The card is the one your company says is yours. It leaves a trace.', 'mirror.show': 'Show it', 'mirror.role': 'Role', 'mirror.only': 'Here one only looks.',
}
const pt: Words = {
  'unconfirmed': 'não confirmado pelo sistema', 'shown.more': { one: '{n} entrada por agora; seguem ao descer', other: '{n} entradas por agora; seguem ao descer' }, 'withheld': 'A sua função não vê: {what}.', 'failed': 'Não foi possível ler a cronologia.',
  'coming.more': { one: 'mais {n} por vir', other: 'mais {n} por vir' }, 'coming.partial': 'Do que vem só se viu o mais recente de {who}.', 'searched': 'Procurado até {to}.', 'search.on': 'Continuar a procurar',
  'awaited': 'À espera de {who}; o seu irá para o seu lugar.', 'filtered': 'De {who} só vê uma parte.', 'unordered': '{who} respondeu depois: o seu está no seu lugar.',
  'title': 'Ponha-se no seu lugar', 'back': 'Voltar à ficha', 'lead': 'Os seus últimos {n} dias, como os viveu.', 'lead.day': 'Os últimos {n} dias de alguém, sem nome nem sinais.', 'waiting': 'A reunir o que viveu…', 'trouble': 'Não foi possível reunir.', 'none': 'Nestes dias não viveu nada connosco.',
  'hidden': 'a sua função não o vê', 'unknown': 'não se sabe', 'atleast': 'pelo menos', 'missing': 'Falta o de: {who}.',
  'said': 'Diz {score} de {outOf}; contactou {n} vezes pelo mesmo.', 'said.matter': 'Diz {score} de {outOf}; contactou {n} vezes por «{what}».', 'said.once': 'Diz {score} de {outOf}; contactou uma vez.',
  'waits': 'Esperou', 'waits.value': { one: '{total} em {n} vez; a mais longa, {longest}', other: '{total} em {n} vezes; a mais longa, {longest}' }, 'waits.none': 'nada',
  'again': 'Contou-o', 'again.value': { one: '{n} vez por «{what}»', other: '{n} vezes por «{what}»' }, 'again.bare': { one: '{n} vez pelo mesmo assunto', other: '{n} vezes pelo mesmo assunto' }, 'again.none': 'não teve de contar nada',
  'hops': 'De um canal a outro', 'hops.value': { one: '{n} salto', other: '{n} saltos' }, 'transfers': { one: '{n} transferência', other: '{n} transferências' }, 'hops.none': 'nenhum salto',
  'answers': 'Primeira resposta', 'answers.value': 'até {longest}', 'answers.none': 'não perguntou por escrito',
  'promises': 'Prometido e recebido', 'promises.none': 'Nada lhe foi prometido nestes dias.', 'p.kept': 'cumprido', 'p.late': { one: '{n} dia tarde', other: '{n} dias tarde' }, 'p.broken': { one: 'não chegou: {n} dia de atraso', other: 'não chegou: {n} dias de atraso' }, 'p.open': 'ainda a tempo', 'p.unknown': 'não se sabe quando chegou', 'p.delivery': 'Entrega', 'p.word': 'Promessa', 'p.due': 'prometido {when}', 'p.brand': 'O que a casa promete', 'b.yes': 'cumprida', 'b.no': 'quebrada', 'b.unknown': 'não se sabe',
  'scores': 'Como diz que está', 'scores.none': 'Não disse nada.', 'scores.table': 'Ver como tabela', 'scores.when': 'Quando', 'scores.score': 'Nota', 'scores.kind': 'Inquérito', 'scores.comment': 'Comentário', 'scores.line': 'Satisfação: {from} de {fromOf} {fromWhen}, {to} de {toOf} {toWhen}; {n} respostas.', 'scores.one': 'Satisfação: {to} de {toOf} {toWhen}.',
  'steps': 'Foi assim', 'cut': { one: 'Antes houve mais {n} passo.', other: 'Antes houve mais {n} passos.' }, 's.ordered': 'Comprou', 's.delivered': 'Recebeu-o', 's.delivered.late': 'Recebeu-o, tarde', 's.contact': 'Contactou-nos', 's.call': 'Ligou-nos', 's.chat': 'Escreveu por chat', 's.visit': 'Veio à loja', 's.mail': 'Escreveu-nos', 's.answered': 'Respondemos', 's.opened': 'Abriu um caso', 's.closed': 'O caso foi fechado', 's.returned': 'Devolveu', 's.said': 'Disse {score} de {outOf}', 's.promised': 'Prometemos', 's.kept': 'Cumpriu-se', 's.again': '{n}.ª vez pelo mesmo', 's.waited': 'esperou {time}',
  'day': 'Um dia, um cliente', 'day.hint': 'O mesmo para todo o dia, escolhido ao acaso; ninguém pode saber quem é.', 'mirror': 'A sua própria ficha, aos olhos de cada função', 'mirror.hint': 'O cartão é o que a sua empresa diz que é seu. Fica no registo.', 'mirror.show': 'Vê-la', 'mirror.role': 'Função', 'mirror.only': 'Aqui só se olha.',
}
const books: Record<Language, Words> = { es, en, pt }
export type LivedKey = keyof Words

/** The words for a key in the language on screen; `n` chooses the plural. */
export function w(key: LivedKey, params: Readonly<Record<string, string | number>> = {}): string {
  const of = language()
  const word: Word = books[of][key]
  const text = typeof word === 'string' ? word : new Intl.PluralRules(of).select(Number(params['n'])) === 'one' ? word.one : word.other
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
