/** Requests a certificate at a station for a voter who is present. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId, requestCertificate } from '../../../api/index.ts'
import { Failure } from '../../../ui/index.ts'

export const RequestForm = ({ electionId, onClose }: { electionId: string; onClose: () => void }) => {
  const { t } = useTranslation(['certificate', 'ui'])
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [said, setSaid] = useState({ name: '', number: '', to: '' })
  const requestId = useRef(newRequestId())
  const set = (name: keyof typeof said) => (event: { target: { value: string } }) =>
    setSaid(before => ({ ...before, [name]: event.target.value }))
  const to = said.to.trim()
  const ask = useMutation({
    mutationFn: () =>
      requestCertificate(
        electionId,
        { name: said.name.trim(), number: said.number.trim(), ...(to ? { to } : {}) },
        requestId.current,
      ),
    onSuccess: () => {
      void message.success(t('ask.done'), 6)
      void queries.invalidateQueries({ queryKey: ['certificates', electionId] })
      onClose()
    },
    onError: () => {
      requestId.current = newRequestId()
    },
  })
  return (
    <Modal
      open
      title={t('ask.title')}
      okText={t('ask.ok')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: ask.isPending, disabled: !said.name.trim() || !said.number.trim() }}
      onOk={() => ask.mutate()}
      onCancel={onClose}
    >
      <p className="soft">{t('ask.note')}</p>
      <div className="field">
        <label htmlFor="ask-name">{t('field.name')}</label>
        <Input id="ask-name" value={said.name} maxLength={60} autoComplete="off" onChange={set('name')} />
      </div>
      <div className="field">
        <label htmlFor="ask-number">{t('field.number')}</label>
        <Input id="ask-number" value={said.number} maxLength={24} autoComplete="off" onChange={set('number')} />
      </div>
      <div className="field">
        <label htmlFor="ask-to">{t('ask.to')}</label>
        <Input id="ask-to" value={said.to} maxLength={100} onChange={set('to')} />
      </div>
      {ask.isError ? <Failure error={ask.error} /> : null}
    </Modal>
  )
}
