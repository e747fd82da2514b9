/** Modules that `dev/manual.ts` makes of docs/manual. */
declare module 'virtual:mingce-manual' {
  export const MANUALS: readonly import('./section.ts').Manual[]
}
declare module 'virtual:mingce-manual-pages' {
  export const PAGES: readonly import('./section.ts').PageOfManual[]
}
