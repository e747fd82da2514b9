/** The frame of every portal view: a header with the reader's settings, and a footer. */
import { useTranslation } from 'react-i18next'
import { Seal } from '../../ui/seal.tsx'
import type { Me } from '../api/index.ts'
import { ReadAloud } from './read-aloud.tsx'
import { useReader } from './reader.tsx'

export const Head = ({ me, onSignOut }: { me: Me | null; onSignOut: () => void }) => {
  const { t } = useTranslation('voter')
  const { language, setLanguage, large, setLarge } = useReader()
  const other = language === 'en' ? 'zh-CN' : 'en'
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
        <button type="button" lang={other} onClick={() => setLanguage(other)}>
          {t('language')}
        </button>
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
