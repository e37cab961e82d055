/**
 * Copies a text; true when it is on the clipboard. Frames without the permission use the older `execCommand`.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'quiet'
    const before = document.activeElement
    document.body.append(area)
    area.select()
    let done = false
    try {
      done = document.execCommand('copy')
    } catch {
      done = false
    }
    area.remove()
    if (before instanceof HTMLElement) before.focus()
    return done
  }
}
