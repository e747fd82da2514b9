/** The page's address: the view after the `#`, and the parameters that a city app or mini program sets. Pure. */

export const VIEWS = ['home', 'card', 'list', 'family', 'object', 'certificate', 'looked', 'contact', 'help'] as const
export type View = (typeof VIEWS)[number]
export interface Place {
  readonly view: View
  /** null: the only one, or one is to be chosen. */
  readonly electionId: string | null
}

/** `#card/110105-2026` → the card of that election. Anything unknown is the home page. */
export const readHash = (hash: string): Place => {
  const [name = '', id = ''] = hash.replace(/^#\/?/, '').split('/')
  const view = VIEWS.find(each => each === name) ?? 'home'
  let electionId: string | null = null
  try {
    electionId = id === '' ? null : decodeURIComponent(id)
  } catch {
    // A broken address leads home.
  }
  return { view, electionId }
}

export const hashOf = (view: View, electionId: string | null): string =>
  electionId === null ? `#${view}` : `#${view}/${encodeURIComponent(electionId)}`

export interface Parameters {
  /** Which host shows this page in a web view, which then has its own bar and title. */
  readonly embed: 'app' | 'mini-program' | null
  readonly language: string | null
  readonly large: boolean | null
  /** A log-in to go to at once. */
  readonly signIn: string | null
  /** Back from a log-in that worked: someone is signed in, and what they need can be asked for at once. */
  readonly isBack: boolean
  /** What the log-in said when it did not work. */
  readonly login: 'refused' | 'failed' | 'expired' | null
  /** Of a poster that was scanned: its election, and the code of its community. */
  readonly election: string | null
  readonly place: string | null
}

const LOGIN = ['refused', 'failed', 'expired'] as const

export const readParameters = (search: string): Parameters => {
  const query = new URLSearchParams(search)
  const embed = query.get('embed')
  const type = query.get('type')
  return {
    embed: embed === 'mini-program' ? 'mini-program' : embed === null || embed === '0' ? null : 'app',
    language: query.get('lang'),
    large: type === 'large' ? true : type === 'normal' ? false : null,
    signIn: query.get('sign-in') || null,
    isBack: query.get('from') === 'login',
    login: LOGIN.find(each => each === query.get('login')) ?? null,
    election: query.get('election') || null,
    place: /^\d{12}$/.exec(query.get('place') ?? '')?.[0] ?? null,
  }
}

/** Where a log-in comes back to: this page in the same shell, without what was said once. */
export const returnPath = (search: string): string => {
  const query = new URLSearchParams(search)
  query.delete('sign-in')
  query.delete('login')
  query.set('from', 'login')
  return `/?${query.toString()}`
}
