/** Reads the short names of docs/law: `EL 4, CL 55–58` → two articles. Pure. */

export const LAWS = ['EL', 'P83', 'OL', 'DL', 'CPL', 'CL', 'BJ', 'SH', 'ZJ', 'SD', 'PIPL', 'CSL'] as const
export type Law = (typeof LAWS)[number]

export interface ArticleRef {
  /** As it stands in the data. */
  readonly text: string
  /** null: a standard such as GB 11643, which is shown as it is. */
  readonly law: Law | null
  readonly number: string
}

/** `EL 57, 58` names the law once: what follows without a law belongs to the one before. */
export const parseArticles = (articles: string): ArticleRef[] => {
  let last: Law | null = null
  return articles.split(/\s*,\s*/).map(text => {
    const match = /^([A-Z]+\d{0,2})\s+\u00a7?\s?(\d[\d\u2013-]*)$/.exec(text)
    const named = LAWS.find(law => law === match?.[1])
    if (match && named) {
      last = named
      return { text, law: named, number: match[2] ?? '' }
    }
    if (!match && last && /^\d[\d\u2013-]*$/.test(text)) return { text, law: last, number: text }
    last = null
    return { text, law: null, number: '' }
  })
}
