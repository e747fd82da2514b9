/** Communities side by side: a chart, or the same numbers as a table. */
import { Pagination, Segmented } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { CommunityCounts } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import {
  type Column,
  formatCount,
  formatShare,
  Loading,
  Nothing,
  Records,
  Sheet,
  shortCommunity,
  useLargeType,
  useNarrow,
} from '../../ui/index.ts'
import { useMay } from '../access/index.ts'
import { communityOption } from './community-option.ts'

const Chart = lazy(() => import('../../ui/chart.tsx'))

/** Communities in one chart: more are read page by page, or as a table. */
const SHOWN = 30

export const CommunitySheet = ({ electionId, communities }: { electionId: string; communities: readonly CommunityCounts[] }) => {
  const { t } = useTranslation('report')
  const { large } = useLargeType()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const may = useMay()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const [page, setPage] = useState(1)
  const ordered = useMemo(() => [...communities].sort((one, other) => other.eligible - one.eligible), [communities])
  const shown = useMemo(() => ordered.slice((page - 1) * SHOWN, page * SHOWN), [ordered, page])
  const option = useMemo(
    () =>
      communityOption(
        shown,
        { registered: t('registered'), review: t('review'), pending: t('pending'), notYet: t('notYet'), of: t('communities.of') },
        { narrow, large },
      ),
    [shown, t, narrow, large],
  )
  const workOf = (community: CommunityCounts) =>
    may('contact')
      ? `/elections/${electionId}/not-yet-registered?community=${community.code}`
      : `/elections/${electionId}/reviews?community=${community.code}`
  const columns = useColumns(electionId, workOf)
  return (
    <Sheet
      title={t('communities.title')}
      extra={
        <Segmented
          aria-label={t('communities.view')}
          value={view}
          onChange={value => setView(value === 'table' ? 'table' : 'chart')}
          options={[
            { value: 'chart', label: t('communities.chart') },
            { value: 'table', label: t('communities.table') },
          ]}
        />
      }
    >
      {communities.length === 0 ? (
        <Nothing title={t('communities.none')} />
      ) : view === 'chart' ? (
        <Suspense fallback={<Loading rows={8} />}>
          <Chart
            option={option}
            height={70 + shown.length * (large ? 30 : 24)}
            label={t('communities.label', { count: shown.length })}
            onPick={index => {
              const community = shown[index]
              if (community) void navigate(workOf(community))
            }}
          />
          {ordered.length > SHOWN ? (
            <Pagination
              size="small"
              align="center"
              current={page}
              pageSize={SHOWN}
              total={ordered.length}
              showSizeChanger={false}
              onChange={setPage}
              aria-label={t('communities.pages')}
            />
          ) : null}
        </Suspense>
      ) : (
        <Records label={t('communities.title')} records={ordered} keyOf={community => community.code} columns={columns} />
      )}
    </Sheet>
  )
}

/** Who is not registered yet, of those who may vote: people from elsewhere are no part of a community's progress. */
const missingShare = ({ notYetRegistered, eligible }: CommunityCounts): number => notYetRegistered / (eligible || 1)

/** The columns of the table; `workOf` is where the people of a community who are not registered are worked on. */
const useColumns = (electionId: string, workOf: (community: CommunityCounts) => string): Column<CommunityCounts>[] => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const may = useMay()
  return [
    {
      key: 'name',
      title: t('communities.name'),
      heading: true,
      render: community => <strong>{shortCommunity(community.name)}</strong>,
    },
    {
      key: 'eligible',
      title: t('communities.eligible'),
      align: 'right',
      sort: (a, b) => a.eligible - b.eligible,
      render: community => formatCount(community.eligible, language),
    },
    {
      key: 'registered',
      title: t('registered'),
      align: 'right',
      sort: (a, b) => a.registered - b.registered,
      render: community => formatCount(community.registered, language),
    },
    {
      key: 'review',
      title: t('review'),
      align: 'right',
      sort: (a, b) => a.review - b.review,
      render: community =>
        community.review ? (
          <>
            <Link to={`/elections/${electionId}/reviews?community=${community.code}`}>
              {formatCount(community.review, language)}
            </Link>
            {community.reviewStanding ? (
              <span className="soft"> {t('communities.standing', { count: community.reviewStanding })}</span>
            ) : null}
          </>
        ) : (
          '0'
        ),
    },
    {
      key: 'pending',
      title: t('pending'),
      align: 'right',
      sort: (a, b) => a.pending - b.pending,
      render: community => formatCount(community.pending, language),
    },
    {
      key: 'notYet',
      title: t('notYet'),
      align: 'right',
      sort: (a, b) => a.notYetRegistered - b.notYetRegistered,
      render: community =>
        community.notYetRegistered && may('contact') ? (
          <Link to={workOf(community)}>{formatCount(community.notYetRegistered, language)}</Link>
        ) : (
          formatCount(community.notYetRegistered, language)
        ),
    },
    {
      key: 'fromElsewhere',
      title: t('communities.fromElsewhere'),
      align: 'right',
      sort: (a, b) => a.fromElsewhere - b.fromElsewhere,
      render: community => formatCount(community.fromElsewhere, language),
    },
    {
      key: 'elsewhere',
      title: t('communities.elsewhere'),
      align: 'right',
      sort: (a, b) => a.elsewhere - b.elsewhere,
      render: community => formatCount(community.elsewhere, language),
    },
    {
      key: 'share',
      title: t('communities.share'),
      align: 'right',
      sort: (a, b) => missingShare(b) - missingShare(a),
      render: community => formatShare(community.eligible - community.notYetRegistered, community.eligible),
    },
  ]
}
