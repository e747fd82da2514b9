/** Notices: write a reminder, see how many it goes to, send it, and see what became of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type Notices, newRequestId, readNotices, readOverview, retryNotices } from '../../api/index.ts'
import { useLanguage, useText } from '../../i18n/index.ts'
import {
  Failure,
  formatCount,
  formatMoment,
  Loading,
  Mark,
  Nothing,
  Page,
  Records,
  Sheet,
  shortCommunity,
} from '../../ui/index.ts'
import { NoticeForm } from './notice-form.tsx'
import { NoticeMessages, OfficeMessages } from './notice-messages.tsx'
import { deliveryErrorWord, isUnderWay, MESSAGE_STATES, shareOver, toneOf } from './notice-words.ts'

const LOOK_AGAIN_MS = 3_000

const NoticesPage = () => {
  const { t } = useTranslation('notices')
  const { electionId = '' } = useParams()
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId) })
  const notices = useQuery({
    queryKey: ['notices', electionId],
    queryFn: () => readNotices(electionId),
    refetchInterval: ({ state: { data } }) =>
      data && [data.single, ...data.campaigns.map(one => one.states)].some(isUnderWay) ? LOOK_AGAIN_MS : false,
  })
  return (
    <Page title={t('title')} lead={t('lead')}>
      {overview.isPending || notices.isPending ? (
        <Loading rows={8} />
      ) : overview.isError ? (
        <Failure error={overview.error} retry={() => void overview.refetch()} />
      ) : notices.isError ? (
        <Failure error={notices.error} retry={() => void notices.refetch()} />
      ) : (
        <>
          <Gateways channels={notices.data.channels} />
          <NoticeForm overview={overview.data} />
          <OfficeMessages electionId={electionId} />
          <Campaigns notices={notices.data} />
          <Errors electionId={electionId} notices={notices.data} />
          <NoticeMessages electionId={electionId} />
        </>
      )}
    </Page>
  )
}

const Gateways = ({ channels }: { channels: Notices['channels'] }) => {
  const { t } = useTranslation('notices')
  const { sms, email } = channels
  if (sms === null && email === null)
    return <Alert type="warning" showIcon className="gap" title={t('gateway.none')} description={t('gateway.noneNext')} />
  if (sms === 'mailbox' || email === 'mailbox') return <Alert type="info" showIcon className="gap" title={t('gateway.mailbox')} />
  return null
}

const States = ({ states }: { states: Notices['single'] }) => {
  const { t } = useTranslation('notices')
  const { language } = useLanguage()
  return (
    <span className="stack">
      {MESSAGE_STATES.filter(state => states[state]).map(state => (
        <Mark key={state} tone={toneOf(state)}>
          {t(`state.${state}`)} {formatCount(states[state], language)}
        </Mark>
      ))}
    </span>
  )
}

const Campaigns = ({ notices }: { notices: Notices }) => {
  const { t } = useTranslation('notices')
  const { language } = useLanguage()
  const text = useText()
  const single = MESSAGE_STATES.some(state => notices.single[state])
  return (
    <Sheet title={t('campaigns.title')}>
      <Records
        label={t('campaigns.title')}
        records={notices.campaigns}
        keyOf={one => one.id}
        empty={<Nothing title={t('campaigns.none')} />}
        columns={[
          { key: 'what', title: t('campaigns.what'), heading: true, render: one => <strong>{text(one.title)}</strong> },
          {
            key: 'to',
            title: t('campaigns.to'),
            render: one => (
              <span className="stack">
                <span>{shortCommunity(one.area.name)}</span>
                <span className="soft">{t(`audience.${one.state}`)}</span>
              </span>
            ),
          },
          {
            key: 'people',
            title: t('campaigns.people'),
            align: 'right',
            width: 90,
            render: one => formatCount(one.people, language),
          },
          {
            key: 'progress',
            title: t('campaigns.progress'),
            width: 220,
            render: one => (
              <span className="stack">
                <Progress percent={shareOver(one.states)} size="small" aria-label={t('campaigns.progress')} />
                <States states={one.states} />
                {one.repeated > 0 ? (
                  <span className="soft">{t('campaigns.repeated', { people: formatCount(one.repeated, language) })}</span>
                ) : null}
              </span>
            ),
          },
          { key: 'by', title: t('campaigns.by'), width: 130, render: one => one.by },
          { key: 'at', title: t('campaigns.at'), width: 150, render: one => formatMoment(one.at, language) },
        ]}
      />
      {single ? (
        <div className="gap">
          <h3>{t('campaigns.single')}</h3>
          <States states={notices.single} />
        </div>
      ) : null}
    </Sheet>
  )
}

const Errors = ({ electionId, notices }: { electionId: string; notices: Notices }) => {
  const { t } = useTranslation('notices')
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { language } = useLanguage()
  const retry = useMutation({
    mutationFn: () => retryNotices(electionId, newRequestId()),
    onSuccess: ({ queued }) => {
      void message.success(t('errors.retried', { queued: formatCount(queued, language) }))
      for (const key of ['notices', 'notice-messages']) void queries.invalidateQueries({ queryKey: [key, electionId] })
    },
  })
  const errors = Object.entries(notices.errors)
  if (errors.length === 0) return null
  const all = [notices.single, ...notices.campaigns.map(one => one.states)]
  const ended = all.some(states => (states['given-up'] ?? 0) + (states.unreachable ?? 0) > 0)
  return (
    <Sheet title={t('errors.title')}>
      <ul className="events">
        {errors.map(([code, count]) => {
          const word = deliveryErrorWord(code)
          return (
            <li key={code}>
              <strong>{word ? t(`errors.${word}.what`) : code}</strong> · {t('errors.count', { count })}
              {word ? <span className="soft">{t(`errors.${word}.next`)}</span> : null}
            </li>
          )
        })}
      </ul>
      {retry.isError ? <Failure error={retry.error} /> : null}
      {ended ? (
        <div className="form-end">
          <Button loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('errors.retry')}
          </Button>
        </div>
      ) : null}
    </Sheet>
  )
}

export default NoticesPage
