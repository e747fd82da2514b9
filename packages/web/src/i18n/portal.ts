/** The portal's words: Chinese comes with the page, English when it is asked for; of the console's words only the shared ones. */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { type FurtherLanguage, furtherLanguages, loadFurther } from './further.ts'
import type { Language } from './language.ts'
import zhUi from './zh/ui.json'
import zhVoter from './zh/voter.json'

/** Further languages that have been loaded. */
const further = new Map<string, Pick<FurtherLanguage, 'like' | 'direction'>>()
const asLanguage = (tag: string): Language => (tag === 'en' ? 'en' : (further.get(tag)?.like ?? 'zh-CN'))

const loadOther = async (tag: string): Promise<void> => {
  const { direction, like, ui, voter } = await loadFurther(tag)
  await load(like)
  further.set(tag, { like, direction })
  i18next.addResourceBundle(tag, 'ui', ui)
  i18next.addResourceBundle(tag, 'voter', voter)
}

const load = async (language: string): Promise<void> => {
  if (i18next.hasResourceBundle(language, 'voter')) return
  if (language !== 'en') return loadOther(language)
  const [ui, voter] = await Promise.all([import('./en/ui.json'), import('./en/voter.json')])
  i18next.addResourceBundle(language, 'ui', ui.default)
  i18next.addResourceBundle(language, 'voter', voter.default)
}

/** Starts i18next in `language`; call once before the first render. */
export const startPortalI18n = async (language: string): Promise<void> => {
  await i18next.use(initReactI18next).init({
    resources: { 'zh-CN': { ui: zhUi, voter: zhVoter } },
    lng: 'zh-CN',
    fallbackLng: tag => [asLanguage(tag), 'zh-CN'],
    defaultNS: 'voter',
    interpolation: { escapeValue: false },
  })
  await changeLanguage(language)
}

/** Changes to `language` once its words are here; where they cannot be had, the page stays in Chinese. */
export const changeLanguage = async (language: string): Promise<void> => {
  const reached = await load(language).then(
    () => language,
    () => 'zh-CN',
  )
  document.documentElement.lang = reached
  document.documentElement.dir = further.get(reached)?.direction ?? 'ltr'
  await i18next.changeLanguage(reached)
}

/** The tag of the language that is shown. */
export const useShownTag = (): string => useTranslation().i18n.language

/** The language that is shown, or of a further one the language that it is like. */
export const useShownLanguage = (): Language => {
  const { i18n } = useTranslation()
  return asLanguage(i18n.language)
}

/** The language that was chosen before, where it is one of those that there are. */
export const rememberedLanguage = (remembered: string | null): string | null =>
  furtherLanguages().some(([tag]) => tag === remembered) ? remembered : null

/** Reads the half of a two-language text that is shown. */
export const useText = (): ((text: { zh: string; en: string }) => string) => {
  const language = useShownLanguage()
  return text => (language === 'en' ? text.en : text.zh)
}
