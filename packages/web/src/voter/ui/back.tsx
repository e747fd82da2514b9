/** The way back to my registration. */
import { useTranslation } from 'react-i18next'

export const Back = ({ to }: { to: string }) => {
  const { t } = useTranslation('voter')
  return (
    <a className="back no-print" href={to}>
      {t('back')}
    </a>
  )
}
