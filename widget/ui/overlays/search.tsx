import { effect, signal, useSignal } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Candidate } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { Recent } from '../../storage/port.ts'
import { typedAhead } from '../keyboard/keyboard.ts'
import { CandidateFacts } from '../person/possible.tsx'
import { nameOf } from '../person/who.tsx'
import { Words } from '../values/safe.tsx'
import { useView } from '../view.ts'

type Found =
  | { is: 'idle' | 'short' | 'busy' }
  | { is: 'found'; text: string; people: readonly Candidate[] }
  | { is: 'failed'; says: string }
const pause = 220

/** Searches by any key, as the agent types. Only the newest search may show results. */
export default function Search() {
  const { card, open } = useView()
  const text = useMemo(() => signal(typedAhead(open)), [])
  const found = useSignal<Found>({ is: 'idle' })
  const recents = useSignal<readonly Recent[]>([])
  const at = useSignal(-1)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  useLayoutEffect(() => input.current?.focus(), [])
  useEffect(() => {
    let here = true
    void card.recents().then((r) => {
      if (here) recents.value = r.slice(0, 5)
    })
    return () => {
      here = false
    }
  }, [])
  useEffect(
    () =>
      effect(() => {
        const words = text.value.trim()
        at.value = -1
        if (words.length < 3) {
          found.value = { is: words === '' ? 'idle' : 'short' }
          return
        }
        const stop = new AbortController()
        found.value = { is: 'busy' }
        const cancel = card.clock.after(pause, () => {
          card.search(words, stop.signal).then(
            (people) => {
              if (!stop.signal.aborted) found.value = { is: 'found', text: words, people }
            },
            (error: unknown) => {
              if (!stop.signal.aborted)
                found.value = {
                  is: 'failed',
                  says:
                    error instanceof Error && 'problem' in error
                      ? ((error.problem as { detail?: string } | undefined)?.detail ?? '')
                      : '',
                }
            },
          )
        })
        return () => {
          stop.abort()
          cancel()
        }
      }),
    [],
  )
  const { value } = found
  const people = value.is === 'found' ? value.people : []
  const exact = text.value.trim().length >= 3
  const count = people.length + (exact ? 1 : 0)
  const pick = (i: number) => {
    const person = people[i]
    if (person) card.show({ candidate: person.ref })
    else if (exact) card.show({ hints: [{ kind: 'any', value: text.value.trim() }] })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (count > 0) at.value = (at.value + (event.key === 'ArrowDown' ? 1 : -1) + count) % count
    }
    if (event.key === 'Enter' && exact) {
      event.preventDefault()
      pick(at.value >= 0 ? at.value : people.length === 1 ? 0 : people.length)
    }
  }
  return (
    <search class="over">
      <label for={id} class="quiet">
        {t('search.label')}
      </label>
      <div class="bar-in">
        <input
          id={id}
          ref={input}
          type="text"
          role="combobox"
          enterkeyhint="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          placeholder={t('search.hint')}
          aria-expanded={count > 0}
          aria-controls={`${id}l`}
          aria-autocomplete="list"
          aria-activedescendant={at.value >= 0 ? `${id}o${at.value}` : undefined}
          value={text.value}
          onInput={(e) => {
            text.value = e.currentTarget.value
          }}
          onKeyDown={keys}
        />
        <button
          type="button"
          class="link"
          onClick={() => {
            open.value = undefined
          }}
        >
          {t('tool.close')}
        </button>
      </div>
      <p class="soft" aria-live="polite">
        {value.is === 'short'
          ? t('search.short')
          : value.is === 'busy'
            ? t('search.busy')
            : value.is === 'failed'
              ? t('search.failed', { says: value.says })
              : value.is === 'found'
                ? people.length > 0
                  ? t('search.count', { n: people.length })
                  : t('search.none', { text: value.text })
                : ''}
      </p>
      <ul id={`${id}l`} role="listbox" aria-label={t('search.label')} class="found" hidden={count === 0}>
        {people.map((c, i) => (
          <li
            key={c.ref}
            id={`${id}o${i}`}
            role="option"
            aria-selected={at.value === i}
            onClick={() => pick(i)}
          >
            <b>
              <Words>{nameOf(c.name)}</Words>
            </b>
            <CandidateFacts candidate={c} />
            <small class="soft">
              <Words>{c.says}</Words>
            </small>
          </li>
        ))}
        {exact && (
          <li
            id={`${id}o${people.length}`}
            role="option"
            aria-selected={at.value === people.length}
            onClick={() => pick(people.length)}
          >
            {t('search.exact', { text: text.value.trim() })}
          </li>
        )}
      </ul>
      {!exact && recents.value.length > 0 && (
        <>
          <h2>{t('search.recent')}</h2>
          <ul class="found">
            {recents.value.map((r) => (
              <li key={`${r.name}${r.at}`}>
                <button type="button" class="pick" onClick={() => card.show({ hints: r.hints })}>
                  <Words>{r.name}</Words>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </search>
  )
}
