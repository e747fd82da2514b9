/** Refused rows, so that nobody is left out because a number was mistyped. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { readRefused } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatCount, formatMoment, Loading, More, Nothing, Page, Records, shortCommunity } from '../../../ui/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { FindingMark, useFindings } from '../check/index.ts'
import { ProposalButton } from './proposal-form.tsx'

const RefusedPage = () => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const text = useText()
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const code = params.get('code') ?? undefined
  const findings = useFindings()
  const refused = useInfiniteQuery({
    queryKey: ['refused', electionId, code],
    queryFn: ({ pageParam }) => readRefused(electionId, { code }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = refused.data?.pages.flatMap(page => page.items) ?? []
  const total = refused.data?.pages[0]?.total
  return (
    <Page
      title={t('refused.title')}
      lead={
        total === undefined
          ? t('refused.lead')
          : `${t('refused.lead')} ${t('refused.total', { total: formatCount(total, language) })}`
      }
      actions={
        <>
          <ListExportButton electionId={electionId} list="refused" />
          <Select
            aria-label={t('refused.filter')}
            className="filter"
            value={code ?? ''}
            onChange={value => setParams(value ? { code: value } : {}, { replace: true })}
            options={[
              { value: '', label: t('refused.allReasons') },
              ...[...findings.values()]
                .filter(finding => finding.severity === 'refused')
                .map(finding => ({ value: finding.code, label: text(finding.title) })),
            ]}
          />
        </>
      }
    >
      {refused.isPending ? (
        <Loading rows={8} />
      ) : refused.isError ? (
        <Failure error={refused.error} retry={() => void refused.refetch()} />
      ) : (
        <>
          <Records
            label={t('refused.title')}
            records={items}
            keyOf={row => `${row.importId}-${row.rowNo}`}
            empty={<Nothing title={t('refused.none')} />}
            columns={[
              {
                key: 'name',
                title: t('field.name'),
                heading: true,
                render: row => <strong>{row.name || t('refused.noName')}</strong>,
              },
              {
                key: 'codes',
                title: t('refused.why'),
                render: row => (
                  <span className="stack">
                    {row.codes.map(one => {
                      const finding = findings.get(one)
                      return (
                        <span key={one}>
                          <FindingMark code={one} /> {finding ? <span className="soft">{text(finding.next)}</span> : null}
                        </span>
                      )
                    })}
                    {row.canPropose ? <ProposalButton electionId={electionId} row={row} /> : null}
                  </span>
                ),
              },
              {
                key: 'community',
                width: 150,
                title: t('field.community'),
                optional: row => !row.community,
                render: row => (row.community ? shortCommunity(row.community.name) : '–'),
              },
              { key: 'unit', title: t('field.unit'), optional: row => !row.unit, render: row => row.unit ?? '–' },
              {
                key: 'file',
                title: t('refused.where'),
                render: row => (
                  <>
                    <Link to={`/elections/${electionId}/imports/${row.importId}`} className="file-name">
                      {row.fileName}
                    </Link>{' '}
                    <span className="soft">{t('refused.row', { row: row.rowNo })}</span>
                  </>
                ),
              },
              { key: 'at', title: t('refused.when'), width: 150, render: row => formatMoment(row.at, language) },
            ]}
          />
          <More
            shown={items.length}
            total={total}
            hasNext={refused.hasNextPage}
            loading={refused.isFetchingNextPage}
            onMore={() => void refused.fetchNextPage()}
          />
        </>
      )}
    </Page>
  )
}

export default RefusedPage
