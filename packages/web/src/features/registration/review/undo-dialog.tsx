/** Asks why a decision is taken back, and takes it back. */
import { App, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCase } from '../../../api/index.ts'
import type { useDecisions } from './use-reviews.ts'

interface UndoProps {
  /** The case to be undone; the dialog is closed without one. */
  one: ReviewCase | null
  undo: ReturnType<typeof useDecisions>['undo']
  onUndone: (one: ReviewCase) => void
  onClose: () => void
}

export const Undo = ({ one, undo, onUndone, onClose }: UndoProps) => {
  const { t } = useTranslation('registration')
  const { message } = App.useApp()
  const onUndo = (reason: string) => {
    if (!one) return
    const onSuccess = () => {
      void message.success(t('undo.done', { name: one.name }))
      onUndone(one)
    }
    undo.mutate({ one, reason }, { onSuccess, onSettled: onClose })
  }
  return <UndoDialog one={one} busy={undo.isPending} onCancel={onClose} onUndo={onUndo} />
}

interface UndoDialogProps {
  one: ReviewCase | null
  busy: boolean
  onUndo: (reason: string) => void
  onCancel: () => void
}

const UndoDialog = ({ one, busy, onUndo, onCancel }: UndoDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const [reason, setReason] = useState('')
  useEffect(() => {
    if (one) setReason(t('undo.usual'))
  }, [one, t])
  return (
    <Modal
      open={one !== null}
      title={t('undo.title', { name: one?.name ?? '' })}
      okText={t('undo.confirm')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: busy, disabled: !reason.trim() }}
      onOk={() => onUndo(reason.trim())}
      onCancel={onCancel}
      destroyOnHidden
    >
      <p>{t('undo.note')}</p>
      <label htmlFor="undo-reason">{t('undo.reason')}</label>
      <Input
        id="undo-reason"
        autoFocus
        maxLength={500}
        value={reason}
        onChange={event => setReason(event.target.value)}
        onPressEnter={() => reason.trim() && onUndo(reason.trim())}
      />
    </Modal>
  )
}
