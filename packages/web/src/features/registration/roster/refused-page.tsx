/** Refused rows, so that nobody is left out because a number was mistyped. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'
import { type RefusedRow, readRefused } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatCount, formatMoment, Loading, More, Nothing, Page, Records, shortCommunity } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { FindingMark, useFindings } from '../check/index.ts'
import { MendButton } from './mend-form.tsx'
import { ProposalButton } from './proposal-form.tsx'

const RefusedPage = () => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const text = useText()
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const code = params.get('code') ?? undefined
  const state = params.get('state') === 'mended' ? 'mended' : 'open'
  const show = (next: Record<string, string | undefined>) =>
    setParams(Object.fromEntries(Object.entries(next).flatMap(([name, value]) => (value ? [[name, value]] : []))), {
      replace: true,
    })
  const may = useMay()
  const findings = useFindings()
  const refused = useInfiniteQuery({
    queryKey: ['refused', electionId, code, state],
    queryFn: ({ pageParam }) => readRefused(electionId, { code, state }, pageParam),
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
          <ListExportButton electionId={electionId} list="refused" filter={{ code, state }} />
          <Filters code={code} state={state} onChange={show} />
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
            keyOf={row => row.digest}
            empty={<Nothing title={state === 'mended' ? t('mend.none') : t('refused.none')} />}
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
                    {state === 'open' && row.canPropose ? <ProposalButton electionId={electionId} row={row} /> : null}
                    {state === 'open' && may('import-registrations') ? <MendButton electionId={electionId} row={row} /> : null}
                    {state === 'mended' ? <MendedBy row={row} /> : null}
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

interface FiltersProps {
  code: string | undefined
  state: 'open' | 'mended'
  onChange: (next: Record<string, string | undefined>) => void
}

const Filters = ({ code, state, onChange }: FiltersProps) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const findings = useFindings()
  return (
    <>
      <Segmented
        aria-label={t('filter.state')}
        value={state}
        onChange={value => onChange({ code, state: value === 'mended' ? value : undefined })}
        options={[
          { value: 'open', label: t('mend.open') },
          { value: 'mended', label: t('mend.mended') },
        ]}
      />
      <Select
        aria-label={t('refused.filter')}
        className="filter"
        value={code ?? ''}
        onChange={value => onChange({ code: value, state: state === 'mended' ? state : undefined })}
        options={[
          { value: '', label: t('refused.allReasons') },
          ...[...findings.values()]
            .filter(finding => finding.severity === 'refused')
            .map(finding => ({ value: finding.code, label: text(finding.title) })),
        ]}
      />
    </>
  )
}

const MendedBy = ({ row }: { row: RefusedRow }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  return (
    <strong>
      {row.mendedBy && row.mendedAt
        ? t('mend.by', { name: row.mendedBy, at: formatMoment(row.mendedAt, language) })
        : t('mend.elsewhere')}
    </strong>
  )
}

export default RefusedPage
