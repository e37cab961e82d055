import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { later, loadTexts, type Part, t } from '../i18n/index.ts'
import over from './overlay.css?url'
import { loadStylesheet } from './style.ts'

/**
 * A component that is loaded, with its texts, when it is first rendered. If its chunk cannot be loaded, it
 * says so and offers to try again.
 */
export function lazily<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  texts: Part = later,
): ComponentType<P> {
  const part = signal<ComponentType<P> | 'failed' | undefined>(undefined)
  let loading = false
  const fetch = (): void => {
    if (loading) return
    loading = true
    Promise.all([load(), loadTexts(later), loadTexts(texts), loadStylesheet(over)])
      .then(
        ([module]) => {
          part.value = module.default
        },
        () => {
          part.value = 'failed'
        },
      )
      .finally(() => {
        loading = false
      })
  }
  return function Part(props: P) {
    const Loaded = part.value
    if (Loaded === 'failed')
      return (
        <p class="unknown pad">
          {t('chunk')}{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              part.value = undefined
            }}
          >
            {t('retry')}
          </button>
        </p>
      )
    if (!Loaded) {
      fetch()
      return <div class="bar pad" aria-hidden="true" />
    }
    return <Loaded {...props} />
  }
}
