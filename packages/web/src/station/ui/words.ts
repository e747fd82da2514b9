/** The page's words, both languages at hand: without a signal none can be fetched. */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import enStation from '../../i18n/en/station.json'
import { type Language, preferredLanguage } from '../../i18n/language.ts'
import zhStation from '../../i18n/zh/station.json'

const REMEMBERED = 'mingce.language'

/** Starts i18next; call once before the first render. */
export const startStationWords = async (): Promise<void> => {
  const language = preferredLanguage(localStorage.getItem(REMEMBERED), navigator.languages)
  await i18next.use(initReactI18next).init({
    resources: { 'zh-CN': { station: zhStation }, en: { station: enStation } },
    lng: language,
    fallbackLng: 'zh-CN',
    defaultNS: 'station',
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}

export const setLanguage = (language: Language): void => {
  localStorage.setItem(REMEMBERED, language)
  document.documentElement.lang = language
  void i18next.changeLanguage(language)
}

export const useWords = () => useTranslation('station')

/** The language that is shown. */
export const useShownLanguage = (): Language => {
  const { i18n } = useTranslation('station')
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}

/** Reads the half of a two-language text that is shown. */
export const useText = (): ((text: { zh: string; en: string }) => string) => {
  const language = useShownLanguage()
  return text => (language === 'en' ? text.en : text.zh)
}
