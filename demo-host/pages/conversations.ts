import type { Shown } from './card.ts'

/** The helpdesk's inbox: what people wrote, and by what they can be known. */
export interface Talk {
  id: string
  who: string
  subject: string
  shown: Shown
  mail?: string
  said: { by: 'them' | 'us'; text: string; at: string }[]
}
const talk = (
  id: string,
  who: string,
  subject: string,
  kind: Shown['hint']['kind'],
  value: string,
  channel: Shown['context']['channel'],
  ...texts: string[]
): Talk => ({
  id,
  who,
  subject,
  shown: { hint: { kind, value }, context: { channel }, interaction: `conv-${id}` },
  ...(kind === 'mail' && { mail: value }),
  said: texts.map((text, i) => ({
    by: text.startsWith('> ') ? 'us' : 'them',
    text: text.replace(/^> /, ''),
    at: `${String(9 + (i % 8)).padStart(2, '0')}:${String((id.length * 7 + i * 11) % 60).padStart(2, '0')}`,
  })),
})

export const talks: readonly Talk[] = [
  talk(
    '4471',
    'Lucía Martín',
    'Sigue sin llegar el 10432',
    'mail',
    'lucia.martin@correo.example',
    'mail',
    'Buenos días. El pedido 10432 sigue sin llegar y ya lo he contado tres veces.',
    '> Hola, Lucía. Lo estamos mirando ahora mismo.',
    'Era un regalo para el sábado. ¿Lo puedo recoger en la tienda Colón?',
  ),
  talk(
    '4472',
    'Antonio Cabrera',
    '¿Hay alguien ahí?',
    'mail',
    'antonio.cabrera@casa.example',
    'mail',
    'Llevo un mes esperando el cambio del televisor.',
    'Si no me contestáis hoy, lo dejo en manos de consumo.',
  ),
  talk(
    '4473',
    'Nuria P.',
    'Chat: renovación',
    'phone',
    '603 44 55 66',
    'chat',
    'Hola, ¿cuándo se renueva Ribera Plus?',
    '¿Y por qué sube de precio?',
  ),
  talk(
    '4474',
    'Sofia Almeida',
    'Troca de tamanho',
    'phone',
    '616 18 19 20',
    'chat',
    'Boa tarde, queria trocar os sapatos por um número acima.',
  ),
  talk(
    '4475',
    'Familia Serrano',
    'Factura del colegio',
    'mail',
    'familia.serrano@casa.example',
    'mail',
    'Necesitamos la factura de la mochila.',
    'Gracias, un saludo.',
  ),
  talk(
    '4476',
    'info@reformasvidal.example',
    'CIF nuevo',
    'mail',
    'info@reformasvidal.example',
    'mail',
    'Buenas. Ha cambiado el CIF de la empresa, ¿podéis corregir las últimas facturas?',
  ),
  talk(
    '4477',
    'Ignacio Prieto',
    'No veo mis pedidos',
    'mail',
    'ignacio.prieto@correo.example',
    'mail',
    'Entro en mi cuenta y faltan pedidos. ¿Tengo dos cuentas?',
  ),
  talk(
    '4478',
    'Elena Campos',
    'Otra devolución',
    'mail',
    'elena.campos@buzon.example',
    'mail',
    'Hola de nuevo, quiero devolver la talla grande.',
  ),
  talk(
    '4479',
    'Miguel Ángel Torres',
    'No me deja pagar',
    'phone',
    '607 88 99 00',
    'phone',
    'La tarjeta funciona en otros sitios.',
  ),
  talk(
    '4480',
    'Visitante',
    'Chat en la web',
    'visitor',
    'v-7f3a9c21',
    'web',
    'Hola, ¿la bicicleta de 16 pulgadas vale para 5 años?',
  ),
  talk(
    '4481',
    'hostil+<b>@mail.example',
    '<script>alert("hola")</script>',
    'mail',
    'hostil+<b>@mail.example',
    'mail',
    '<img src=x onerror=alert(1)> \u202Eotxet',
  ),
  talk(
    '4482',
    'nadie@nuevo.example',
    'Primera compra',
    'mail',
    'nadie@nuevo.example',
    'mail',
    'Hola, nunca he comprado con vosotros. ¿Hacéis envíos a Ceuta?',
  ),
]

/** Who calls, in turn; the last one is in no system. */
export const callers: readonly { number: string; waited: number }[] = [
  { number: '+34 600 12 34 56', waited: 95 },
  { number: '609101112', waited: 20 },
  { number: '+34603445566', waited: 10 },
  { number: '613 15 16 17', waited: 240 },
  { number: '954 11 22 33', waited: 35 },
  { number: '699 40 73 18', waited: 5 },
]
