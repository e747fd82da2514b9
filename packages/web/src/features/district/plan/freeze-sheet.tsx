/** Making a plan the legal one: who moves first, then the act itself. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DistrictPlan, type DistrictPlanMoves, freezePlan, newRequestId, readPlanMoves } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount, QueryView, Records, Sheet, useErrorWords } from '../../../ui/index.ts'

interface FreezeProps {
  electionId: string
  plan: DistrictPlan
  onDone: (plan: DistrictPlan) => void
}

export const FreezeSheet = ({ electionId, plan, onDone }: FreezeProps) => {
  const { t } = useTranslation('district')
  const [looking, setLooking] = useState(false)
  const [asking, setAsking] = useState(false)
  const moves = useQuery({
    queryKey: ['plan-moves', electionId, plan.id, plan.steps[0]?.number ?? 0],
    queryFn: () => readPlanMoves(electionId, plan.id),
    enabled: looking,
    retry: false,
  })
  return (
    <Sheet title={t('freeze.title')}>
      <p className="soft">{t('freeze.note')}</p>
      {looking ? (
        <QueryView query={moves} rows={3}>
          {preview => (
            <>
              <Moves preview={preview} />
              <Button type="primary" className="plan-after" onClick={() => setAsking(true)}>
                {t('freeze.open')}
              </Button>
              <FreezeDialog
                electionId={electionId}
                plan={plan}
                open={asking}
                needsReason={preview.listed}
                onDone={done => {
                  setAsking(false)
                  onDone(done)
                }}
                onClose={() => setAsking(false)}
              />
            </>
          )}
        </QueryView>
      ) : (
        <Button onClick={() => setLooking(true)}>{t('freeze.look')}</Button>
      )}
    </Sheet>
  )
}

/** How many voters move, and from where to where. */
const Moves = ({ preview }: { preview: DistrictPlanMoves }) => {
  const { t } = useTranslation('district')
  const { language } = useLanguage()
  return (
    <>
      <p>
        {t('freeze.moving', {
          moving: formatCount(preview.moving, language),
          staying: formatCount(preview.staying, language),
        })}
      </p>
      {preview.moves.length > 0 ? (
        <Records
          label={t('freeze.moves')}
          records={preview.moves}
          keyOf={one => `${one.from} → ${one.to}`}
          columns={[
            { key: 'from', title: t('freeze.from'), heading: true, render: one => one.from ?? t('noDistrict') },
            { key: 'to', title: t('freeze.to'), render: one => one.to ?? t('noDistrict') },
            { key: 'voters', title: t('freeze.voters'), align: 'right', render: one => formatCount(one.voters, language) },
          ]}
        />
      ) : null}
    </>
  )
}

interface FreezeDialogProps extends FreezeProps {
  open: boolean
  /** The list is out: a reason is recorded. */
  needsReason: boolean
  onClose: () => void
}

const FreezeDialog = ({ electionId, plan, open, needsReason, onDone, onClose }: FreezeDialogProps) => {
  const { t } = useTranslation(['district', 'ui'])
  const words = useErrorWords()
  const [reason, setReason] = useState('')
  const freeze = useMutation({
    mutationFn: () => freezePlan(electionId, plan.id, reason.trim() || undefined, newRequestId()),
    onSuccess: onDone,
  })
  return (
    <Modal
      open={open}
      title={t('freeze.sure', { name: plan.name })}
      okText={t('freeze.do')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: freeze.isPending, disabled: needsReason && reason.trim() === '' }}
      onOk={() => freeze.mutate()}
      onCancel={onClose}
    >
      {freeze.error ? (
        <Alert type="error" showIcon role="alert" title={words(freeze.error).title} description={words(freeze.error).next} />
      ) : null}
      <p>{t('freeze.means')}</p>
      {needsReason ? (
        <label htmlFor="freeze-reason">
          <span>{t('freeze.reason')}</span>
          <Input.TextArea
            id="freeze-reason"
            rows={3}
            maxLength={500}
            value={reason}
            onChange={event => setReason(event.target.value)}
          />
        </label>
      ) : null}
    </Modal>
  )
}
