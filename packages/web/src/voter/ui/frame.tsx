/** The frame of every portal view: a header with the reader's settings, and a footer. */
import { useTranslation } from 'react-i18next'
import { furtherLanguages } from '../../i18n/further.ts'
import { Seal } from '../../ui/seal.tsx'
import type { Me } from '../api/index.ts'
import { ReadAloud } from './read-aloud.tsx'
import { useReader } from './reader.tsx'

/** With two languages a button for the other; with more a menu of their own names. */
const LanguageChoice = () => {
  const { t } = useTranslation('voter')
  const { tag, setLanguage } = useReader()
  const further = furtherLanguages()
  const other = tag === 'en' ? 'zh-CN' : 'en'
  if (further.length === 0)
    return (
      <button type="button" lang={other} onClick={() => setLanguage(other)}>
        {t('language')}
      </button>
    )
  return (
    <select aria-label={t('languages')} value={tag} onChange={event => setLanguage(event.target.value)}>
      {[['zh-CN', '\u4e2d\u6587'], ['en', 'English'], ...further].map(([each, name]) => (
        <option key={each} value={each} lang={each}>
          {name}
        </option>
      ))}
    </select>
  )
}

export const Head = ({ me, onSignOut }: { me: Me | null; onSignOut: () => void }) => {
  const { t } = useTranslation('voter')
  const { large, setLarge } = useReader()
  return (
    <header className="top">
      <a className="brand" href="#home">
        <Seal size={34} />
        <span>{t('title')}</span>
      </a>
      <div className="tools">
        <button type="button" aria-pressed={large} onClick={() => setLarge(!large)}>
          {t('large')}
        </button>
        {me ? <ReadAloud /> : null}
        <LanguageChoice />
        {me ? (
          <button type="button" onClick={onSignOut}>
            {t('signOut')}
          </button>
        ) : null}
      </div>
    </header>
  )
}

export const Foot = () => {
  const { t } = useTranslation('voter')
  return (
    <footer className="foot">
      <div className="foot-tools">
        <ReadAloud />
      </div>
      <p>{t('foot.private')}</p>
      <p>
        <a href="#help">{t('foot.help')}</a>
        <a href="/office/">{t('foot.office')}</a>
      </p>
    </footer>
  )
}
