/** Records that a step was done, or takes it back. What is outside its window goes on only with a reason. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, newRequestId, recordStep, type TimetableStep, takeBackStep } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { Article } from '../../../ui/index.ts'

const OUTSIDE = ['timetable.late', 'timetable.early', 'timetable.blocked']

interface StepFormProps {
  readonly electionId: string
  readonly today: string
  readonly step: TimetableStep
  readonly onClose: () => void
}

export const StepForm = ({ electionId, today, step, onClose }: StepFormProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const text = useText()
  const queries = useQueryClient()
  const [on, setOn] = useState(today)
  const [reason, setReason] = useState('')
  const isDone = step.doneOn !== null
  const save = useMutation({
    mutationFn: (override: boolean) =>
      isDone
        ? takeBackStep(electionId, step.step, reason.trim(), newRequestId())
        : recordStep(electionId, step.step, { on, ...(override ? { override, reason: reason.trim() } : {}) }, newRequestId()),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['timetable', electionId] })
      onClose()
    },
  })
  const outside = save.error instanceof ApiError && OUTSIDE.includes(save.error.code)
  const needsReason = isDone || outside
  return (
    <Modal
      open
      title={`${t(isDone ? 'timetable.takeBack' : 'timetable.record')} · ${text(step.title)}`}
      okText={t(isDone ? 'timetable.takeBack' : outside ? 'timetable.override' : 'timetable.record')}
      okButtonProps={{ danger: needsReason, disabled: needsReason && reason.trim() === '' }}
      cancelText={t('ui:cancel')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate(outside)}
      onCancel={onClose}
    >
      <Failed error={save.error} />
      <p className="gap">
        <Article article={step.article} /> · {t(step.kind === 'on' ? 'timetable.on' : 'timetable.by', { day: step.date })}
      </p>
      {isDone ? null : (
        <Field className="gap" label={t('timetable.doneOnLabel')}>
          {id => (
            <DayInput
              id={id}
              max={today}
              value={on}
              onChange={day => {
                setOn(day)
                save.reset()
              }}
            />
          )}
        </Field>
      )}
      {needsReason ? (
        <Field label={t('timetable.reason')}>
          {id => (
            <Input.TextArea id={id} rows={2} maxLength={500} value={reason} onChange={event => setReason(event.target.value)} />
          )}
        </Field>
      ) : null}
    </Modal>
  )
}
