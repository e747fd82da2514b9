/** The disqualification register: who reports, one person looked up, entries gone through. Whatever is read says why and is kept nowhere. */
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type DisqualificationRecord, listDisqualifications, lookUpDisqualification } from '../../../api/index.ts'
import { More, Nothing, Page, Sheet, useErrorWords } from '../../../ui/index.ts'
import { AuthoritiesSheet } from './authorities-sheet.tsx'
import { DisqualificationRecords } from './disqualification-records.tsx'

const SHORTEST_REASON = 4
const SHORTEST_LIST_REASON = 10

const Refusal = ({ error }: { error: unknown }) => {
  const words = useErrorWords()
  if (!error) return null
  const { title, next } = words(error)
  return <Alert type="error" showIcon role="alert" className="gap" title={title} description={next} />
}

interface Question {
  name: string
  number: string
  reason: string
}

const LookUp = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation('disqualifications')
  const look = useMutation({ mutationFn: (question: Question) => lookUpDisqualification(electionId, question), gcTime: 0 })
  const missing = { required: true, whitespace: true, message: t('missing') }
  return (
    <Sheet title={t('lookUp')}>
      <p className="soft">{t('lookUpNote')}</p>
      <Form<Question> layout="vertical" className="form" autoComplete="off" onFinish={question => look.mutate(question)}>
        <Form.Item name="name" label={t('person')} rules={[missing]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="number" label={t('number')} rules={[missing]}>
          <Input maxLength={40} className="code" />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('reason')}
          extra={t('reasonNote')}
          rules={[missing, { min: SHORTEST_REASON, message: t('tooShort') }]}
        >
          <Input maxLength={200} placeholder={t('reasonPlaceholder')} />
        </Form.Item>
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={look.isPending}>
            {t('find')}
          </Button>
        </div>
      </Form>
      <Refusal error={look.error} />
      <div role="status" aria-live="polite">
        {look.data ? (
          <>
            {look.data.length > 0 ? <p>{t('found', { count: look.data.length })}</p> : null}
            <DisqualificationRecords
              label={t('lookUp')}
              records={look.data}
              empty={
                <Nothing title={t('nothing')}>
                  <p className="soft">{t('nothingNext')}</p>
                </Nothing>
              }
            />
          </>
        ) : null}
      </div>
    </Sheet>
  )
}

interface Opened {
  readonly reason: string
  readonly items: readonly DisqualificationRecord[]
  readonly total: number
  readonly next: string | null
}

const GoThrough = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation('disqualifications')
  const [opened, setOpened] = useState<Opened | null>(null)
  const read = useMutation({
    mutationFn: ({ reason, cursor }: { reason: string; cursor?: string }) => listDisqualifications(electionId, reason, cursor),
    gcTime: 0,
    onSuccess: (page, { reason, cursor }) =>
      setOpened(before => ({ ...page, reason, items: cursor && before ? [...before.items, ...page.items] : page.items })),
  })
  return (
    <Sheet title={t('list')} extra={opened ? <Button onClick={() => setOpened(null)}>{t('hide')}</Button> : null}>
      <p className="soft">{t('listNote')}</p>
      {opened ? (
        <>
          <DisqualificationRecords label={t('list')} records={opened.items} empty={<Nothing title={t('listNone')} />} />
          <More
            shown={opened.items.length}
            total={opened.total}
            hasNext={opened.next !== null}
            loading={read.isPending}
            onMore={() => read.mutate({ reason: opened.reason, ...(opened.next === null ? {} : { cursor: opened.next }) })}
          />
        </>
      ) : (
        <Form<{ reason: string }> layout="vertical" className="form" onFinish={({ reason }) => read.mutate({ reason })}>
          <Form.Item
            name="reason"
            label={t('listReason')}
            extra={t('listReasonNote')}
            rules={[
              { required: true, whitespace: true, message: t('missing') },
              { min: SHORTEST_LIST_REASON, message: t('tooShort') },
            ]}
          >
            <Input maxLength={200} placeholder={t('listReasonPlaceholder')} />
          </Form.Item>
          <div className="form-end">
            <Button htmlType="submit" loading={read.isPending}>
              {t('open')}
            </Button>
          </div>
        </Form>
      )}
      <Refusal error={read.error} />
    </Sheet>
  )
}

const DisqualificationsPage = () => {
  const { t } = useTranslation('disqualifications')
  const { electionId = '' } = useParams()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <AuthoritiesSheet />
      <LookUp electionId={electionId} />
      <GoThrough electionId={electionId} />
    </Page>
  )
}

export default DisqualificationsPage
