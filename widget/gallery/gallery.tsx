import { signal } from '@preact/signals'
import { render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { sections } from './cases/index.ts'

/**
 * Every state of the card in each layout, theme and language, on one page. Frames are loaded near the view
 * and let go far from it. The address keeps what was chosen: `?states=late&lang=es,pt`.
 */
const choices = {
  layout: ['compact', 'touch'],
  theme: ['light', 'dark'],
  lang: ['es', 'en', 'pt'],
} as const
type Choice = keyof typeof choices
type Dress = { readonly [C in Choice]: string }
const names: Readonly<Record<Choice, string>> = { layout: 'Layout', theme: 'Theme', lang: 'Language' }

const query = new URLSearchParams(location.search)
const chosen = signal<Readonly<Record<Choice, readonly string[]>>>({
  layout: wanted('layout'),
  theme: wanted('theme'),
  lang: wanted('lang'),
})
const section = signal(query.get('section') ?? '')
const text = signal(query.get('states') ?? '')

function wanted(choice: Choice): readonly string[] {
  const asked = query.get(choice)?.split(',')
  return choices[choice].filter((value) => !asked || asked.includes(value))
}
function keepInAddress(): void {
  const now = new URLSearchParams()
  if (text.value) now.set('states', text.value)
  if (section.value) now.set('section', section.value)
  for (const choice of Object.keys(choices) as Choice[])
    if (chosen.value[choice].length < choices[choice].length) now.set(choice, chosen.value[choice].join(','))
  history.replaceState(null, '', now.size > 0 ? `?${now}` : location.pathname)
}

const shownSections = () =>
  Object.entries(sections)
    .filter(([title]) => section.value === '' || title === section.value)
    .map(
      ([title, cases]) =>
        [
          title,
          Object.entries(cases).filter(([name, [words]]) =>
            `${name} ${words}`.toLowerCase().includes(text.value.trim().toLowerCase()),
          ),
        ] as const,
    )
    .filter(([, cases]) => cases.length > 0)
const dresses = (): readonly Dress[] =>
  chosen.value.lang.flatMap((lang) =>
    chosen.value.layout.flatMap((layout) => chosen.value.theme.map((theme) => ({ lang, layout, theme }))),
  )

function Frame({ state, dress }: { state: string; dress: Dress }) {
  const figure = useRef<HTMLElement>(null)
  const [near, setNear] = useState(false)
  const height = useRef('')
  useEffect(() => {
    const observer = new IntersectionObserver(
      (seen) => {
        // A card that is let go leaves its height: what is in view stays where it is.
        height.current = figure.current?.querySelector('iframe')?.style.height || height.current
        setNear(seen.at(-1)?.isIntersecting === true)
      },
      { rootMargin: '800px' },
    )
    observer.observe(figure.current as HTMLElement)
    return () => observer.disconnect()
  }, [])
  const href = `card.html?${new URLSearchParams({ state, ...dress })}`
  const words = `${dress.layout}, ${dress.theme}, ${dress.lang}`
  return (
    <figure ref={figure} class={`${dress.layout} ${dress.theme}`}>
      {near ? (
        <iframe title={`${state}: ${words}`} src={href} style={{ height: height.current }} />
      ) : (
        <div class="frame" style={{ height: height.current }} />
      )}
      <figcaption>
        {words} · <a href={href}>alone</a>
      </figcaption>
    </figure>
  )
}

function Bar({ count }: { count: number }) {
  return (
    <form class="bar" onSubmit={(event) => event.preventDefault()}>
      <h1>Ficha núcleo: gallery</h1>
      <input
        type="search"
        aria-label="State"
        placeholder="State…"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
      />
      <select
        aria-label="Section"
        value={section.value}
        onChange={(event) => {
          section.value = event.currentTarget.value
        }}
      >
        <option value="">All sections</option>
        {Object.keys(sections).map((title) => (
          <option key={title} value={title}>
            {title}
          </option>
        ))}
      </select>
      {(Object.keys(choices) as Choice[]).map((choice) => (
        <fieldset key={choice}>
          <legend>{names[choice]}</legend>
          {choices[choice].map((value) => (
            <label key={value}>
              <input
                type="checkbox"
                checked={chosen.value[choice].includes(value)}
                onChange={(event) => {
                  const on = event.currentTarget.checked
                  chosen.value = {
                    ...chosen.value,
                    [choice]: choices[choice].filter((other) =>
                      other === value ? on : chosen.value[choice].includes(other),
                    ),
                  }
                }}
              />
              {value}
            </label>
          ))}
        </fieldset>
      ))}
      <p class="count" role="status">
        {count === 1 ? '1 card' : `${count} cards`}
      </p>
    </form>
  )
}

function Gallery() {
  keepInAddress()
  const shown = shownSections()
  const worn = dresses()
  return (
    <>
      <Bar count={shown.reduce((sum, [, cases]) => sum + cases.length, 0) * worn.length} />
      {shown.map(([title, cases]) => (
        <section key={title}>
          <h2>{title}</h2>
          {cases.map(([name, [words]]) => (
            <article key={name} data-state={name}>
              <h3>
                {words}
                <code>{name}</code>
              </h3>
              <div class="frames">
                {worn.map((dress) => (
                  <Frame key={Object.values(dress).join(' ')} state={name} dress={dress} />
                ))}
              </div>
            </article>
          ))}
        </section>
      ))}
    </>
  )
}
render(<Gallery />, document.getElementById('root') as HTMLElement)
