/** Which of the two languages a reader gets. Knows no words, so that a page can ask before it loads any. */

export type Language = 'zh-CN' | 'en'
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en']

/** The language chosen here before, else the browser's where it is English alone, else Chinese. */
export const preferredLanguage = (remembered: string | null, browser: readonly string[]): Language => {
  if (remembered === 'zh-CN' || remembered === 'en') return remembered
  return browser.length > 0 && browser.every(tag => tag.toLowerCase().startsWith('en')) ? 'en' : 'zh-CN'
}
