/** People in the base who may vote and are on no roll: by community, as a list to visit. */
import { HomeOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Progress, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import type { MissingCommunities } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount, More, Nothing, Page, percent, QueryView, shortCommunity, useNarrow } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { useMissingCommunities, useWorkList } from './use-work-list.ts'
import { WorkList } from './work-list.tsx'

const NotYetRegisteredPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const may = useMay()
  const community = params.get('community') ?? undefined
  const state = params.get('state') === 'visited' ? 'visited' : 'open'
  const list = useWorkList(electionId, { community, state })
  const communities = useMissingCommunities(electionId).data ?? []
  const people = list.data?.pages.flatMap(page => page.items) ?? []
  const show = (next: { community?: string | undefined; state?: string | undefined }) =>
    setParams(Object.fromEntries(Object.entries(next).flatMap(([name, value]) => (value ? [[name, value]] : []))), {
      replace: true,
      preventScrollReset: true,
    })
  const printQuery = community ? `?community=${community}` : ''
  const chosen = communities.find(one => one.code === community)
  const nothing = () => {
    if (state === 'visited') return t('absent.noneVisited')
    return communities.every(one => one.total === 0) ? t('absent.noneAtAll') : t('absent.noneOpen')
  }

  return (
    <Page
      title={t('absent.title')}
      lead={t('absent.lead')}
      actions={
        <>
          <ListExportButton electionId={electionId} list="not-yet-registered" filter={{ community, state }} />
          <Link to={`buildings${printQuery}`}>
            <Button icon={<HomeOutlined aria-hidden />} tabIndex={-1}>
              {t('doors.open')}
            </Button>
          </Link>
          <Link to={`print${printQuery}`}>
            <Button icon={<PrinterOutlined aria-hidden />} tabIndex={-1}>
              {chosen ? t('absent.printOne', { name: shortCommunity(chosen.name) }) : t('absent.print')}
            </Button>
          </Link>
        </>
      }
    >
      <QueryView query={list} rows={8}>
        {() => (
          <div className="worklist">
            <Places communities={communities} community={community} onChoose={code => show({ state, community: code })} />
            <div className="worklist-people" aria-busy={list.isPlaceholderData}>
              <div className="filters">
                <Segmented
                  aria-label={t('absent.state')}
                  value={state}
                  onChange={value => show({ community, state: value === 'visited' ? 'visited' : undefined })}
                  options={[
                    { value: 'open', label: t('absent.open') },
                    { value: 'visited', label: t('absent.visited') },
                  ]}
                />
                <span className="soft">{t('absent.purged')}</span>
              </div>
              {people.length === 0 ? (
                <Nothing title={nothing()} />
              ) : (
                <>
                  <WorkList electionId={electionId} people={people} mayVisit={may('visit')} />
                  <More
                    shown={people.length}
                    hasNext={list.hasNextPage}
                    loading={list.isFetchingNextPage}
                    onMore={() => void list.fetchNextPage()}
                  />
                </>
              )}
            </div>
          </div>
        )}
      </QueryView>
    </Page>
  )
}

interface PlacesProps {
  communities: MissingCommunities
  /** The chosen one; all of them where none is. */
  community: string | undefined
  onChoose: (code: string | undefined) => void
}

/** The communities to choose from, with how many were visited. */
const Places = ({ communities, community, onChoose }: PlacesProps) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const narrow = useNarrow()
  const total = communities.reduce((sum, one) => sum + one.total, 0)
  const visited = communities.reduce((sum, one) => sum + one.visited, 0)
  if (narrow)
    return (
      <Select
        aria-label={t('absent.community')}
        className="wide gap"
        showSearch={{ optionFilterProp: 'label' }}
        value={community ?? ''}
        onChange={value => onChoose(value || undefined)}
        options={[
          { value: '', label: t('absent.everywhere', { total: formatCount(total, language) }) },
          ...communities.map(one => ({
            value: one.code,
            label: `${shortCommunity(one.name)} · ${formatCount(one.visited, language)}/${formatCount(one.total, language)}`,
          })),
        ]}
      />
    )
  return (
    <nav className="worklist-places" aria-label={t('absent.community')}>
      <CommunityButton
        name={t('absent.all')}
        total={total}
        visited={visited}
        chosen={!community}
        onChoose={() => onChoose(undefined)}
      />
      {communities.map(one => (
        <CommunityButton
          key={one.code}
          name={shortCommunity(one.name)}
          total={one.total}
          visited={one.visited}
          chosen={one.code === community}
          onChoose={() => onChoose(one.code)}
        />
      ))}
    </nav>
  )
}

interface CommunityButtonProps {
  name: string
  total: number
  visited: number
  chosen: boolean
  onChoose: () => void
}

const CommunityButton = ({ name, total, visited, chosen, onChoose }: CommunityButtonProps) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  return (
    <button type="button" aria-current={chosen ? 'true' : undefined} onClick={onChoose}>
      <span className="worklist-place">
        <span>{name}</span>
        <span className="number">
          {formatCount(visited, language)}/{formatCount(total, language)}
        </span>
      </span>
      <Progress percent={percent(visited, total)} showInfo={false} size="small" aria-label={t('absent.progress', { name })} />
    </button>
  )
}

export default NotYetRegisteredPage
