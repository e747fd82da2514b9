/** Further languages of the portal, one file each (`languages/README.md`): named in the page by the build, loaded when one is chosen. */
import type { Language } from './language.ts'

type Texts = { readonly [key: string]: string | Texts }

export interface FurtherLanguage {
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  /** Whose dates, numbers and official texts are shown beside it. */
  readonly like: Language
  readonly ui: Texts
  readonly voter: Texts
}

/** Tag and own name of each further language: `data-languages` of the page, such as `[["ug","ئۇيغۇرچە"]]`. */
export const furtherLanguages = (): readonly (readonly [tag: string, name: string])[] => {
  const named = typeof document === 'undefined' ? undefined : document.documentElement.dataset.languages
  return named ? (JSON.parse(named) as [string, string][]) : []
}

/** Throws where the file does not come. */
export const loadFurther = async (tag: string): Promise<FurtherLanguage> => {
  const response = await fetch(`/languages/${tag}.json`)
  if (!response.ok) throw new Error(`no texts in ${tag}`)
  return (await response.json()) as FurtherLanguage
}
