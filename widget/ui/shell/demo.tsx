import type { Language } from '../../../connectors/contract/index.ts'
import { language } from '../../i18n/index.ts'

const words: Record<Language, string> = {
  es: 'Demostración dentro de la página: sin pasarela, nada está protegido.',
  en: 'Demonstration inside the page: no gateway, so nothing is protected.',
  pt: 'Demonstração dentro da página: sem gateway, nada está protegido.',
}

/** A hub in the page protects nothing, and the card says so. */
export default function Demo() {
  return <p class="banner demo">{words[language()]}</p>
}
