/** The days of registration as a chart, or the same numbers as a table. */
import { Segmented } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Townships } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { formatCount, formatDay, Loading, Records, Sheet, useLargeType } from '../../ui/index.ts'
import { trendOption } from './trend-option.ts'

const Chart = lazy(() => import('../../ui/chart.tsx'))

export const TrendChart = ({ days, height = 260 }: { days: Townships['days']; height?: number }) => {
  const { t } = useTranslation('report')
  const { large } = useLargeType()
  const option = useMemo(() => trendOption(days, { registered: t('registered'), notYet: t('notYet') }, large), [days, t, large])
  return (
    <Suspense fallback={<Loading rows={6} />}>
      <Chart option={option} height={height} label={t('trend.label', { count: days.length })} />
    </Suspense>
  )
}

export const Trend = ({ days, of }: { days: Townships['days']; of?: string | undefined }) => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  return (
    <Sheet
      title={of ? t('trend.of', { name: of }) : t('trend.title')}
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
      {view === 'chart' ? (
        <TrendChart days={days} />
      ) : (
        <Records
          label={t('trend.title')}
          records={days}
          keyOf={({ day }) => day}
          columns={[
            { key: 'day', title: t('trend.day'), heading: true, render: ({ day }) => formatDay(day, language) },
            {
              key: 'eligible',
              title: t('communities.eligible'),
              align: 'right',
              render: ({ eligible }) => formatCount(eligible, language),
            },
            {
              key: 'registered',
              title: t('registered'),
              align: 'right',
              render: ({ registered }) => formatCount(registered, language),
            },
            {
              key: 'notYet',
              title: t('notYet'),
              align: 'right',
              render: ({ notYetRegistered }) => formatCount(notYetRegistered, language),
            },
          ]}
        />
      )}
    </Sheet>
  )
}
