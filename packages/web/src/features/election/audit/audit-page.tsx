/** The audit log: who did what, and when. It cannot be changed. */
import { AUDIT_ACTIONS, actionText, particularsOf, roleText, subjectText } from '@mingce/domain/audit'
import { useInfiniteQuery } from '@tanstack/react-query'
import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { readAudit } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatMoment, formatSeries, Loading, More, Nothing, Page, Records } from '../../../ui/index.ts'
import { ListExportButton } from '../lists/index.ts'
import { LogStatus } from './log-status.tsx'

const FILTERS = ['action', 'actor', 'from', 'to'] as const
type Filter = Partial<Record<(typeof FILTERS)[number], string>>

/** The filter is kept in the address, so that it can be sent to a colleague. */
const useFilter = (): [Filter, (change: Filter) => void] => {
  const [params, setParams] = useSearchParams()
  const filter: Filter = Object.fromEntries(FILTERS.flatMap(name => (params.get(name) ? [[name, params.get(name)]] : [])))
  const change = (part: Filter) =>
    setParams(
      Object.entries({ ...filter, ...part }).filter(([, value]) => value),
      { replace: true },
    )
  return [filter, change]
}

interface FiltersProps {
  readonly filter: Filter
  readonly onChange: (part: Filter) => void
}

const Filters = ({ filter, onChange }: FiltersProps) => {
  const { t } = useTranslation('access')
  const text = useText()
  const actions = Object.keys(AUDIT_ACTIONS)
    .map(value => ({ value, label: text(actionText(value)) }))
    .sort((one, other) => one.label.localeCompare(other.label, ['zh-Hans-CN', 'en']))
  const day = (name: 'from' | 'to') => (
    <DatePicker
      aria-label={t(`audit.${name}`)}
      placeholder={t(`audit.${name}`)}
      value={filter[name] ? dayjs(filter[name]) : null}
      onChange={value => onChange({ [name]: value ? value.format('YYYY-MM-DD') : '' })}
    />
  )
  return (
    <>
      <Select
        aria-label={t('audit.filter')}
        className="filter"
        showSearch
        optionFilterProp="label"
        value={filter.action ?? ''}
        onChange={action => onChange({ action })}
        options={[{ value: '', label: t('audit.everything') }, ...actions]}
      />
      <Input.Search
        aria-label={t('audit.findActor')}
        placeholder={t('audit.findActor')}
        className="filter"
        allowClear
        maxLength={60}
        defaultValue={filter.actor ?? ''}
        onSearch={actor => onChange({ actor: actor.trim() })}
      />
      {day('from')}
      {day('to')}
    </>
  )
}

const AuditPage = () => {
  const { t } = useTranslation('access')
  const { language } = useLanguage()
  const { electionId = '' } = useParams()
  const [filter, setFilter] = useFilter()
  const text = useText()
  const trail = useInfiniteQuery({
    queryKey: ['audit', electionId, filter],
    queryFn: ({ pageParam }) => readAudit(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = trail.data?.pages.flatMap(page => page.items) ?? []
  const filtered = FILTERS.some(name => filter[name])
  return (
    <Page
      title={t('audit.title')}
      lead={t('audit.lead')}
      actions={
        <>
          <Filters filter={filter} onChange={setFilter} />
          <ListExportButton electionId={electionId} list="audit" filter={filter} />
        </>
      }
    >
      <LogStatus />
      {trail.isPending ? (
        <Loading rows={8} />
      ) : trail.isError ? (
        <Failure error={trail.error} retry={() => void trail.refetch()} />
      ) : (
        <>
          <Records
            label={t('audit.title')}
            records={items}
            keyOf={item => String(item.id)}
            empty={<Nothing title={t(filtered ? 'audit.noneFound' : 'audit.none')} />}
            columns={[
              {
                key: 'at',
                title: t('audit.at'),
                width: 160,
                render: item => <time dateTime={item.at}>{formatMoment(item.at, language)}</time>,
              },
              {
                key: 'action',
                title: t('audit.action'),
                heading: true,
                render: item => <strong>{text(actionText(item.action))}</strong>,
              },
              {
                key: 'actor',
                title: t('audit.actor'),
                render: item => (
                  <>
                    {item.actor} <span className="soft">{text(roleText(item.role))}</span>
                  </>
                ),
              },
              { key: 'subject', title: t('audit.subject'), render: item => text(subjectText(item.subject, electionId)) },
              {
                key: 'details',
                title: t('audit.details'),
                optional: item => particularsOf(item.details, electionId).length === 0,
                render: item => (
                  <span className="details">
                    {particularsOf(item.details, electionId).map(particular => (
                      <span key={particular.name.en}>
                        <span className="soft">{text(particular.name)}</span>{' '}
                        {formatSeries(particular.values.map(text), language)}
                      </span>
                    ))}
                  </span>
                ),
              },
            ]}
          />
          <More
            shown={items.length}
            hasNext={trail.hasNextPage}
            loading={trail.isFetchingNextPage}
            onMore={() => void trail.fetchNextPage()}
          />
        </>
      )}
    </Page>
  )
}

export default AuditPage
