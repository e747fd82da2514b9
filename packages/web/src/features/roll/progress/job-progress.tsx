/** How far a preview, a publication or its files are. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Progress } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, type Job, readJob } from '../../../api/index.ts'
import { percent, useErrorWords } from '../../../ui/index.ts'

const STEPS = ['listing', 'writing'] as const

interface JobProgressProps {
  /** What runs. */
  label: string
  jobId: string
  onEnd: (job: Job) => void
  onClose: () => void
}

export const JobProgress = ({ label, jobId, onEnd, onClose }: JobProgressProps) => {
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
      <strong>{step ? t(`step.${step}`) : label}</strong>
      <Progress
        percent={progress?.total ? Math.floor(percent(progress.done, progress.total)) : 0}
        status="active"
        showInfo={Boolean(progress?.total)}
        aria-label={label}
      />
      <span className="soft">{t('publish.leave')}</span>
    </div>
  )
}
