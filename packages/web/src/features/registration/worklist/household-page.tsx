/** The household of a printed sheet: its QR leads here, where the ticks of a visit are entered. */
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { Nothing, Page, QueryView, shortCommunity } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { useDoorWords } from './door-words.ts'
import { useHousehold } from './use-households.ts'
import { WorkList } from './work-list.tsx'

const HouseholdPage = () => {
  const { t } = useTranslation('registration')
  const { handle = '' } = useParams()
  const may = useMay()
  const household = useHousehold(handle)
  const { buildingOf, doorOf } = useDoorWords()
  const { data } = household
  return (
    <Page
      title={data ? `${buildingOf(data)} ${doorOf(data)}` : t('doors.household')}
      lead={data ? `${shortCommunity(data.community.name)} · ${data.electionName}` : undefined}
    >
      <QueryView query={household} rows={4}>
        {one => (
          <>
            {one.people.length === 0 ? (
              <Nothing title={t('doors.nobodyHere')} />
            ) : (
              <WorkList electionId={one.electionId} people={one.people} mayVisit={may('visit')} />
            )}
            <p className="soft">{t('doors.householdNote')}</p>
            <Link to={`/elections/${one.electionId}/not-yet-registered/buildings?community=${one.community.code}`}>
              {t('doors.allBuildings')}
            </Link>
          </>
        )}
      </QueryView>
    </Page>
  )
}

export default HouseholdPage
