/** As much of a browser as a login needs: cookies by host (not by port, as in browsers), redirects one by one, forms. */

export interface Visit {
  readonly url: URL
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

export interface Browser {
  /** Follows redirects to a page, or until `stop` returns true for the next address; then `url` is that address, status 0. */
  open(url: string | URL, stop?: (next: URL) => boolean): Promise<Visit>
  /** Submits a form like a page of the same origin, and follows redirects. */
  submit(url: string | URL, fields: Readonly<Record<string, string>>, stop?: (next: URL) => boolean): Promise<Visit>
  readonly cookies: Map<string, string>
}

const MOST_REDIRECTS = 20

export const openBrowser = (): Browser => {
  const cookies = new Map<string, string>()

  const request = async (url: URL, form: URLSearchParams | null): Promise<Response> => {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { origin: url.origin, 'sec-fetch-site': 'same-origin' } : {}),
      },
      ...(form ? { method: 'POST', body: form } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const gone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)
      if (gone) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }

  const follow = async (start: URL, form: URLSearchParams | null, stop: (next: URL) => boolean): Promise<Visit> => {
    let url = start
    let body = form
    for (let hops = 0; hops < MOST_REDIRECTS; hops += 1) {
      const answer = await request(url, body)
      const text = await answer.text()
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status > 399 || location === null)
        return { url, status: answer.status, text, headers: answer.headers }
      url = new URL(location, url)
      body = null
      if (stop(url)) return { url, status: 0, text: '', headers: answer.headers }
    }
    throw new Error(`too many redirects, last to ${url.origin}${url.pathname}`)
  }

  return {
    cookies,
    open: (url, stop = () => false) => follow(new URL(url), null, stop),
    submit: (url, fields, stop = () => false) => follow(new URL(url), new URLSearchParams(fields), stop),
  }
}
