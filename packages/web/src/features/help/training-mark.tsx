/** Says on every page that this election is for practice: nobody in it is real. */
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
