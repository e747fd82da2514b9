/** Objections to the list, those to be decided first by the day they are due. */
import { FormOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Drawer, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type ObjectionItem, type ObjectionPage, readObjections } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import {
  Figure,
  formatCount,
  formatDay,
  Mark,
  More,
  Nothing,
  Page,
  QueryView,
  Records,
  Sheet,
  useNarrow,
} from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { ObjectionForm } from './objection-form.tsx'
import { ObjectionView } from './objection-view.tsx'
import { toneOfUrgency, urgencyOf } from './objection-words.ts'

const SHOWN = ['open', 'closed'] as const

const ObjectionsPage = () => {
  const { t } = useTranslation('objections')
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const may = useMay()
  const narrow = useNarrow()
  const [filing, setFiling] = useState(false)
  const show = params.get('show') === 'closed' ? 'closed' : 'open'
  const [countyCode = '', id = ''] = (params.get('one') ?? '').split('.')
  const objections = useInfiniteQuery({
    queryKey: ['objections', electionId, show],
    queryFn: ({ pageParam }) => readObjections(electionId, show, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = objections.data?.pages.flatMap(page => page.items) ?? []
  const counts = objections.data?.pages[0]?.counts
  const openOne = (one: ObjectionItem) => setParams({ show, one: `${one.countyCode}.${one.id}` })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ListExportButton electionId={electionId} list="objections" filter={{ state: show }} />
          {may('register') ? (
            <Button icon={<FormOutlined aria-hidden />} onClick={() => setFiling(true)}>
              {t('file.button')}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView query={objections} rows={8}>
        {() => (
          <>
            {counts ? <Counts counts={counts} /> : null}
            <Sheet
              extra={
                <Segmented
                  aria-label={t('field.state')}
                  value={show}
                  onChange={value => setParams({ show: value })}
                  options={SHOWN.map(value => ({ value, label: t(`show.${value}`) }))}
                />
              }
            >
              <ObjectionTable items={items} empty={t(`none.${show}`)} onOpen={openOne} />
              <More
                shown={items.length}
                hasNext={objections.hasNextPage}
                loading={objections.isFetchingNextPage}
                onMore={() => void objections.fetchNextPage()}
              />
            </Sheet>
          </>
        )}
      </QueryView>
      <Drawer
        open={id !== ''}
        size={narrow ? '100%' : 620}
        title={t('detail.title', { number: id })}
        onClose={() => setParams({ show })}
        destroyOnHidden
      >
        {id ? <ObjectionView electionId={electionId} countyCode={countyCode} id={Number(id)} /> : null}
      </Drawer>
      {filing ? <ObjectionForm electionId={electionId} onClose={() => setFiling(false)} /> : null}
    </Page>
  )
}

const Counts = ({ counts }: { counts: ObjectionPage['counts'] }) => {
  const { t } = useTranslation('objections')
  const { language } = useLanguage()
  return (
    <div className="figures">
      <Figure label={t('counts.toDecide')} value={formatCount(counts.toDecide, language)} />
      <Figure
        label={t('counts.overdue')}
        value={formatCount(counts.overdue, language)}
        note={counts.overdue > 0 ? t('counts.overdueNote') : undefined}
        tone={counts.overdue > 0 ? 'refused' : 'quiet'}
      />
      <Figure
        label={t('counts.toServe')}
        value={formatCount(counts.toServe, language)}
        note={t('counts.toServeNote')}
        tone={counts.toServe > 0 ? 'review' : 'quiet'}
      />
      <Figure label={t('counts.inCourt')} value={formatCount(counts.inCourt, language)} tone="quiet" />
    </div>
  )
}

interface ObjectionTableProps {
  items: readonly ObjectionItem[]
  /** What is said where there is none. */
  empty: string
  onOpen: (one: ObjectionItem) => void
}

const ObjectionTable = ({ items, empty, onOpen }: ObjectionTableProps) => {
  const may = useMay()
  const takesPart = may('decide') || may('register')
  const { t } = useTranslation('objections')
  const { language } = useLanguage()
  return (
    <Records
      label={t('title')}
      records={items}
      keyOf={one => `${one.countyCode}.${one.id}`}
      empty={<Nothing title={empty} />}
      columns={[
        { key: 'number', title: t('field.number'), width: 70, render: one => one.id },
        {
          key: 'objector',
          title: t('field.objector'),
          heading: true,
          render: one =>
            one.objector === null ? <span className="soft">{t('withheld')}</span> : <strong>{one.objector}</strong>,
        },
        {
          key: 'about',
          title: t('field.about'),
          render: one => (
            <span className="stack">
              <span>{t(`kind.${one.kind}`)}</span>
              <span className="soft">
                {one.subject === 'own' || one.named === null
                  ? t(one.subject === 'own' ? 'subject.own' : 'subject.someone')
                  : t('subject.other', { name: one.named })}
              </span>
            </span>
          ),
        },
        { key: 'due', title: t('field.due'), render: one => <Due one={one} /> },
        { key: 'filed', title: t('field.filed'), render: one => formatDay(one.filedOn, language) },
        { key: 'state', title: t('field.state'), render: one => t(`state.${one.state}`) },
        ...(takesPart
          ? [
              {
                key: 'open',
                title: t('open'),
                width: 90,
                render: (one: ObjectionItem) => (
                  <Button onClick={() => onOpen(one)} aria-label={`${t('open')} ${one.id}`}>
                    {t('open')}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

const Due = ({ one }: { one: ObjectionItem }) => {
  const { t } = useTranslation('objections')
  const { language } = useLanguage()
  const urgency = urgencyOf(one)
  if (urgency === 'none') return formatDay(one.dueOn, language)
  const words = {
    late: t('late'),
    overdue: t('overdue', { count: -one.daysLeft }),
    today: t('dueToday'),
    soon: t('daysLeft', { count: one.daysLeft }),
  }[urgency]
  return (
    <span className="stack">
      <Mark tone={toneOfUrgency[urgency]}>{words}</Mark>
      <span className="soft">{formatDay(one.dueOn, language)}</span>
    </span>
  )
}

export default ObjectionsPage
