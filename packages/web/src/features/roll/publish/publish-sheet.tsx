/** Publishing the list: what prevents it, the preview, and the confirmation by a second person. */
import { EyeOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import {
  checkElection,
  type Job,
  newRequestId,
  type Overview,
  previewRoll,
  type RollVersion,
  readRollPreview,
} from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Figure, formatCount, formatDay, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { dayDistance } from '../../election/index.ts'
import { JobProgress } from '../progress/index.ts'
import { listDeadlineOf } from './list-deadline.ts'
import { PreviewPart } from './preview-part.tsx'

const PREVIEWING = (electionId: string) => `mingce.previewing.${electionId}`

export const PublishSheet = ({ overview, versions }: { overview: Overview; versions: readonly RollVersion[] }) => {
  const { t } = useTranslation('roll')
  const queries = useQueryClient()
  const may = useMay()
  const { message } = App.useApp()
  const { election, counts } = overview
  const first = versions.length === 0
  const [lateReason, setLateReason] = useState('')
  const [needsReason, setNeedsReason] = useState(first && listDeadlineOf(overview).daysLeft < 0)
  const [jobId, setJobId] = useState(() => sessionStorage.getItem(PREVIEWING(election.id)))
  const requestId = useRef(newRequestId())
  const waiting = useQuery({ queryKey: ['roll-preview', election.id], queryFn: () => readRollPreview(election.id) })

  const check = useMutation({
    mutationFn: () => checkElection(election.id),
    onSuccess: () => {
      void message.success(t('check.done'))
      void queries.invalidateQueries({ queryKey: ['overview', election.id] })
    },
  })
  const forget = () => {
    sessionStorage.removeItem(PREVIEWING(election.id))
    setJobId(null)
  }
  const prepare = useMutation({
    mutationFn: () => previewRoll(election.id, needsReason ? lateReason.trim() : undefined, requestId.current),
    onSuccess: started => {
      sessionStorage.setItem(PREVIEWING(election.id), started.jobId)
      setJobId(started.jobId)
    },
    onError: () => {
      requestId.current = newRequestId()
    },
  })
  const ended = (job: Job) => {
    sessionStorage.removeItem(PREVIEWING(election.id))
    requestId.current = newRequestId()
    if (job.state !== 'done') {
      if (/late/.test(job.error?.code ?? '')) setNeedsReason(true)
      return
    }
    forget()
    for (const key of ['roll-preview', 'roll-preview-entries', 'overview']) void queries.invalidateQueries({ queryKey: [key] })
  }
  const next = (versions.at(-1)?.version ?? 0) + 1
  const preview = waiting.data?.preview

  return (
    <Sheet title={first ? t('publish.first') : t('publish.supplement', { version: Math.max(next, versions.length + 1) })}>
      <Figures overview={overview} first={first} />
      <Warnings overview={overview} first={first} />
      {counts.registered === 0 ? <Alert type="info" showIcon className="gap" title={t('publish.nobody')} /> : null}
      <Failed error={check.error ?? prepare.error ?? waiting.error} />
      {needsReason ? <LateReason reason={lateReason} onReason={setLateReason} /> : null}
      {jobId ? <JobProgress label={t('preview.running')} jobId={jobId} onEnd={ended} onClose={forget} /> : null}
      <div className="form-end">
        <Button
          type={preview ? 'default' : 'primary'}
          size="large"
          icon={<EyeOutlined aria-hidden />}
          disabled={prepare.isPending || jobId !== null || counts.registered === 0 || (needsReason && !lateReason.trim())}
          onClick={() => prepare.mutate()}
        >
          {t(preview ? 'preview.again' : 'preview.button')}
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
      {preview && !jobId ? <PreviewPart preview={preview} electionId={election.id} electionName={election.name} /> : null}
    </Sheet>
  )
}

/** Why the list comes late; it is part of the preview that the second person confirms. */
const LateReason = ({ reason, onReason }: { reason: string; onReason: (reason: string) => void }) => {
  const { t } = useTranslation('roll')
  return (
    <div className="field">
      <label htmlFor="late-reason">{t('confirm.lateReason')}</label>
      <Input.TextArea
        id="late-reason"
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={500}
        value={reason}
        onChange={event => onReason(event.target.value)}
        placeholder={t('confirm.lateExample')}
      />
      <span className="soft">{t('confirm.lateNote')}</span>
    </div>
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
