import type { Language } from '../../connectors/contract/index.ts'
import type { Host } from '../host/port.ts'
import type { Case } from './case.ts'
import { sayIn } from './people.ts'

export interface Dress {
  language: Language
  theme: 'light' | 'dark'
  layout: 'compact' | 'touch'
}

/** The page around a card of the gallery: who calls, and how the card is dressed. */
export const galleryHost = (
  script: Case,
  dress: Dress,
  resize: (height: number) => void = () => {},
): Host => ({
  name: 'gallery',
  token: async () => '',
  resize,
  open: () => {},
  dispose: () => {},
  onSettings: (run) => {
    run(dress)
    return () => {}
  },
  onSubject: (run) => {
    run(
      script.blank
        ? null
        : {
            hints: [{ kind: 'phone', value: '600 12 34 56' }],
            context: {
              channel: 'phone',
              motive: sayIn(dress.language)('retraso', 'delay', 'atraso'),
              waited: 190,
            },
            interaction: 'i1',
          },
    )
    return () => {}
  },
})
