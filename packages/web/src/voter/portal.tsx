/** The page at `/`. */
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/index.ts'
import { Seal } from '../ui/seal.tsx'

export const Portal = () => {
  const { t } = useTranslation('voter')
  const { language, setLanguage } = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <main className="portal">
      <Seal size={72} />
      <h1>{t('title')}</h1>
      <p>{t('purpose')}</p>
      <p>{t('soon')}</p>
      <a className="portal-enter" href="/office">
        {t('office')}
      </a>
      <button type="button" lang={other} onClick={() => setLanguage(other)}>
        {t('language')}
      </button>
    </main>
  )
}
