import { say, type Text } from '../../contract/index.ts'

const table = {
  waiting: { es: 'Se está preguntando', en: 'Being asked', pt: 'A perguntar' },
  unknown: {
    es: 'No se sabe con seguridad qué ficha es la suya: no se ha preguntado',
    en: 'Which record is theirs is not known for certain: nothing was asked',
    pt: 'Não se sabe com certeza qual é o seu registo: nada foi perguntado',
  },
  filtered: {
    es: 'Tu puesto solo ve una parte',
    en: 'Your role sees only a part',
    pt: 'O teu posto só vê uma parte',
  },
  'no-amount': { es: 'Alguno no dice su importe', en: 'Some have no amount', pt: 'Algum não diz o valor' },
  beyond: {
    es: 'Hay más miembros de los que se preguntan a la vez',
    en: 'There are more members than are asked at once',
    pt: 'Há mais membros do que se perguntam de uma vez',
  },
  nobody: {
    es: 'Ningún sistema dice quiénes lo forman',
    en: 'No system says who belongs to it',
    pt: 'Nenhum sistema diz quem o forma',
  },
} as const satisfies Record<string, Text>
export const words = (key: keyof typeof table, locale: string): string => say(table[key], locale)
