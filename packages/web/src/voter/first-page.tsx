/**
 * The page of who is not signed in, as HTML for the document itself: a voter reads it and can log in before any script has come. Drawn at
 * build time from the components that draw it afterwards, so that nothing moves when they take over.
 */
import i18next from 'i18next'
import { renderToStaticMarkup } from 'react-dom/server'
import { initReactI18next, useTranslation } from 'react-i18next'
import enUi from '../i18n/en/ui.json'
import enVoter from '../i18n/en/voter.json'
import type { Language } from '../i18n/language.ts'
import zhUi from '../i18n/zh/ui.json'
import zhVoter from '../i18n/zh/voter.json'
import type { Logins } from './api/index.ts'
import { returnPath } from './host/index.ts'
import { Foot, Head, ReaderProvider } from './ui/index.ts'
import { Welcome } from './welcome.tsx'

/** Stand where the server writes a log-in's id and name; `server/src/access/first-page.ts` knows them. */
const LOGIN = { id: 'LOGIN-ID', name: { zh: 'LOGIN-ZH', en: 'LOGIN-EN' } }

const SkipLink = () => {
  const { t } = useTranslation('voter')
  return (
    <a className="skip" href="#main">
      {t('skip')}
    </a>
  )
}

const draw = (language: Language, logins: Logins): string =>
  renderToStaticMarkup(
    <div className="first-page" lang={language}>
      <ReaderProvider large={false}>
        <div className="frame">
          <SkipLink />
          <Head me={null} onSignOut={() => undefined} />
          <main id="main" tabIndex={-1}>
            <Welcome logins={logins} said={null} to={returnPath('')} />
          </main>
          <Foot />
        </div>
      </ReaderProvider>
    </div>,
  )

/** Both languages of the page, by what the log-ins are: of others, of a demo, none. */
export const drawFirstPages = async (): Promise<Readonly<Record<'login' | 'demo' | 'none', string>>> => {
  const of = async (logins: Logins): Promise<string> => {
    await i18next.changeLanguage('zh-CN')
    const chinese = draw('zh-CN', logins)
    await i18next.changeLanguage('en')
    // One of the two is shown; an id may occur once in a page.
    return chinese + draw('en', logins).replace('id="main"', '').replace('href="#main"', 'href="#home"')
  }
  await i18next.use(initReactI18next).init({
    resources: { 'zh-CN': { ui: zhUi, voter: zhVoter }, en: { ui: enUi, voter: enVoter } },
    lng: 'zh-CN',
    defaultNS: 'voter',
    interpolation: { escapeValue: false },
  })
  return {
    login: await of({ options: [LOGIN], demo: false }),
    demo: await of({ options: [LOGIN], demo: true }),
    none: await of({ options: [], demo: false }),
  }
}
