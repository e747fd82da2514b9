/** The audit log: who did what, and when. It cannot be changed. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type Role, readAudit } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatMoment, formatSeries, Loading, More, Nothing, Page, Records } from '../../../ui/index.ts'
import { auditWord, detailWord, type Particular, particularsOf, subjectWord } from './audit-words.ts'
import { LogStatus } from './log-status.tsx'

const isRole = (role: string): role is Role => ['city', 'district', 'township', 'station', 'auditor'].includes(role)

/** Says parts of an audit row in the reader's language. */
const useAuditWords = (electionId: string) => {
  const { t } = useTranslation('access')
  const { language } = useLanguage()
  return {
    action: (name: string): string => {
      const word = auditWord(name)
      return word ? t(`action.${word}`) : name
    },
    subject: (subject: string): string => {
      const known = subjectWord(subject, electionId)
      return known ? t(`subject.${known.word}`, { id: known.id }) : subject
    },
    nameOf: ({ path }: Particular): string =>
      path
        .map(name => {
          const word = detailWord(name)
          return word ? t(`detail.${word}`) : name
        })
        .join(' · '),
    valueOf: ({ values }: Particular): string =>
      formatSeries(
        values.map(({ key, text }) => (key === null ? text : t(`value.${key}`, { defaultValue: text }))),
        language,
      ),
  }
}

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

const Filters = ({ filter, onChange, actions }: { filter: Filter; onChange: (part: Filter) => void; actions: string[] }) => {
  const { t } = useTranslation('access')
  const words = useAuditWords('')
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
        options={[{ value: '', label: t('audit.everything') }, ...actions.map(value => ({ value, label: words.action(value) }))]}
      />
      <Input.Search
        aria-label={t('audit.actor')}
        placeholder={t('audit.actor')}
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
  const words = useAuditWords(electionId)
  const trail = useInfiniteQuery({
    queryKey: ['audit', electionId, filter],
    queryFn: ({ pageParam }) => readAudit(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = trail.data?.pages.flatMap(page => page.items) ?? []
  const actions = [...new Set([...items.map(item => item.action), ...(filter.action ? [filter.action] : [])])].sort()
  const filtered = FILTERS.some(name => filter[name])
  return (
    <Page
      title={t('audit.title')}
      lead={t('audit.lead')}
      actions={<Filters filter={filter} onChange={setFilter} actions={actions} />}
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
                render: item => <strong>{words.action(item.action)}</strong>,
              },
              {
                key: 'actor',
                title: t('audit.actor'),
                render: item => (
                  <>
                    {item.actor} <span className="soft">{isRole(item.role) ? t(`role.${item.role}`) : item.role}</span>
                  </>
                ),
              },
              { key: 'subject', title: t('audit.subject'), render: item => words.subject(item.subject) },
              {
                key: 'details',
                title: t('audit.details'),
                optional: item => particularsOf(item.details).length === 0,
                render: item => (
                  <span className="details">
                    {particularsOf(item.details).map(particular => (
                      <span key={particular.path.join('.')}>
                        <span className="soft">{words.nameOf(particular)}</span> {words.valueOf(particular)}
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
