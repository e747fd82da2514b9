/** Several files, or a ZIP archive of them, at once: chosen and looked at, what is asked answered, then imported one after another. */
import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress, Select, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type Batch, newRequestId, startBatch, templateUrl } from '../../../../api/index.ts'
import { useLanguage } from '../../../../i18n/index.ts'
import { Failed } from '../../../../ui/failed.tsx'
import { Failure, formatCount, Loading, Page, Sheet } from '../../../../ui/index.ts'
import { useMay } from '../../../access/index.ts'
import { CHANNELS } from '../../import-kinds.ts'
import { BatchFiles } from './batch-files.tsx'
import { isMoving, sumOf } from './file-state.ts'
import { type Sending, useBatch, useSendFiles } from './use-batch.ts'

const SeveralPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const may = useMay()
  const asked = Number(params.get('batch'))
  const batchId = Number.isSafeInteger(asked) && asked > 0 ? asked : null
  const [channel, setChannel] = useState('roster')
  const batch = useBatch(batchId)
  const { send, sending, failed } = useSendFiles(electionId, channel, batchId, id =>
    setParams({ batch: String(id) }, { replace: true }),
  )
  if (!may('import-registrations'))
    return (
      <Page title={t('batch.title')}>
        <Alert type="info" showIcon title={t('new.mayNot')} />
      </Page>
    )
  return (
    <Page
      title={t('batch.title')}
      lead={t('batch.lead')}
      actions={<a href={templateUrl('registrations')}>{t('batch.template')}</a>}
    >
      <Sheet title={t('batch.step1')}>
        <div className="field gap">
          <label htmlFor="channel">{t('new.channel')}</label>
          <Select
            id="channel"
            value={batch.data?.channel ?? channel}
            disabled={batchId !== null}
            onChange={setChannel}
            options={CHANNELS.map(value => ({ value, label: t(`channel.${value}`) }))}
          />
        </div>
        <FilesDrop isSending={send.isPending} onFiles={files => send.mutate(files)} />
        {sending ? <SendingLine sending={sending} /> : null}
        <Failed error={send.error} />
        {failed.map(({ name, error }) => (
          <div key={name} className="gap">
            <strong>{name}</strong>
            <Failed error={error} />
          </div>
        ))}
      </Sheet>
      {batch.isError ? <Failure error={batch.error} retry={() => void batch.refetch()} /> : null}
      {batchId !== null && batch.isPending ? <Loading rows={4} /> : null}
      {batch.data && batch.data.files.length > 0 ? (
        <Sheet title={t('batch.step2')}>
          <BatchHead batch={batch.data} isSending={send.isPending} />
          <BatchFiles batch={batch.data} />
        </Sheet>
      ) : null}
    </Page>
  )
}

/** Takes files together: those chosen or dropped at once arrive as one list. */
const FilesDrop = ({ isSending, onFiles }: { isSending: boolean; onFiles: (files: readonly File[]) => void }) => {
  const { t } = useTranslation('registration')
  return (
    <Upload.Dragger
      accept=".zip,.csv,.xlsx,.xls,.et,.ods,.xlsb,.docx,.txt,.tsv,.htm,.html,.xml"
      multiple
      disabled={isSending}
      showUploadList={false}
      beforeUpload={(file, all) => {
        if (file === all[0]) onFiles(all)
        return false
      }}
    >
      <p className="drop-icon">
        <InboxOutlined aria-hidden />
      </p>
      <p className="drop-title">{t('batch.drop')}</p>
      <p className="soft">{t('batch.dropNote')}</p>
    </Upload.Dragger>
  )
}

const SendingLine = ({ sending: { sent, total, share } }: { sending: Sending }) => {
  const { t } = useTranslation('registration')
  return (
    <div className="gap" role="status">
      {t('batch.sending', { sent: sent + 1, total })}
      <Progress percent={Math.floor(((sent + share) / total) * 100)} aria-label={t('new.sendingLabel')} />
    </div>
  )
}

/** How far the batch is, and the start of what is ready. */
const BatchHead = ({ batch, isSending }: { batch: Batch; isSending: boolean }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const queries = useQueryClient()
  const sum = sumOf(batch.files)
  const start = useMutation({
    mutationFn: () => startBatch(batch.id, newRequestId()),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['batch', batch.id] })
      void queries.invalidateQueries({ queryKey: ['imports', batch.electionId] })
    },
  })
  const number = (value: number) => formatCount(value, language)
  return (
    <div className="batch-head">
      <p role="status">
        {t('batch.sum', { files: number(sum.files), ready: number(sum.ready), open: number(sum.open) })}
        {sum.looking > 0 ? ` ${t('batch.looking', { count: sum.looking })}` : ''}
      </p>
      {sum.started > 0 ? (
        <>
          <Progress
            percent={Math.floor((sum.over / sum.started) * 100)}
            status={isMoving(batch.files) ? 'active' : 'normal'}
            aria-label={t('batch.progress')}
          />
          <p>
            {t('batch.over', {
              over: number(sum.over),
              started: number(sum.started),
              rows: number(sum.rows),
              accepted: number(sum.accepted),
              review: number(sum.review),
              refused: number(sum.refused),
            })}
          </p>
        </>
      ) : null}
      <Failed error={start.error} />
      {sum.ready > 0 ? (
        <div className="form-end">
          <Button type="primary" loading={start.isPending} disabled={isSending} onClick={() => start.mutate()}>
            {t('batch.start', { count: sum.ready })}
          </Button>
          <span className="soft">{sum.open > 0 ? t('batch.openStay', { count: sum.open }) : t('new.goNote')}</span>
        </div>
      ) : null}
    </div>
  )
}

export default SeveralPage
