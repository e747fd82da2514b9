/** How a page starts, in old browsers too: `guard.js`, which the build puts into each page. */
declare global {
  interface Window {
    /** Set by `guard.js`; not there while pages are developed. */
    mingceStarted?: () => void
  }
}

/** Starts a page. Until `draw` is over, an error shows the page's words for browsers in which it cannot start. */
export const startPage = (draw: () => Promise<void>): void => {
  void draw().then(() => window.mingceStarted?.())
}
