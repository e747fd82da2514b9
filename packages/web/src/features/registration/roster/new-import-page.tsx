/** A new import in two steps: choose the kind and the file, then check how each column was read and start. */
import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, DatePicker, Input, Progress, Radio, Select, Upload } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { type ImportKind, type ImportPreview, previewImport, startImport, templateUrl } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Failure, formatBytes, formatShare, Loading, Page, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { CHANNELS, KINDS } from '../import-kinds.ts'
import { ColumnPreview } from './column-preview.tsx'
import { type Reading, undecidedSheets } from './reading.ts'

/** What is said of a file besides its kind. */
interface Details {
  channel: string
  legalBasis: string
  asOf: Dayjs | null
  endsOn: Dayjs | null
}

const formOf = (
  what: ImportKind,
  data: File,
  { channel, legalBasis, asOf, endsOn }: Details,
  reading: Reading | null,
): FormData => {
  const form = new FormData()
  form.set('kind', what)
  if (what === 'registrations') form.set('channel', channel)
  if (what === 'population') {
    form.set('legalBasis', legalBasis.trim())
    if (asOf) form.set('asOf', asOf.format('YYYY-MM-DD'))
    if (endsOn) form.set('endsOn', endsOn.format('YYYY-MM-DD'))
  }
  if (reading) form.set('reading', JSON.stringify(reading))
  form.set('file', data)
  return form
}

const previewFormOf = (what: ImportKind, data: File, reading: Reading | null): FormData => {
  const form = new FormData()
  form.set('kind', what)
  if (reading) form.set('reading', JSON.stringify(reading))
  form.set('file', data)
  return form
}

const NewImportPage = () => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const may = useMay()
  const kinds = KINDS.filter(kind => may(kind === 'registrations' ? 'import-registrations' : 'import-registers'))
  const [kind, setKind] = useState<ImportKind>('registrations')
  const [file, setFile] = useState<File | null>(null)
  const [details, setDetails] = useState<Details>({ channel: 'roster', legalBasis: '', asOf: null, endsOn: null })
  const [reading, setReading] = useState<Reading | null>(null)
  const [answered, setAnswered] = useState(false)
  const [sent, setSent] = useState(0)
  const chosenKind = kinds.includes(kind) ? kind : kinds[0]

  const preview = useMutation({
    mutationFn: ({ what, data, how }: { what: ImportKind; data: File; how: Reading | null }) =>
      previewImport(electionId, previewFormOf(what, data, how)),
  })
  const start = useMutation({
    mutationFn: ({ what, data }: { what: ImportKind; data: File }) =>
      startImport(electionId, formOf(what, data, details, reading), setSent),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['imports', electionId] })
      void navigate(`/elections/${electionId}/imports/${id}`)
    },
  })
  const look = (what: ImportKind, data: File | null, how: Reading | null = null) => {
    start.reset()
    setReading(how)
    setAnswered(false)
    if (data) preview.mutate({ what, data, how })
    else preview.reset()
  }
  if (!chosenKind) {
    return (
      <Page title={t('new.title')}>
        <Alert type="info" showIcon title={t('new.mayNot')} />
      </Page>
    )
  }
  const needsBasis = chosenKind === 'population' && details.legalBasis.trim() === ''
  return (
    <Page
      title={t('new.title')}
      lead={t('new.lead')}
      actions={
        <>
          <a href={templateUrl(chosenKind)}>{t('batch.template')}</a>
          {may('import-registrations') ? <Link to={`/elections/${electionId}/imports/several`}>{t('batch.link')}</Link> : null}
        </>
      }
    >
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
        <DetailFields kind={chosenKind} details={details} onChange={next => setDetails(before => ({ ...before, ...next }))} />
      </Sheet>

      <Sheet title={t('new.step2')}>
        <FileDrop
          file={file}
          onFile={data => {
            setFile(data)
            look(chosenKind, data)
          }}
        />
      </Sheet>

      {file ? (
        <Sheet title={t('new.step3')}>
          {preview.isPending ? <Loading rows={3} /> : null}
          {preview.isError ? <Failure error={preview.error} retry={() => look(chosenKind, file, reading)} /> : null}
          {preview.data ? (
            <Checked
              preview={preview.data}
              reading={reading}
              onReading={next => look(chosenKind, file, next)}
              isAnswered={answered}
              onAnswer={setAnswered}
              needsBasis={needsBasis}
              error={start.error}
              sent={start.isPending ? sent : null}
              onStart={() => start.mutate({ what: chosenKind, data: file })}
            />
          ) : null}
        </Sheet>
      ) : null}
    </Page>
  )
}

type CheckedProps = Omit<QuestionsProps, 'questions'> &
  Omit<StartProps, 'isMissing'> & {
    preview: ImportPreview
    reading: Reading | null
    onReading: (reading: Reading) => void
  }

/** How a file was read, what is asked of it, and the start of its import once nothing is missing. */
const Checked = ({ preview, reading, onReading, isAnswered, onAnswer, ...start }: CheckedProps) => {
  const isMissing =
    preview.missing.length > 0 || undecidedSheets(preview, reading).length > 0 || (preview.questions.length > 0 && !isAnswered)
  return (
    <>
      <ColumnPreview preview={preview} reading={reading} onReading={onReading} />
      {preview.questions.length > 0 ? (
        <Questions questions={preview.questions} isAnswered={isAnswered} onAnswer={onAnswer} />
      ) : null}
      <Start isMissing={isMissing} {...start} />
    </>
  )
}

interface QuestionsProps {
  questions: ImportPreview['questions']
  isAnswered: boolean
  onAnswer: (isAnswered: boolean) => void
}

/** What is asked before an import starts. */
const Questions = ({ questions, isAnswered, onAnswer }: QuestionsProps) => {
  const { t } = useTranslation('registration')
  const text = useText()
  return (
    <div className="gap">
      {questions.map(question => (
        <Alert key={question.en} type="warning" showIcon title={text(question)} />
      ))}
      <Checkbox checked={isAnswered} onChange={event => onAnswer(event.target.checked)}>
        {t('preview.goOn')}
      </Checkbox>
    </div>
  )
}

/** Takes a file, which is not sent yet. */
const FileDrop = ({ file, onFile }: { file: File | null; onFile: (file: File) => void }) => {
  const { t } = useTranslation('registration')
  return (
    <Upload.Dragger
      accept=".csv,.xlsx,.xls,.et,.ods,.xlsb,.docx,.txt,.tsv,.htm,.html,.xml"
      maxCount={1}
      showUploadList={false}
      beforeUpload={data => {
        onFile(data)
        return false
      }}
    >
      <p className="drop-icon">
        <InboxOutlined aria-hidden />
      </p>
      <p className="drop-title">{file ? file.name : t('new.drop')}</p>
      <p className="soft">{file ? t('new.dropOther', { size: formatBytes(file.size) }) : t('new.dropNote')}</p>
    </Upload.Dragger>
  )
}

interface DetailFieldsProps {
  kind: ImportKind
  details: Details
  onChange: (change: Partial<Details>) => void
}

/** What is asked for files of this kind; of some nothing is. */
const DetailFields = ({ kind, details: { channel, legalBasis, asOf, endsOn }, onChange }: DetailFieldsProps) => {
  const { t } = useTranslation('registration')
  if (kind === 'registrations')
    return (
      <div className="field">
        <label htmlFor="channel">{t('new.channel')}</label>
        <Select
          id="channel"
          value={channel}
          onChange={value => onChange({ channel: value })}
          options={CHANNELS.map(value => ({ value, label: t(`channel.${value}`) }))}
        />
      </div>
    )
  if (kind !== 'population') return null
  return (
    <div className="fields">
      <div className="field">
        <label htmlFor="basis">{t('new.legalBasis')}</label>
        <Input
          id="basis"
          value={legalBasis}
          maxLength={200}
          onChange={event => onChange({ legalBasis: event.target.value })}
          placeholder={t('new.legalBasisExample')}
        />
        <span className="soft">{t('new.legalBasisNote')}</span>
      </div>
      <div className="field">
        <label htmlFor="asof">{t('new.asOf')}</label>
        <DatePicker id="asof" value={asOf} onChange={value => onChange({ asOf: value })} />
      </div>
      <div className="field">
        <label htmlFor="ends">{t('new.endsOn')}</label>
        <DatePicker id="ends" value={endsOn} onChange={value => onChange({ endsOn: value })} />
      </div>
    </div>
  )
}

/** `share`: of the file, sent so far. */
const Sending = ({ share }: { share: number }) => {
  const { t } = useTranslation('registration')
  return (
    <div className="gap" role="status">
      {t('new.sending', { share: formatShare(share, 1) })}
      <Progress percent={Math.floor(share * 100)} aria-label={t('new.sendingLabel')} />
    </div>
  )
}

interface StartProps {
  /** A column that is needed is missing. */
  isMissing: boolean
  needsBasis: boolean
  error: unknown
  /** Share of the file that was sent; null while none is under way. */
  sent: number | null
  onStart: () => void
}

const Start = ({ isMissing, needsBasis, error, sent, onStart }: StartProps) => {
  const { t } = useTranslation('registration')
  const note = () => {
    if (isMissing) return t('new.missingFirst')
    return needsBasis ? t('new.basisFirst') : t('new.goNote')
  }
  return (
    <>
      {error ? (
        <div className="gap">
          <Failure error={error} />
        </div>
      ) : null}
      {sent === null ? null : <Sending share={sent} />}
      <div className="form-end">
        <Button type="primary" disabled={isMissing || needsBasis} loading={sent !== null} onClick={onStart}>
          {t('new.go')}
        </Button>
        <span className="soft">{note()}</span>
      </div>
    </>
  )
}

export default NewImportPage
