/** Tours of the three main screens: what each step points at. Their words are in help.json. */

export const TOURS = {
  overview: [
    { step: 'progress', target: '.headline' },
    { step: 'deadlines', target: '.columns .sheet' },
    { step: 'communities', target: '.content .sheet:nth-of-type(3), .columns ~ .sheet' },
    { step: 'places', target: '.side .places, .top-menu' },
  ],
  import: [
    { step: 'kind', target: '.kinds' },
    { step: 'file', target: '.ant-upload-wrapper' },
    { step: 'start', target: '.page-actions a' },
    { step: 'list', target: '.records, .cards, .nothing' },
  ],
  review: [
    { step: 'list', target: '.queue-list' },
    { step: 'evidence', target: '.queue-case' },
    { step: 'filters', target: '.filters, .page .ant-select' },
    { step: 'keys', target: '.page-actions' },
  ],
} as const
export type TourName = keyof typeof TOURS

const PATHS: readonly [RegExp, TourName][] = [
  [/^\/elections\/(?!new$)[^/]+\/?$/, 'overview'],
  [/^\/elections\/[^/]+\/imports(?:\/new)?\/?$/, 'import'],
  [/^\/elections\/[^/]+\/reviews\/?$/, 'review'],
]

/** The tour of the page at `pathname`; null: it has none. */
export const tourOf = (pathname: string): TourName | null => PATHS.find(([path]) => path.test(pathname))?.[1] ?? null
