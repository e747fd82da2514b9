/** Making a plan the legal one: who moves first, then the act itself. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DistrictPlan, freezePlan, newRequestId, readPlanMoves } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, Loading, Records, Sheet, useErrorWords } from '../../../ui/index.ts'

export const FreezeSheet = ({
  electionId,
  plan,
  onDone,
}: {
  electionId: string
  plan: DistrictPlan
  onDone: (plan: DistrictPlan) => void
}) => {
  const { t } = useTranslation(['district', 'ui'])
  const { language } = useLanguage()
  const words = useErrorWords()
  const [looking, setLooking] = useState(false)
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const moves = useQuery({
    queryKey: ['plan-moves', electionId, plan.id, plan.steps[0]?.number ?? 0],
    queryFn: () => readPlanMoves(electionId, plan.id),
    enabled: looking,
    retry: false,
  })
  const freeze = useMutation({
    mutationFn: () => freezePlan(electionId, plan.id, reason.trim() || undefined, newRequestId()),
    onSuccess: done => {
      setAsking(false)
      onDone(done)
    },
  })
  return (
    <Sheet title={t('freeze.title')}>
      <p className="soft">{t('freeze.note')}</p>
      {!looking ? (
        <Button onClick={() => setLooking(true)}>{t('freeze.look')}</Button>
      ) : moves.isPending ? (
        <Loading rows={3} />
      ) : moves.isError ? (
        <Failure error={moves.error} retry={() => void moves.refetch()} />
      ) : (
        <>
          <p>
            {t('freeze.moving', {
              moving: formatCount(moves.data.moving, language),
              staying: formatCount(moves.data.staying, language),
            })}
          </p>
          {moves.data.moves.length > 0 ? (
            <Records
              label={t('freeze.moves')}
              records={moves.data.moves}
              keyOf={one => `${one.from} → ${one.to}`}
              columns={[
                { key: 'from', title: t('freeze.from'), heading: true, render: one => one.from ?? t('noDistrict') },
                { key: 'to', title: t('freeze.to'), render: one => one.to ?? t('noDistrict') },
                { key: 'voters', title: t('freeze.voters'), align: 'right', render: one => formatCount(one.voters, language) },
              ]}
            />
          ) : null}
          <Button type="primary" className="plan-after" onClick={() => setAsking(true)}>
            {t('freeze.open')}
          </Button>
          <Modal
            open={asking}
            title={t('freeze.sure', { name: plan.name })}
            okText={t('freeze.do')}
            cancelText={t('ui:cancel')}
            okButtonProps={{ loading: freeze.isPending, disabled: moves.data.listed && reason.trim() === '' }}
            onOk={() => freeze.mutate()}
            onCancel={() => setAsking(false)}
          >
            {freeze.error ? (
              <Alert
                type="error"
                showIcon
                role="alert"
                title={words(freeze.error).title}
                description={words(freeze.error).next}
              />
            ) : null}
            <p>{t('freeze.means')}</p>
            {moves.data.listed ? (
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
        </>
      )}
    </Sheet>
  )
}
