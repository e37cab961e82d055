const asked = new Map<string, Promise<void>>()

/** Loads a style sheet on use. A failure is not an error, because a part may be shown without it. */
export function loadStylesheet(href: string): Promise<void> {
  const known = asked.get(href)
  if (known) return known
  const came = new Promise<void>((done) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    // The style sheet may come late: the part itself waits for it only briefly.
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
