/** A new import in two steps: choose the kind and the file, then check how each column was read and start. */
import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, DatePicker, Input, Progress, Radio, Select, Upload } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { type ImportKind, previewImport, startImport } from '../../../api/index.ts'
import { Failure, formatBytes, formatShare, Loading, Page, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { CHANNELS, KINDS } from '../import-kinds.ts'
import { ColumnPreview } from './column-preview.tsx'

const NewImportPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const may = useMay()
  const kinds = KINDS.filter(kind => may(kind === 'registrations' ? 'import-registrations' : 'import-registers'))
  const [kind, setKind] = useState<ImportKind>('registrations')
  const [file, setFile] = useState<File | null>(null)
  const [channel, setChannel] = useState<string>('roster')
  const [legalBasis, setLegalBasis] = useState('')
  const [asOf, setAsOf] = useState<Dayjs | null>(null)
  const [endsOn, setEndsOn] = useState<Dayjs | null>(null)
  const [sent, setSent] = useState(0)
  const chosenKind = kinds.includes(kind) ? kind : kinds[0]

  const formOf = (what: ImportKind, data: File) => {
    const form = new FormData()
    form.set('kind', what)
    if (what === 'registrations') form.set('channel', channel)
    if (what === 'population') {
      form.set('legalBasis', legalBasis.trim())
      if (asOf) form.set('asOf', asOf.format('YYYY-MM-DD'))
      if (endsOn) form.set('endsOn', endsOn.format('YYYY-MM-DD'))
    }
    form.set('file', data)
    return form
  }
  const preview = useMutation({
    mutationFn: ({ what, data }: { what: ImportKind; data: File }) => {
      const form = new FormData()
      form.set('kind', what)
      form.set('file', data)
      return previewImport(electionId, form)
    },
  })
  const start = useMutation({
    mutationFn: ({ what, data }: { what: ImportKind; data: File }) => startImport(electionId, formOf(what, data), setSent),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['imports', electionId] })
      void navigate(`/elections/${electionId}/imports/${id}`)
    },
  })
  const look = (what: ImportKind, data: File | null) => {
    start.reset()
    if (data) preview.mutate({ what, data })
    else preview.reset()
  }
  if (!chosenKind) {
    return (
      <Page title={t('new.title')}>
        <Alert type="info" showIcon title={t('new.mayNot')} />
      </Page>
    )
  }
  const needsBasis = chosenKind === 'population' && legalBasis.trim() === ''
  return (
    <Page title={t('new.title')} lead={t('new.lead')}>
      <Sheet title={t('new.step1')}>
        <Radio.Group
          className="kinds"
          aria-label={t('new.step1')}
          value={chosenKind}
          onChange={event => {
            setKind(event.target.value as ImportKind)
            look(event.target.value as ImportKind, file)
          }}
        >
          {kinds.map(one => (
            <Radio key={one} value={one}>
              <strong>{t(`import.kind.${one}`)}</strong>
              <span className="soft">{t(`new.kindNote.${one}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
        {chosenKind === 'registrations' ? (
          <div className="field">
            <label htmlFor="channel">{t('new.channel')}</label>
            <Select
              id="channel"
              value={channel}
              onChange={setChannel}
              options={CHANNELS.map(value => ({ value, label: t(`channel.${value}`) }))}
            />
          </div>
        ) : null}
        {chosenKind === 'population' ? (
          <div className="fields">
            <div className="field">
              <label htmlFor="basis">{t('new.legalBasis')}</label>
              <Input
                id="basis"
                value={legalBasis}
                maxLength={200}
                onChange={event => setLegalBasis(event.target.value)}
                placeholder={t('new.legalBasisExample')}
              />
              <span className="soft">{t('new.legalBasisNote')}</span>
            </div>
            <div className="field">
              <label htmlFor="asof">{t('new.asOf')}</label>
              <DatePicker id="asof" value={asOf} onChange={setAsOf} />
            </div>
            <div className="field">
              <label htmlFor="ends">{t('new.endsOn')}</label>
              <DatePicker id="ends" value={endsOn} onChange={setEndsOn} />
            </div>
          </div>
        ) : null}
      </Sheet>

      <Sheet title={t('new.step2')}>
        <Upload.Dragger
          accept=".csv,.xlsx,.txt,.tsv"
          maxCount={1}
          showUploadList={false}
          beforeUpload={data => {
            setFile(data)
            look(chosenKind, data)
            return false
          }}
        >
          <p className="drop-icon">
            <InboxOutlined aria-hidden />
          </p>
          <p className="drop-title">{file ? file.name : t('new.drop')}</p>
          <p className="soft">{file ? t('new.dropOther', { size: formatBytes(file.size) }) : t('new.dropNote')}</p>
        </Upload.Dragger>
      </Sheet>

      {file ? (
        <Sheet title={t('new.step3')}>
          {preview.isPending ? <Loading rows={3} /> : null}
          {preview.isError ? <Failure error={preview.error} retry={() => look(chosenKind, file)} /> : null}
          {preview.data ? <ColumnPreview preview={preview.data} /> : null}
          {start.isError ? (
            <div className="gap">
              <Failure error={start.error} />
            </div>
          ) : null}
          {start.isPending ? (
            <div className="gap" role="status">
              {t('new.sending', { share: formatShare(sent, 1) })}
              <Progress percent={Math.floor(sent * 100)} aria-label={t('new.sendingLabel')} />
            </div>
          ) : null}
          {preview.data ? (
            <div className="form-end">
              <Button
                type="primary"
                disabled={preview.data.missing.length > 0 || needsBasis}
                loading={start.isPending}
                onClick={() => start.mutate({ what: chosenKind, data: file })}
              >
                {t('new.go')}
              </Button>
              <span className="soft">
                {preview.data.missing.length > 0 ? t('new.missingFirst') : needsBasis ? t('new.basisFirst') : t('new.goNote')}
              </span>
            </div>
          ) : null}
        </Sheet>
      ) : null}
    </Page>
  )
}

export default NewImportPage
