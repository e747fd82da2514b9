/** Words on the screen: Chinese first, English second. One JSON file per room and language; components hold no text. */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import enAccess from './en/access.json'
import enAccount from './en/account.json'
import enCertificate from './en/certificate.json'
import enDevices from './en/devices.json'
import enDisqualifications from './en/disqualifications.json'
import enDistrict from './en/district.json'
import enElection from './en/election.json'
import enElectorate from './en/electorate.json'
import enHelp from './en/help.json'
import enNotices from './en/notices.json'
import enObjections from './en/objections.json'
import enOffice from './en/office.json'
import enPopulation from './en/population.json'
import enPractice from './en/practice.json'
import enRegistration from './en/registration.json'
import enReport from './en/report.json'
import enRoll from './en/roll.json'
import enRules from './en/rules.json'
import enStations from './en/stations.json'
import enUi from './en/ui.json'
import { type Language, preferredLanguage } from './language.ts'
import zhAccess from './zh/access.json'
import zhAccount from './zh/account.json'
import zhCertificate from './zh/certificate.json'
import zhDevices from './zh/devices.json'
import zhDisqualifications from './zh/disqualifications.json'
import zhDistrict from './zh/district.json'
import zhElection from './zh/election.json'
import zhElectorate from './zh/electorate.json'
import zhHelp from './zh/help.json'
import type zhMyCertificate from './zh/my-certificate.json'
import zhNotices from './zh/notices.json'
import zhObjections from './zh/objections.json'
import zhOffice from './zh/office.json'
import zhPopulation from './zh/population.json'
import zhPractice from './zh/practice.json'
import zhRegistration from './zh/registration.json'
import zhReport from './zh/report.json'
import zhRoll from './zh/roll.json'
import zhRules from './zh/rules.json'
import type zhStation from './zh/station.json'
import zhStations from './zh/stations.json'
import zhUi from './zh/ui.json'
import type zhVoter from './zh/voter.json'

const zh = {
  access: zhAccess,
  account: zhAccount,
  certificate: zhCertificate,
  devices: zhDevices,
  disqualifications: zhDisqualifications,
  district: zhDistrict,
  election: zhElection,
  help: zhHelp,
  notices: zhNotices,
  objections: zhObjections,
  office: zhOffice,
  population: zhPopulation,
  practice: zhPractice,
  registration: zhRegistration,
  report: zhReport,
  roll: zhRoll,
  rules: zhRules,
  electorate: zhElectorate,
  stations: zhStations,
  ui: zhUi,
}
const en = {
  access: enAccess,
  account: enAccount,
  certificate: enCertificate,
  devices: enDevices,
  disqualifications: enDisqualifications,
  district: enDistrict,
  election: enElection,
  help: enHelp,
  notices: enNotices,
  objections: enObjections,
  office: enOffice,
  population: enPopulation,
  practice: enPractice,
  registration: enRegistration,
  report: enReport,
  roll: enRoll,
  rules: enRules,
  electorate: enElectorate,
  stations: enStations,
  ui: enUi,
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui'
    /** The portal's and the station's words are loaded by those pages alone. */
    resources: typeof zh & { myCertificate: typeof zhMyCertificate; station: typeof zhStation; voter: typeof zhVoter }
  }
}

export { LANGUAGES, type Language, preferredLanguage } from './language.ts'

const REMEMBERED = 'mingce.language'

/** Starts i18next; call once before the first render. */
export const startI18n = async (): Promise<void> => {
  const language = preferredLanguage(localStorage.getItem(REMEMBERED), navigator.languages)
  await i18next.use(initReactI18next).init({
    resources: { 'zh-CN': zh, en },
    lng: language,
    fallbackLng: 'zh-CN',
    defaultNS: 'ui',
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}

/** The current language, and how to change it. */
export const useLanguage = (): { language: Language; setLanguage: (language: Language) => void } => {
  const { i18n } = useTranslation()
  return {
    language: i18n.language === 'en' ? 'en' : 'zh-CN',
    setLanguage: language => {
      localStorage.setItem(REMEMBERED, language)
      document.documentElement.lang = language
      void i18n.changeLanguage(language)
    },
  }
}

/** Reads the half of a two-language text that the reader chose. */
export const useText = (): ((text: { zh: string; en: string }) => string) => {
  const { language } = useLanguage()
  return text => (language === 'en' ? text.en : text.zh)
}
