/** Communities and units that have sent nothing yet, or have. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { readSenders, type SenderFilter, sendersTableUrl } from '../../../../api/index.ts'
import { useLanguage } from '../../../../i18n/index.ts'
import { formatCount, formatMoment, More, Nothing, Page, QueryView, Records, shortCommunity } from '../../../../ui/index.ts'

const STATES = ['nothing', 'sent', 'all'] as const
const KINDS = ['communities', 'units'] as const

const useSenders = (electionId: string, filter: SenderFilter) =>
  useInfiniteQuery({
    queryKey: ['senders', electionId, filter],
    queryFn: ({ pageParam }) => readSenders(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

const SendersPage = () => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const of = params.get('of') === 'units' ? 'units' : 'communities'
  const state = STATES.find(one => one === params.get('state')) ?? 'nothing'
  const q = params.get('q') ?? undefined
  const senders = useSenders(electionId, { of, state, q })
  const items = senders.data?.pages.flatMap(page => page.items) ?? []
  const total = senders.data?.pages[0]?.total ?? 0
  const show = (next: SenderFilter) =>
    setParams(
      Object.fromEntries(Object.entries({ of, state, q, ...next }).flatMap(([name, value]) => (value ? [[name, value]] : []))),
      {
        replace: true,
      },
    )
  const number = (value: number | null) => formatCount(value, language)
  return (
    <Page
      title={t('senders.title')}
      lead={t(`senders.lead.${of}`)}
      actions={
        <a href={sendersTableUrl(electionId, of, state)} download>
          {t('senders.download')}
        </a>
      }
    >
      <Filters filter={{ of, state, q }} onChange={show} />
      <QueryView query={senders} rows={8}>
        {() => (
          <>
            <p role="status">{t(`senders.count.${state}`, { count: total, number: number(total) })}</p>
            <Records
              label={t('senders.title')}
              records={items}
              keyOf={row => `${row.community?.code ?? ''}/${row.name}`}
              empty={<Nothing title={t(`senders.none.${state}`)} />}
              columns={[
                {
                  key: 'name',
                  title: t(`senders.kind.${of}`),
                  heading: true,
                  render: row => <strong>{of === 'communities' ? shortCommunity(row.name) : row.name}</strong>,
                },
                ...(of === 'units'
                  ? [
                      {
                        key: 'community',
                        title: t('field.community'),
                        optional: (row: (typeof items)[number]) => row.community === null,
                        render: (row: (typeof items)[number]) => (row.community ? shortCommunity(row.community.name) : '–'),
                      },
                    ]
                  : []),
                { key: 'rows', title: t('senders.rows'), align: 'right', render: row => number(row.rows) },
                {
                  key: 'last',
                  title: t('senders.last'),
                  optional: row => row.lastAt === null,
                  render: row => (row.lastAt ? formatMoment(row.lastAt, language) : '–'),
                },
                ...(of === 'communities'
                  ? [
                      {
                        key: 'registered',
                        title: t('senders.registered'),
                        align: 'right' as const,
                        render: (row: (typeof items)[number]) => number(row.registered),
                      },
                    ]
                  : []),
              ]}
            />
            <More
              shown={items.length}
              total={total}
              hasNext={senders.hasNextPage}
              loading={senders.isFetchingNextPage}
              onMore={() => void senders.fetchNextPage()}
            />
          </>
        )}
      </QueryView>
    </Page>
  )
}

interface FiltersProps {
  filter: { of: (typeof KINDS)[number]; state: (typeof STATES)[number]; q: string | undefined }
  onChange: (change: SenderFilter) => void
}

const Filters = ({ filter: { of, state, q }, onChange }: FiltersProps) => {
  const { t } = useTranslation('registration')
  return (
    <search className="filters">
      <Segmented
        aria-label={t('senders.of')}
        value={of}
        onChange={value => onChange({ of: value })}
        options={KINDS.map(value => ({ value, label: t(`senders.kind.${value}`) }))}
      />
      <Segmented
        aria-label={t('filter.state')}
        value={state}
        onChange={value => onChange({ state: value })}
        options={STATES.map(value => ({ value, label: t(`senders.state.${value}`) }))}
      />
      <Input.Search
        className="filter"
        aria-label={t('senders.search')}
        placeholder={t('senders.search')}
        allowClear
        maxLength={40}
        defaultValue={q ?? ''}
        onSearch={words => onChange({ q: words.trim() || undefined })}
      />
    </search>
  )
}

export default SendersPage
