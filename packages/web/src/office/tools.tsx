/** Language and large type, on every page including the sign-in page. */
import { FontSizeOutlined, GlobalOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/index.ts'
import { useLargeType } from '../ui/index.ts'

export const Tools = () => {
  const { t } = useTranslation('office')
  const { language, setLanguage } = useLanguage()
  const { large, setLarge } = useLargeType()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <>
      <Button
        type="text"
        icon={<GlobalOutlined aria-hidden />}
        lang={other}
        aria-label={t('tools.languageLabel')}
        onClick={() => setLanguage(other)}
      >
        {t('tools.language')}
      </Button>
      <Button type="text" icon={<FontSizeOutlined aria-hidden />} aria-pressed={large} onClick={() => setLarge(!large)}>
        {large ? t('tools.normal') : t('tools.large')}
      </Button>
    </>
  )
}
