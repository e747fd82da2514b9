/** People not yet registered by building, unit and door, in the order of a walk, and sheets to take along. */
import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Progress, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import type { Building, MissingCommunities } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, More, Nothing, Page, percent, QueryView, shortCommunity, useNarrow } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { useDoorWords } from './door-words.ts'
import { useHouseholds, usePrintHouseholds } from './use-households.ts'
import { useMissingCommunities } from './use-work-list.ts'
import { WorkList } from './work-list.tsx'

const BuildingsPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const missing = useMissingCommunities(electionId)
  const communities = (missing.data ?? []).filter(({ total }) => total > 0)
  const community = params.get('community') ?? communities[0]?.code
  const building = params.get('building') ?? undefined
  const households = useHouseholds(electionId, community, building)
  const print = usePrintHouseholds(electionId)
  const { buildingOf } = useDoorWords()
  const show = (next: { community?: string | undefined; building?: string | undefined }) => {
    print.reset()
    setParams(Object.fromEntries(Object.entries(next).flatMap(([name, value]) => (value ? [[name, value]] : []))), {
      replace: true,
      preventScrollReset: true,
    })
  }
  const chosen = households.data?.pages[0]?.buildings.find(({ id }) => id === building)
  return (
    <Page
      title={t('doors.title')}
      lead={<Link to={`/elections/${electionId}/not-yet-registered`}>{t('doors.back')}</Link>}
      actions={
        <Button
          icon={<PrinterOutlined aria-hidden />}
          disabled={community === undefined}
          loading={print.isPending}
          onClick={() => community && print.mutate({ community, building })}
        >
          {chosen ? t('doors.printOne', { building: buildingOf(chosen) }) : t('doors.print')}
        </Button>
      }
    >
      {print.isError ? <Failure error={print.error} /> : null}
      {print.data ? (
        <Alert type="success" showIcon role="status" className="gap" title={t('doors.printed', { name: print.data })} />
      ) : null}
      <QueryView query={missing} rows={8}>
        {() =>
          communities.length === 0 ? (
            <Nothing title={t('absent.noneAtAll')} />
          ) : (
            <>
              <CommunityChoice communities={communities} community={community} onChoose={code => show({ community: code })} />
              <QueryView query={households} rows={8}>
                {({ pages }) => (
                  <div className="worklist">
                    <Buildings
                      buildings={pages[0]?.buildings ?? []}
                      building={building}
                      onChoose={id => show({ community, building: id })}
                    />
                    <div className="worklist-people" aria-busy={households.isPlaceholderData}>
                      <Doors electionId={electionId} pages={pages} />
                      <More
                        shown={pages.reduce((sum, page) => sum + page.items.length, 0)}
                        hasNext={households.hasNextPage}
                        loading={households.isFetchingNextPage}
                        onMore={() => void households.fetchNextPage()}
                      />
                    </div>
                  </div>
                )}
              </QueryView>
            </>
          )
        }
      </QueryView>
    </Page>
  )
}

interface CommunityChoiceProps {
  readonly communities: MissingCommunities
  readonly community: string | undefined
  readonly onChoose: (code: string) => void
}

const CommunityChoice = ({ communities, community, onChoose }: CommunityChoiceProps) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  return (
    <div className="filters">
      <Select
        aria-label={t('absent.community')}
        className="wide"
        style={{ maxWidth: 420 }}
        showSearch={{ optionFilterProp: 'label' }}
        value={community}
        onChange={onChoose}
        options={communities.map(one => ({
          value: one.code,
          label: `${shortCommunity(one.name)} · ${formatCount(one.visited, language)}/${formatCount(one.total, language)}`,
        }))}
      />
      <span className="soft">{t('doors.sorted')}</span>
    </div>
  )
}

interface BuildingsProps {
  readonly buildings: readonly Building[]
  /** The chosen one; all of them where none is. */
  readonly building: string | undefined
  readonly onChoose: (id: string | undefined) => void
}

const Buildings = ({ buildings, building, onChoose }: BuildingsProps) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const { buildingOf } = useDoorWords()
  const narrow = useNarrow()
  const count = (one: Building) => `${formatCount(one.visited, language)}/${formatCount(one.people, language)}`
  if (narrow)
    return (
      <Select
        aria-label={t('doors.buildings')}
        className="wide gap"
        showSearch={{ optionFilterProp: 'label' }}
        value={building ?? ''}
        onChange={value => onChoose(value || undefined)}
        options={[
          { value: '', label: t('doors.everyBuilding') },
          ...buildings.map(one => ({ value: one.id, label: `${buildingOf(one)} · ${count(one)}` })),
        ]}
      />
    )
  return (
    <nav className="worklist-places" aria-label={t('doors.buildings')}>
      <button type="button" aria-current={building ? undefined : 'true'} onClick={() => onChoose(undefined)}>
        {t('doors.everyBuilding')}
      </button>
      {buildings.map(one => (
        <button
          key={one.id}
          type="button"
          aria-current={one.id === building ? 'true' : undefined}
          onClick={() => onChoose(one.id)}
        >
          <span className="worklist-place">
            <span>{buildingOf(one)}</span>
            <span className="number">{count(one)}</span>
          </span>
          <Progress
            percent={percent(one.visited, one.people)}
            showInfo={false}
            size="small"
            aria-label={t('absent.progress', { name: buildingOf(one) })}
          />
        </button>
      ))}
    </nav>
  )
}

type Pages = NonNullable<ReturnType<typeof useHouseholds>['data']>['pages']

const Doors = ({ electionId, pages }: { readonly electionId: string; readonly pages: Pages }) => {
  const { t } = useTranslation('registration')
  const may = useMay()
  const { buildingOf, doorOf } = useDoorWords()
  return pages
    .flatMap(page => page.items)
    .map(one => {
      const title = `${buildingOf(one)} ${doorOf(one)}`
      return (
        <section key={JSON.stringify([one.place, one.building, one.unit, one.door])} aria-label={title} className="gap">
          <h2 className="door-title">
            {title} <span className="soft">{t('doors.people', { count: one.people.length })}</span>
          </h2>
          <WorkList electionId={electionId} people={one.people} mayVisit={may('visit')} />
        </section>
      )
    })
}

export default BuildingsPage
