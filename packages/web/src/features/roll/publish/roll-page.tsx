/** Publish the voter list, and prove what was published. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { readOverview, readRolls } from '../../../api/index.ts'
import { Failure, Loading, Nothing, Page, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { VersionSheet } from '../verify/index.ts'
import { PublishSheet } from './publish-sheet.tsx'

const RollPage = () => {
  const { t } = useTranslation('roll')
  const { electionId = '' } = useParams()
  const may = useMay()
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId) })
  const rolls = useQuery({ queryKey: ['rolls', electionId], queryFn: () => readRolls(electionId) })
  return (
    <Page title={t('title')} lead={t('lead')}>
      {overview.isPending || rolls.isPending ? (
        <Loading rows={8} />
      ) : overview.isError ? (
        <Failure error={overview.error} retry={() => void overview.refetch()} />
      ) : rolls.isError ? (
        <Failure error={rolls.error} retry={() => void rolls.refetch()} />
      ) : (
        <>
          {may('publish') ? <PublishSheet overview={overview.data} versions={rolls.data} /> : null}
          {rolls.data.length === 0 ? (
            <Sheet title={t('versions')}>
              <Nothing title={t('none')} />
            </Sheet>
          ) : (
            [...rolls.data]
              .sort((one, other) => other.version - one.version)
              .map(version => <VersionSheet key={version.version} electionId={electionId} version={version} />)
          )}
        </>
      )}
    </Page>
  )
}

export default RollPage
