/** Moves election day: first what moves and what breaks, then the move. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MovedDay, moveDay, newRequestId, type Timetable } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { Article, formatDay, Mark, Records } from '../../../ui/index.ts'

interface MoveFormProps {
  readonly electionId: string
  readonly table: Timetable
  readonly onClose: () => void
}

const TONES = { fits: 'plain', broken: 'refused', over: 'review' } as const

export const MoveForm = ({ electionId, table, onClose }: MoveFormProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [day, setDay] = useState(table.day)
  const [lastDay, setLastDay] = useState(table.lastDay ?? '')
  const [reason, setReason] = useState('')
  const input = { day, ...(lastDay ? { lastDay } : {}) }
  const preview = useMutation({
    mutationFn: () => moveDay(electionId, { ...input, dryRun: true, reason: '–' }, newRequestId()),
  })
  const move = useMutation({
    mutationFn: (override: boolean) =>
      moveDay(electionId, { ...input, dryRun: false, reason: reason.trim(), ...(override ? { override } : {}) }, newRequestId()),
    onSuccess: () => {
      for (const key of ['timetable', 'overview']) void queries.invalidateQueries({ queryKey: [key, electionId] })
      void queries.invalidateQueries({ queryKey: ['elections'] })
      void message.success(t('timetable.movedCheck'), 8)
      onClose()
    },
  })
  /** What was seen is what is moved: any change asks for a new preview. */
  const change = (set: () => void) => {
    set()
    preview.reset()
    move.reset()
  }
  const seen = preview.data
  const breaks = (seen?.breaks ?? 0) > 0
  const unchanged = day === table.day && (lastDay || day) === (table.lastDay ?? table.day)
  return (
    <Modal
      open
      width={900}
      title={t('timetable.move')}
      okText={t(breaks ? 'timetable.moveAnyway' : 'timetable.move')}
      okButtonProps={{ danger: breaks, disabled: !seen || reason.trim() === '' }}
      cancelText={t('ui:cancel')}
      confirmLoading={move.isPending}
      onOk={() => move.mutate(breaks)}
      onCancel={onClose}
    >
      <Failed error={preview.error ?? move.error} />
      <p className="soft gap">{t('timetable.moveLead')}</p>
      <div className="form-row gap">
        <Field label={t('timetable.newDay')}>
          {id => <DayInput id={id} min={table.today} value={day} onChange={chosen => change(() => setDay(chosen))} />}
        </Field>
        {table.mostDays > 1 ? (
          <Field label={t('timetable.lastDay', { count: table.mostDays })}>
            {id => <DayInput id={id} min={day} value={lastDay} onChange={chosen => change(() => setLastDay(chosen))} />}
          </Field>
        ) : null}
        <Button disabled={day === '' || unchanged} loading={preview.isPending} onClick={() => preview.mutate()}>
          {t('timetable.preview')}
        </Button>
      </div>
      {seen ? (
        <>
          <Preview seen={seen} />
          <Field label={t('timetable.moveReason')}>
            {id => (
              <Input.TextArea id={id} rows={2} maxLength={500} value={reason} onChange={event => setReason(event.target.value)} />
            )}
          </Field>
        </>
      ) : null}
    </Modal>
  )
}

/** What moves, and what breaks. */
const Preview = ({ seen }: { seen: MovedDay }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const text = useText()
  const breaks = seen.breaks > 0
  return (
    <>
      <Alert
        className="gap"
        type={breaks ? 'warning' : 'success'}
        showIcon
        title={breaks ? t('timetable.breaks', { count: seen.breaks }) : t('timetable.noBreaks')}
      />
      <Records
        label={t('timetable.preview')}
        records={seen.moves}
        keyOf={one => one.step}
        columns={[
          { key: 'title', title: t('timetable.step'), heading: true, render: one => text(one.title) },
          { key: 'article', title: t('timetable.article'), render: one => <Article article={one.article} /> },
          { key: 'from', title: t('timetable.from'), render: one => formatDay(one.from, language) },
          { key: 'to', title: t('timetable.to'), render: one => formatDay(one.to, language) },
          {
            key: 'effect',
            title: t('timetable.effect.title'),
            render: one => <Mark tone={TONES[one.effect]}>{t(`timetable.effect.${one.effect}`)}</Mark>,
          },
        ]}
      />
    </>
  )
}
