/** A file that waits: another officer lets it in or sends it back, with a reason. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideHeldImport, type Import, newRequestId, type SecondGiven } from '../../../api/index.ts'
import { Failure, Sheet } from '../../../ui/index.ts'
import { SecondOfficer, useMay } from '../../access/index.ts'

const SHORTEST_REASON = 6

export const HeldPanel = ({ one }: { one: Import }) => {
  const { t } = useTranslation('registration')
  const may = useMay()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const decide = useMutation({
    mutationFn: (of: { decision: 'let-in' | 'send-back'; second?: SecondGiven }) =>
      decideHeldImport(one.id, { ...of, reason: reason.trim() }, newRequestId()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['import', one.id] }),
  })
  const canDecide = reason.trim().length >= SHORTEST_REASON && !decide.isPending
  return (
    <Sheet>
      <Alert type="warning" showIcon className="gap" title={t('held.title')} description={t('held.why')} />
      {decide.isError ? <Failure error={decide.error} /> : null}
      {may('decide') ? (
        <>
          <Input.TextArea
            aria-label={t('held.reason')}
            placeholder={t('held.reason')}
            autoSize={{ minRows: 2, maxRows: 4 }}
            maxLength={200}
            value={reason}
            onChange={event => setReason(event.target.value)}
          />
          <div className="form-end">
            <Button type="primary" disabled={!canDecide} onClick={() => decide.mutate({ decision: 'let-in' })}>
              {t('held.letIn')}
            </Button>
            <Button danger disabled={!canDecide} onClick={() => decide.mutate({ decision: 'send-back' })}>
              {t('held.sendBack')}
            </Button>
          </div>
          {reason.trim().length >= SHORTEST_REASON ? (
            <SecondOfficer
              kind="import.let-in"
              subject={String(one.id)}
              busy={decide.isPending}
              onGiven={second => decide.mutate({ decision: 'let-in', second })}
            />
          ) : null}
        </>
      ) : null}
    </Sheet>
  )
}
