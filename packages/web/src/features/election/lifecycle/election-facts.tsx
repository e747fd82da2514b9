/** The few facts that tell one election from another: where, when, at which levels, in which state. */
import { CalendarOutlined, CheckCircleOutlined, EditOutlined, EnvironmentOutlined, LockOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Election } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatDay, Mark } from '../../../ui/index.ts'

export const ElectionFacts = ({ election }: { election: Election }) => {
  const { t } = useTranslation(['election', 'ui'])
  const { language } = useLanguage()
  return (
    <span className="facts">
      <span>
        <EnvironmentOutlined aria-hidden /> {election.area.name}
      </span>
      <span>
        <CalendarOutlined aria-hidden /> {t('pollingDay')} {formatDay(election.pollingDay, language)}
      </span>
      <span>{election.levels.map(level => t(`ui:level.${level}`)).join(' · ')}</span>
      <ElectionState state={election.state} />
    </span>
  )
}

const ElectionState = ({ state }: { state: string }) => {
  const { t } = useTranslation(['election', 'ui'])
  if (state === 'listed') {
    return (
      <Mark tone="registered" icon={<CheckCircleOutlined aria-hidden />}>
        {t('state.listed')}
      </Mark>
    )
  }
  if (state === 'closed') {
    return (
      <Mark tone="quiet" icon={<LockOutlined aria-hidden />}>
        {t('state.closed')}
      </Mark>
    )
  }
  return (
    <Mark tone="review" icon={<EditOutlined aria-hidden />}>
      {t('state.preparing')}
    </Mark>
  )
}
