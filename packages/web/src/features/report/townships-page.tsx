/** Streets and townships side by side, the days of registration, and of one of them its communities. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { readOverview, readTownships } from '../../api/index.ts'
import { Mark, Page, QueryView, Sheet, shortCommunity } from '../../ui/index.ts'
import { CommunitySheet } from './community-sheet.tsx'
import { TownshipTable } from './township-table.tsx'
import { Trend } from './trend.tsx'

const TownshipsPage = () => {
  const { t } = useTranslation('report')
  const { electionId = '' } = useParams()
  const [params] = useSearchParams()
  const asked = params.get('township') ?? undefined
  const found = useQuery({
    queryKey: ['townships', electionId, asked],
    queryFn: () => readTownships(electionId, asked),
  })
  // Of one township there is nothing to choose: its communities are below.
  const only = found.data?.townships.length === 1 ? found.data.townships[0]?.code : undefined
  const township = asked ?? only
  const overview = useQuery({
    queryKey: ['overview', electionId],
    queryFn: () => readOverview(electionId),
    enabled: township !== undefined,
  })
  const chosen = found.data?.townships.find(({ code }) => code === township)
  return (
    <Page
      title={t('townships.title')}
      lead={<Lead electionId={electionId} late={found.data?.lateSteps ?? 0} />}
      actions={
        <Link to={`/elections/${electionId}/screen`}>
          <Button tabIndex={-1}>{t('townships.screen')}</Button>
        </Link>
      }
    >
      <QueryView query={found} rows={8}>
        {({ townships, days }) => (
          <>
            <Sheet
              title={chosen ? shortCommunity(chosen.name) : t('townships.all')}
              extra={asked && chosen ? <Link to="?">{t('townships.back')}</Link> : null}
            >
              <TownshipTable electionId={electionId} townships={chosen ? [chosen] : townships} />
            </Sheet>
            <Trend days={days} of={chosen ? shortCommunity(chosen.name) : undefined} />
            {chosen && overview.data ? (
              <CommunitySheet
                electionId={electionId}
                communities={overview.data.communities.filter(one => one.code.startsWith(chosen.code))}
              />
            ) : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** Steps of the timetable that are late, or what the page shows. */
const Lead = ({ electionId, late }: { electionId: string; late: number }) => {
  const { t } = useTranslation('report')
  if (late === 0) return t('townships.lead')
  return (
    <Link to={`/elections/${electionId}/timetable`}>
      <Mark tone="refused">{t('townships.lateHere', { count: late })}</Mark>
    </Link>
  )
}

export default TownshipsPage
