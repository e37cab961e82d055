const asked = new Map<string, Promise<void>>()

/** A style sheet loaded on use. A part may show without it, so what could not be fetched is no error. */
export function loadStylesheet(href: string): Promise<void> {
  const known = asked.get(href)
  if (known) return known
  const came = new Promise<void>((done) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    // Looks may come late; the part itself does not wait for them long.
    setTimeout(done, 150)
    link.onload = () => done()
    link.onerror = () => {
      asked.delete(href)
      link.remove()
      done()
    }
    document.head.append(link)
  })
  asked.set(href, came)
  return came
}
