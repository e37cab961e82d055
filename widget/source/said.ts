import type { Language, Problem } from '../../connectors/contract/index.ts'

type Refused = Problem['code'] | 'no-token'
type Spoken = Partial<Record<Refused, string>>

/** What is the same in whatever was asked: the gateway says it to whoever runs it, the card to the agent, in their language. */
const es: Spoken = {
  'no-token':
    'Tu herramienta no ha dicho quién eres. Recarga la página; si sigue igual, avisa a quien la administra.',
  unauthorised:
    'La pasarela no acepta lo que tu herramienta dice de quién eres. Recarga la página; si sigue igual, avisa a quien la administra.',
  'too-many': 'Se ha preguntado demasiadas veces seguidas. Espera un poco.',
  'too-large': 'Es demasiado largo. Acórtalo.',
  'audit-unavailable':
    'No se puede dejar constancia del acceso, así que no se muestra nada. Avisa a quien lleva el sistema.',
  'expired-handle': 'Esto era de una ficha anterior: abre la ficha otra vez.',
  internal: 'La pasarela ha fallado. Avisa a quien la lleva',
}
const en: Spoken = {
  'no-token': 'Your tool did not say who you are. Reload the page; if it stays so, tell whoever runs it.',
  unauthorised:
    'The gateway does not accept what your tool says of who you are. Reload the page; if it stays so, tell whoever runs it.',
  'too-many': 'Too much was asked in a row. Wait a little.',
  'too-large': 'That is too long. Shorten it.',
  'audit-unavailable': 'The access cannot be recorded, so nothing is shown. Tell whoever runs the system.',
  'expired-handle': 'This was of an earlier card: open the card again.',
  internal: 'The gateway failed. Tell whoever runs it',
}
const pt: Spoken = {
  'no-token':
    'A sua ferramenta não disse quem é. Recarregue a página; se continuar assim, avise quem a administra.',
  unauthorised:
    'O gateway não aceita o que a sua ferramenta diz de quem é. Recarregue a página; se continuar assim, avise quem a administra.',
  'too-many': 'Perguntou-se demasiadas vezes seguidas. Espere um pouco.',
  'too-large': 'É demasiado longo. Encurte.',
  'audit-unavailable':
    'Não é possível registar o acesso, por isso não se mostra nada. Avise quem gere o sistema.',
  'expired-handle': 'Isto era de uma ficha anterior: abra a ficha outra vez.',
  internal: 'O gateway falhou. Avise quem o gere',
}
const spoken: Record<Language, Spoken> = { es, en, pt }

/** In the language the card is read in. What only this one request could be told comes from the hub, which knows that language. */
export function said(why: Refused, detail: string): string {
  const words = spoken[(globalThis.document?.documentElement.lang || 'es') as Language]?.[why]
  if (words === undefined) return detail
  // Whoever runs the gateway finds the cause in its log under this number.
  return why === 'internal'
    ? `${words}${/ [\da-f-]{36}/.exec(detail)?.[0].replace(/ (.+)/, ' ($1)') ?? ''}.`
    : words
}
