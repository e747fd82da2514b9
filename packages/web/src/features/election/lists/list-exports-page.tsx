/** Lists that officers of the area asked for as files: a colleague confirms, and whoever asked takes the file. */
import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import {
  confirmListExport,
  type ListExport,
  listFileUrl,
  newRequestId,
  readListExports,
  type SecondGiven,
} from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatCount, formatMoment, Mark, Nothing, Page, QueryView, Records } from '../../../ui/index.ts'
import { SecondOfficer } from '../../access/index.ts'
import { ListExportMenu } from './list-export.tsx'

const TONES = { waiting: 'review', ready: 'registered', over: 'quiet' } as const

const ListExportsPage = () => {
  const { t } = useTranslation('election')
  const { electionId = '' } = useParams()
  const { language } = useLanguage()
  const text = useText()
  const exports = useQuery({ queryKey: ['list-exports', electionId], queryFn: () => readListExports(electionId) })
  return (
    <Page title={t('lists.title')} lead={t('lists.pageLead')} actions={<ListExportMenu electionId={electionId} />}>
      <QueryView query={exports} rows={6}>
        {all => (
          <Records
            label={t('lists.title')}
            records={all}
            keyOf={one => one.id}
            empty={<Nothing title={t('lists.none')} />}
            columns={[
              { key: 'list', title: t('lists.list'), heading: true, render: one => <strong>{text(one.title)}</strong> },
              {
                key: 'people',
                title: t('lists.people'),
                align: 'right',
                width: 90,
                render: one => (one.people === 0 ? '–' : formatCount(one.people, language)),
              },
              { key: 'reason', title: t('lists.reason'), optional: one => !one.reason, render: one => one.reason ?? '–' },
              {
                key: 'by',
                title: t('lists.asked'),
                width: 210,
                render: one => `${one.askedBy} · ${formatMoment(one.askedAt, language)}`,
              },
              {
                key: 'state',
                title: t('lists.state'),
                width: 190,
                render: one => (
                  <>
                    <Mark tone={TONES[one.state]}>{t(`lists.stateOf.${one.state}`)}</Mark>
                    {one.confirmedBy ? <span className="soft"> {t('lists.confirmedBy', { name: one.confirmedBy })}</span> : null}
                  </>
                ),
              },
              {
                key: 'act',
                title: t('lists.act'),
                width: 260,
                optional: one => one.state === 'over',
                render: one => <Act electionId={electionId} one={one} />,
              },
            ]}
          />
        )}
      </QueryView>
    </Page>
  )
}

/** What whoever looks can do with it: take the file, or confirm that another does. */
const Act = ({ electionId, one }: { readonly electionId: string; readonly one: ListExport }) => {
  const { t } = useTranslation('election')
  const queries = useQueryClient()
  const confirm = useMutation({
    mutationFn: (second?: SecondGiven) => confirmListExport(electionId, one.id, newRequestId(), second),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['list-exports', electionId] }),
  })
  if (one.state === 'over') return null
  if (one.state === 'ready')
    return one.own ? (
      <Button href={listFileUrl(electionId, one.id)} icon={<DownloadOutlined aria-hidden />} download>
        {t('lists.take')}
      </Button>
    ) : null
  return (
    <>
      {one.own ? (
        <>
          <span className="soft">{t('lists.ownWaits')}</span>
          <SecondOfficer
            kind="list.export"
            subject={one.id}
            busy={confirm.isPending}
            onGiven={second => confirm.mutate(second)}
          />
        </>
      ) : (
        <Button type="primary" loading={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
          {t('lists.confirm')}
        </Button>
      )}
      {confirm.error ? <Failure error={confirm.error} /> : null}
    </>
  )
}

export default ListExportsPage
