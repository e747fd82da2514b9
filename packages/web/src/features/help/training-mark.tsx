/** States on every page that this is a training election with invented people. */
import { ExperimentOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

export const TrainingMark = () => {
  const { t } = useTranslation('help')
  return (
    <aside className="training-mark" aria-label={t('training.mark')}>
      <ExperimentOutlined aria-hidden /> <strong>{t('training.mark')}</strong> <span>{t('training.text')}</span>
    </aside>
  )
}
