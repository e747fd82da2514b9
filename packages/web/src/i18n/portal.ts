/** The portal's words: Chinese comes with the page, English when it is asked for; of the console's words only the shared ones. */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from './language.ts'
import zhUi from './zh/ui.json'
import zhVoter from './zh/voter.json'

const load = async (language: Language): Promise<void> => {
  if (i18next.hasResourceBundle(language, 'voter')) return
  const [ui, voter] = await Promise.all([import('./en/ui.json'), import('./en/voter.json')])
  i18next.addResourceBundle(language, 'ui', ui.default)
  i18next.addResourceBundle(language, 'voter', voter.default)
}

/** Starts i18next in `language`; call once before the first render. */
export const startPortalI18n = async (language: Language): Promise<void> => {
  await i18next.use(initReactI18next).init({
    resources: { 'zh-CN': { ui: zhUi, voter: zhVoter } },
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    defaultNS: 'voter',
    interpolation: { escapeValue: false },
  })
  await changeLanguage(language)
}

/** Changes to `language` once its words are here; where they cannot be had, the page stays in Chinese. */
export const changeLanguage = async (language: Language): Promise<void> => {
  const reached = await load(language).then(
    () => language,
    (): Language => 'zh-CN',
  )
  document.documentElement.lang = reached
  await i18next.changeLanguage(reached)
}

/** The language that is shown. */
export const useShownLanguage = (): Language => {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}

/** Reads the half of a two-language text that is shown. */
export const useText = (): ((text: { zh: string; en: string }) => string) => {
  const language = useShownLanguage()
  return text => (language === 'en' ? text.en : text.zh)
}
