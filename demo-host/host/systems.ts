/**
 * The strip's way to the control of the sample systems, and the helpdesk's own notes; the browser never sees
 * their secrets.
 */
export interface Systems {
  all(): Promise<unknown>
  set(id: string, body: string): Promise<Response>
  notes(mail: string): Promise<{ at: string; text: string }[]>
}

export function systems(o: { control: string; token: string; desk: string; deskPassword: string }): Systems {
  const asked = (path: string, init: RequestInit = {}) =>
    fetch(`${o.control}${path}`, {
      ...init,
      headers: { 'x-control-token': o.token },
      signal: AbortSignal.timeout(3_000),
    })
  const desk = async (path: string) => {
    const answer = await fetch(`${o.desk}/REST/2.0${path}`, {
      headers: { authorization: `Basic ${btoa(`ficha:${o.deskPassword}`)}` },
      signal: AbortSignal.timeout(3_000),
    })
    if (!answer.ok) throw new Error(`desk answered ${answer.status}`)
    return (await answer.json()) as { items?: Record<string, unknown>[] }
  }
  return {
    all: async () => (await asked('/')).json(),
    set: (id, body) => asked(`/${encodeURIComponent(id)}`, { method: 'POST', body }),
    async notes(mail) {
      const query = new URLSearchParams({
        query: `Requestor.EmailAddress = '${mail.replace(/[\\']/g, '\\$&')}'`,
        orderby: 'Created',
        order: 'DESC',
        per_page: '3',
      })
      const tickets = (await desk(`/tickets?${query}`)).items ?? []
      const histories = await Promise.all(
        tickets.map((t) =>
          desk(
            `/ticket/${encodeURIComponent(String(t.id))}/history?fields=Type,Created,Content&per_page=100`,
          ),
        ),
      )
      return histories
        .flatMap((h) => h.items ?? [])
        .filter((e) => e.Type === 'Comment')
        .map((e) => ({ at: String(e.Created), text: String(e.Content ?? '') }))
        .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    },
  }
}
