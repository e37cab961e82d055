import type { Hint } from '../../connectors/contract/identifier.ts'
import type { FichaNucleo } from '../../widget/element.ts'
import type { Choices } from './choices.ts'

/** Who is on screen and how they came, as this page knows it. */
export interface Shown {
  hint: Hint
  context: {
    channel: 'phone' | 'mail' | 'chat' | 'store' | 'web'
    place?: string
    motive?: string
    waited?: number
  }
  interaction: string
}

const at = (): string => document.querySelector('meta[name=ficha-card]')?.getAttribute('content') ?? ''

/** One card in this page. What it inserts goes to `insert`. */
export function card(
  choices: Choices,
  layout: 'compact' | 'touch',
  insert?: (text: string) => void,
): FichaNucleo {
  const made = document.createElement('ficha-nucleo')
  for (const [name, value] of Object.entries({
    src: at(),
    lang: choices.lang,
    theme: choices.theme,
    layout,
    'token-url': `/token?role=${choices.role}`,
  }))
    made.setAttribute(name, value)
  if (insert)
    made.addEventListener('ficha-insert', (event) =>
      insert(String((event as CustomEvent<{ text: string }>).detail.text)),
    )
  return made
}
export const show = (made: FichaNucleo, shown: Shown | null): void => {
  made.subject = shown && { hints: [shown.hint], context: shown.context, interaction: shown.interaction }
}
