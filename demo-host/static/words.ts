import type { Language } from '../../connectors/contract/values.ts'
import type { SystemId } from '../systems/ports.ts'

interface Own {
  title: string
  intro: string
  warning: string
  layout: string
  compact: string
  touch: string
  systems: Record<SystemId, string>
}
const systems: Record<SystemId, string> = {
  shop: 'Tienda',
  desk: 'Soporte',
  till: 'Fidelidad y caja',
  subs: 'Suscripciones',
  survey: 'Encuestas',
  web: 'Web y campañas',
  phone: 'Centralita',
}

export const words: Record<Language, Own> = {
  es: {
    title: 'Demostración sin servidor',
    intro:
      'Cincuenta clientes inventados. La ficha es la misma; el núcleo y los siete sistemas corren dentro de esta página.',
    warning:
      'Demostración: todo ocurre dentro de esta página y nada está protegido. De verdad, la ficha la sirve una pasarela.',
    layout: 'Tamaño',
    compact: 'compacto',
    touch: 'táctil',
    systems,
  },
  en: {
    title: 'Demo without a server',
    intro:
      'Fifty made-up customers. The card is the same; the hub and the seven systems run inside this page.',
    warning:
      'Demo: everything happens inside this page and nothing is protected. In life a gateway serves the card.',
    layout: 'Size',
    compact: 'compact',
    touch: 'touch',
    systems,
  },
  pt: {
    title: 'Demonstração sem servidor',
    intro:
      'Cinquenta clientes inventados. A ficha é a mesma; o núcleo e os sete sistemas correm dentro desta página.',
    warning:
      'Demonstração: tudo acontece dentro desta página e nada está protegido. Na vida real, a ficha é servida por um gateway.',
    layout: 'Tamanho',
    compact: 'compacto',
    touch: 'tátil',
    systems,
  },
}
