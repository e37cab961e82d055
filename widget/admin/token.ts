/**
 * The host's JWT from the address (`#token=…`), which is cleaned at once. A new fragment brings a new token.
 */
export function hostToken(window: Window): () => Promise<string> {
  let token: string | undefined
  const read = (): void => {
    const found = /(?:^#|[&;])token=([\w.-]{1,8192})/.exec(window.location.hash)?.[1]
    if (found === undefined) return
    token = found
    window.history.replaceState(null, '', window.location.pathname + window.location.search)
  }
  read()
  window.addEventListener('hashchange', read)
  return async () => {
    const once = token
    // A host token is valid for one exchange.
    token = undefined
    if (once === undefined)
      throw new Error(
        'the address holds no token: open the editor from the host, with #token=… signed by its backend',
      )
    return once
  }
}
