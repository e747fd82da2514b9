/**
 * What the page tells an app that shows it in a web view (docs/bridge.md): where it is and what happened, and nothing about the person.
 * Android hands in `window.MingceBridge`, iOS a message handler named `mingce`; without either nothing is sent.
 */
export type HostMessage =
  | { readonly type: 'ready'; readonly signedIn: boolean }
  | { readonly type: 'view'; readonly view: string; readonly title: string }
  | { readonly type: 'registered'; readonly electionId: string; readonly outcome: string }
  | { readonly type: 'signed-out' }

interface Host {
  readonly MingceBridge?: { postMessage(message: string): void }
  readonly webkit?: { readonly messageHandlers?: { readonly mingce?: { postMessage(message: unknown): void } } }
}

declare global {
  interface Window extends Host {}
}

/** Sends a message to `host` (the window). An exception of the host is ignored, so that the page stays usable. */
export const postToHost = (event: HostMessage, host: Host = window): void => {
  const message = { source: 'mingce', version: 1, ...event }
  try {
    host.MingceBridge?.postMessage(JSON.stringify(message))
    host.webkit?.messageHandlers?.mingce?.postMessage(message)
  } catch {
    // See above.
  }
}
