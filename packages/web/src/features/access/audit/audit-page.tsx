/** The audit log: who did what, and when. It cannot be changed. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type Role, readAudit } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatMoment, Loading, More, Nothing, Page, Records } from '../../../ui/index.ts'
import { auditWord, detailPairs, detailWord } from './audit-words.ts'
import { LogStatus } from './log-status.tsx'

const isRole = (role: string): role is Role => ['city', 'district', 'township', 'station', 'auditor'].includes(role)

const AuditPage = () => {
  const { t } = useTranslation('access')
  const { language } = useLanguage()
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const action = params.get('action') ?? undefined
  const trail = useInfiniteQuery({
    queryKey: ['audit', electionId, action],
    queryFn: ({ pageParam }) => readAudit(electionId, { action }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = trail.data?.pages.flatMap(page => page.items) ?? []
  const seen = new Set(items.map(item => item.action))
  const known = [...new Set([...seen, ...(action ? [action] : [])])].sort()
  const wordOf = (name: string) => {
    const word = auditWord(name)
    return word ? t(`action.${word}`) : name
  }
  const nameOf = (name: string) => {
    const word = detailWord(name)
    return word ? t(`detail.${word}`) : name
  }
  return (
    <Page
      title={t('audit.title')}
      lead={t('audit.lead')}
      actions={
        <Select
          aria-label={t('audit.filter')}
          className="filter"
          value={action ?? ''}
          onChange={value => setParams(value ? { action: value } : {}, { replace: true })}
          options={[{ value: '', label: t('audit.everything') }, ...known.map(value => ({ value, label: wordOf(value) }))]}
        />
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
            empty={<Nothing title={t('audit.none')} />}
            columns={[
              {
                key: 'at',
                title: t('audit.at'),
                width: 160,
                render: item => <time dateTime={item.at}>{formatMoment(item.at, language)}</time>,
              },
              { key: 'action', title: t('audit.action'), heading: true, render: item => <strong>{wordOf(item.action)}</strong> },
              {
                key: 'actor',
                title: t('audit.actor'),
                render: item => (
                  <>
                    {item.actor} <span className="soft">{isRole(item.role) ? t(`role.${item.role}`) : item.role}</span>
                  </>
                ),
              },
              { key: 'subject', title: t('audit.subject'), render: item => <span className="code">{item.subject}</span> },
              {
                key: 'details',
                title: t('audit.details'),
                optional: item => detailPairs(item.details).length === 0,
                render: item => (
                  <span className="details">
                    {detailPairs(item.details).map(([name, value]) => (
                      <span key={name}>
                        <span className="soft">{nameOf(name)}</span> {value}
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
