import type { Socket } from 'node:net'

/**
 * What Node could not read as a request never reaches a route; it is told why all the same, in the words of
 * every other refusal.
 */
export function answerUnreadable(server: {
  on(event: 'clientError', listener: (error: Error, socket: Socket) => void): unknown
}): void {
  server.on('clientError', (error, socket) => {
    // An answer has begun on this line: nothing may be written into it.
    const busy =
      (socket as { _httpMessage?: { headersSent?: boolean } | null })._httpMessage?.headersSent === true
    if (!socket.writable || busy || (error as NodeJS.ErrnoException).code === 'ECONNRESET')
      return void socket.destroy()
    const [status, reason, code, detail] = answerTo((error as NodeJS.ErrnoException).code)
    const body = JSON.stringify({ type: `urn:ficha:problem:${code}`, title: reason, status, code, detail })
    socket.end(
      `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    )
  })
}

function answerTo(
  cause: string | undefined,
): readonly [status: number, reason: string, code: string, detail: string] {
  switch (cause) {
    case 'HPE_HEADER_OVERFLOW':
      return [
        431,
        'Request Header Fields Too Large',
        'too-large',
        'the headers of a request may hold 16 KiB at most; send fewer, or shorter ones',
      ]
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [
        408,
        'Request Timeout',
        'bad-request',
        'the request did not come whole in time; send it at once',
      ]
    default:
      return [
        400,
        'Bad Request',
        'bad-request',
        'this is not a request of HTTP/1.1; speak HTTP, with TLS ended in front',
      ]
  }
}
