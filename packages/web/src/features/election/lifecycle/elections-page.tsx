/** The start page: the elections this person works on, and what waits for them in each. */
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Election } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { chinaToday, Failure, formatDay, Loading, Nothing, Page } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { dayDistance } from '../calendar/index.ts'
import { ElectionFacts } from './election-facts.tsx'
import { useElections } from './use-elections.ts'

/** `tasks`: what waits for the reader in an election that goes on. */
const ElectionsPage = ({ tasks }: { tasks: (election: Election) => ReactNode }) => {
  const { t } = useTranslation('election')
  const may = useMay()
  const elections = useElections()
  const setUp = may('set-up') ? (
    <Link to="/elections/new">
      <Button type="primary" icon={<PlusOutlined aria-hidden />} tabIndex={-1}>
        {t('setUp')}
      </Button>
    </Link>
  ) : null
  return (
    <Page title={t('title')} actions={setUp}>
      {elections.isPending ? (
        <Loading />
      ) : elections.isError ? (
        <Failure error={elections.error} retry={() => void elections.refetch()} />
      ) : elections.data.length === 0 ? (
        <Nothing title={may('set-up') ? t('noneSetUp') : t('none')} />
      ) : (
        <ul className="elections">
          {elections.data.map(election => (
            <ElectionCard key={election.id} election={election} tasks={election.state === 'closed' ? null : tasks(election)} />
          ))}
        </ul>
      )}
    </Page>
  )
}

const ElectionCard = ({ election, tasks }: { election: Election; tasks: ReactNode }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const left = dayDistance(chinaToday(), election.listDeadline)
  return (
    <li>
      <Link to={`/elections/${election.id}`} className="election-card">
        <h2>{election.name}</h2>
        <ElectionFacts election={election} />
        <p className="soft">
          {t('listBy', { day: formatDay(election.listDeadline, language) })}
          {election.state === 'preparing' ? (
            <> · {left >= 0 ? t('daysLeft', { count: left }) : t('daysPast', { count: -left })}</>
          ) : null}
        </p>
      </Link>
      {tasks}
    </li>
  )
}

export default ElectionsPage
