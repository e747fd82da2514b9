/** Publishing the list: what will be published, what prevents it, and the confirmation. */
import { NotificationOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Modal, Progress } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import {
  ApiError,
  checkElection,
  type Job,
  newRequestId,
  type Overview,
  publishRoll,
  type RollVersion,
  readJob,
} from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Figure, formatCount, formatDay, percent, Sheet, useErrorWords } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { dayDistance } from '../../election/index.ts'
import { listDeadlineOf } from './list-deadline.ts'

const STEPS = ['listing', 'writing'] as const
const REMEMBERED = (electionId: string) => `mingce.publishing.${electionId}`

export const PublishSheet = ({ overview, versions }: { overview: Overview; versions: readonly RollVersion[] }) => {
  const { t } = useTranslation('roll')
  const queries = useQueryClient()
  const may = useMay()
  const { message } = App.useApp()
  const { election, counts } = overview
  const first = versions.length === 0
  const [asking, setAsking] = useState(false)
  const [lateReason, setLateReason] = useState('')
  const [needsReason, setNeedsReason] = useState(first && listDeadlineOf(overview).daysLeft < 0)
  const [jobId, setJobId] = useState(() => sessionStorage.getItem(REMEMBERED(election.id)))
  const requestId = useRef(newRequestId())

  const check = useMutation({
    mutationFn: () => checkElection(election.id),
    onSuccess: () => {
      void message.success(t('check.done'))
      void queries.invalidateQueries({ queryKey: ['overview', election.id] })
    },
  })
  const publish = useMutation({
    mutationFn: () => publishRoll(election.id, needsReason ? lateReason.trim() : undefined, requestId.current),
    onSuccess: started => {
      setAsking(false)
      sessionStorage.setItem(REMEMBERED(election.id), started.jobId)
      setJobId(started.jobId)
    },
    onError: error => {
      requestId.current = newRequestId()
      if (error instanceof ApiError && /late/.test(error.code)) setNeedsReason(true)
    },
  })
  const ended = (job: Job) => {
    sessionStorage.removeItem(REMEMBERED(election.id))
    requestId.current = newRequestId()
    if (job.state !== 'done') {
      if (/late/.test(job.error?.code ?? '')) setNeedsReason(true)
      return
    }
    setJobId(null)
    setLateReason('')
    void message.success(t('publish.done'))
    for (const key of ['rolls', 'overview', 'elections']) void queries.invalidateQueries({ queryKey: [key] })
  }
  const busy = publish.isPending || jobId !== null
  const next = (versions.at(-1)?.version ?? 0) + 1

  return (
    <Sheet title={first ? t('publish.first') : t('publish.supplement', { version: Math.max(next, versions.length + 1) })}>
      <Figures overview={overview} first={first} />
      <Warnings overview={overview} first={first} />
      {counts.registered === 0 ? <Alert type="info" showIcon className="gap" title={t('publish.nobody')} /> : null}
      <Failed error={check.error ?? publish.error} />
      {jobId ? (
        <JobProgress
          jobId={jobId}
          onEnd={ended}
          onClose={() => {
            sessionStorage.removeItem(REMEMBERED(election.id))
            setJobId(null)
          }}
        />
      ) : null}
      <div className="form-end">
        <Button
          type="primary"
          size="large"
          icon={<NotificationOutlined aria-hidden />}
          disabled={busy || counts.registered === 0}
          onClick={() => setAsking(true)}
        >
          {first ? t('publish.button') : t('publish.buttonSupplement')}
        </Button>
        {may('import-registrations') ? (
          <Button
            size="large"
            icon={<SafetyCertificateOutlined aria-hidden />}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            {t('check.button')}
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking}
        overview={overview}
        needsReason={needsReason}
        lateReason={lateReason}
        busy={publish.isPending}
        error={publish.error}
        onReason={setLateReason}
        onPublish={() => publish.mutate()}
        onClose={() => setAsking(false)}
      />
    </Sheet>
  )
}

interface PartProps {
  overview: Overview
  /** No list was published yet. */
  first: boolean
}

/** Entries carried over from the previous roll stay valid until they are decided, and are listed (EL 27). */
const leftOffOf = ({ counts }: Overview): number => counts.review - counts.reviewStanding

const Figures = ({ overview, first }: PartProps) => {
  const { t } = useTranslation('roll')
  const { language } = useLanguage()
  const may = useMay()
  const { counts, election } = overview
  const base = `/elections/${election.id}`
  const leftOff = leftOffOf(overview)
  const deadline = listDeadlineOf(overview)
  const late = deadline.daysLeft < 0
  return (
    <div className="figures">
      <Figure
        label={t(first ? 'publish.registered' : 'publish.registeredAll')}
        value={formatCount(counts.registered, language)}
        note={t(first ? 'publish.registeredNote' : 'publish.supplementNote')}
        tone="registered"
      />
      <Figure
        label={t('publish.review')}
        value={formatCount(leftOff, language)}
        note={t('publish.reviewNote')}
        tone={leftOff > 0 ? 'review' : 'quiet'}
        to={`${base}/reviews`}
      />
      <Figure
        label={t('publish.notYet')}
        value={formatCount(counts.notYetRegistered, language)}
        note={t('publish.notYetNote')}
        tone="quiet"
        to={may('contact') ? `${base}/not-yet-registered` : undefined}
      />
      {first ? (
        <Figure
          label={t('publish.deadline')}
          value={late ? t('publish.late', { count: -deadline.daysLeft }) : t('publish.left', { count: deadline.daysLeft })}
          note={t('publish.deadlineNote', {
            day: formatDay(deadline.date, language),
            count: dayDistance(deadline.date, overview.election.pollingDay),
          })}
          tone={late ? 'refused' : 'plain'}
        />
      ) : null}
    </div>
  )
}

/** Reviews that are still open, and a list that comes late. */
const Warnings = ({ overview, first }: PartProps) => {
  const { t } = useTranslation('roll')
  const { language } = useLanguage()
  const { counts, election } = overview
  const leftOff = leftOffOf(overview)
  const deadline = listDeadlineOf(overview)
  const standing = t('publish.standing', { count: counts.reviewStanding })
  return (
    <>
      {counts.review > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={leftOff > 0 ? t('publish.openReviews', { count: leftOff }) : standing}
          description={
            <>
              {leftOff > 0 && counts.reviewStanding > 0 ? <p>{standing}</p> : null}
              <Link to={`/elections/${election.id}/reviews`}>{t('publish.toReviews')}</Link>
            </>
          }
        />
      ) : null}
      {first && deadline.daysLeft < 0 ? (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={t('publish.lateWarning', { day: formatDay(deadline.date, language) })}
          description={t('publish.lateNext')}
        />
      ) : null}
    </>
  )
}

interface ConfirmDialogProps {
  open: boolean
  overview: Overview
  /** The list is late: a reason is recorded. */
  needsReason: boolean
  lateReason: string
  busy: boolean
  error: unknown
  onReason: (reason: string) => void
  onPublish: () => void
  onClose: () => void
}

const ConfirmDialog = ({ open, overview, needsReason, lateReason, busy, error, ...on }: ConfirmDialogProps) => {
  const { t } = useTranslation(['roll', 'ui'])
  const words = useErrorWords()
  return (
    <Modal
      open={open}
      title={t('confirm.title')}
      okText={t('confirm.ok')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: busy, disabled: needsReason && !lateReason.trim() }}
      onOk={on.onPublish}
      onCancel={on.onClose}
    >
      <p>{t('confirm.what', { count: overview.counts.registered, name: overview.election.name })}</p>
      <p className="soft">{t('confirm.frozen')}</p>
      {needsReason ? (
        <div className="field">
          <label htmlFor="late-reason">{t('confirm.lateReason')}</label>
          <Input.TextArea
            id="late-reason"
            autoSize={{ minRows: 2, maxRows: 5 }}
            maxLength={500}
            value={lateReason}
            onChange={event => on.onReason(event.target.value)}
            placeholder={t('confirm.lateExample')}
          />
          <span className="soft">{t('confirm.lateNote')}</span>
        </div>
      ) : null}
      {error ? <Alert type="error" showIcon role="alert" title={words(error).title} description={words(error).next} /> : null}
    </Modal>
  )
}

interface JobProgressProps {
  jobId: string
  onEnd: (job: Job) => void
  onClose: () => void
}

const JobProgress = ({ jobId, onEnd, onClose }: JobProgressProps) => {
  const { t } = useTranslation(['roll', 'ui'])
  const words = useErrorWords()
  const job = useQuery({
    queryKey: ['job', jobId],
    queryFn: () => readJob(jobId),
    gcTime: 0,
    refetchInterval: query =>
      query.state.error || query.state.data?.state === 'done' || query.state.data?.state === 'failed' ? false : 700,
  })
  const state = job.data?.state
  const told = useRef(false)
  useEffect(() => {
    if (job.data && (state === 'done' || state === 'failed') && !told.current) {
      told.current = true
      onEnd(job.data)
    }
  })
  if (job.isError || state === 'failed') {
    const spoken = job.data?.error ? new ApiError(500, { error: job.data.error }) : job.error
    const { title, next } = words(spoken)
    return <Alert type="error" showIcon role="alert" className="gap" title={title} description={next} closable={{ onClose }} />
  }
  const progress = job.data?.progress
  const step = STEPS.find(known => known === progress?.step)
  return (
    <div className="gap" role="status" aria-live="polite">
      <strong>{step ? t(`step.${step}`) : t('publish.running')}</strong>
      <Progress
        percent={progress?.total ? Math.floor(percent(progress.done, progress.total)) : 0}
        status="active"
        showInfo={Boolean(progress?.total)}
        aria-label={t('publish.running')}
      />
      <span className="soft">{t('publish.leave')}</span>
    </div>
  )
}
