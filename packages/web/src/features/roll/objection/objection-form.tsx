/** An objection that someone makes at a station, taken down by the worker. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input, Modal, Radio } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fileObjection, newRequestId, type StationObjection } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatDay } from '../../../ui/index.ts'

const KINDS = ['missing', 'wrongly-listed', 'wrong-particulars'] as const
const SUBJECTS = ['own', 'other'] as const
const EMPTY = { name: '', number: '', named: '', place: '', text: '' }

export const ObjectionForm = ({ electionId, onClose }: { electionId: string; onClose: () => void }) => {
  const { t } = useTranslation(['objections', 'ui'])
  const { language } = useLanguage()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('missing')
  const [subject, setSubject] = useState<(typeof SUBJECTS)[number]>('own')
  const [said, setSaid] = useState(EMPTY)
  const requestId = useRef(newRequestId())
  const set = (name: keyof typeof EMPTY) => (event: { target: { value: string } }) =>
    setSaid(before => ({ ...before, [name]: event.target.value }))
  const body: StationObjection = {
    objector: { name: said.name.trim(), ...(said.number.trim() ? { number: said.number.trim() } : {}) },
    kind,
    subject,
    text: said.text.trim(),
    ...(subject === 'other' ? { named: said.named.trim() } : {}),
    ...(said.place.trim() ? { place: said.place.trim() } : {}),
  }
  const file = useMutation({
    mutationFn: () => fileObjection(electionId, body, requestId.current),
    onSuccess: one => {
      void message.success(
        one.late
          ? t('file.doneLate', { number: one.id })
          : t('file.done', { number: one.id, day: formatDay(one.dueOn, language) }),
        8,
      )
      void queries.invalidateQueries({ queryKey: ['objections', electionId] })
      onClose()
    },
    onError: () => {
      requestId.current = newRequestId()
    },
  })
  const complete = body.objector.name && body.text && (subject === 'own' || said.named.trim())
  return (
    <Modal
      open
      title={t('file.title')}
      okText={t('file.ok')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: file.isPending, disabled: !complete }}
      onOk={() => file.mutate()}
      onCancel={onClose}
    >
      <div className="field">
        <label htmlFor="file-name">{t('file.name')}</label>
        <Input id="file-name" value={said.name} maxLength={40} onChange={set('name')} />
      </div>
      <div className="field">
        <label htmlFor="file-number">{t('file.number')}</label>
        <Input id="file-number" value={said.number} maxLength={30} autoComplete="off" onChange={set('number')} />
      </div>
      <div className="field">
        <span id="file-kind">{t('file.kind')}</span>
        <Radio.Group
          aria-labelledby="file-kind"
          value={kind}
          onChange={event => setKind(event.target.value)}
          options={KINDS.map(value => ({ value, label: t(`kind.${value}`) }))}
        />
      </div>
      <div className="field">
        <span id="file-subject">{t('file.subject')}</span>
        <Radio.Group
          aria-labelledby="file-subject"
          value={subject}
          onChange={event => setSubject(event.target.value)}
          options={SUBJECTS.map(value => ({ value, label: t(`file.${value}`) }))}
        />
      </div>
      {subject === 'other' ? (
        <div className="field">
          <label htmlFor="file-named">{t('file.named')}</label>
          <Input id="file-named" value={said.named} maxLength={40} onChange={set('named')} />
        </div>
      ) : null}
      <div className="field">
        <label htmlFor="file-place">{t('file.place')}</label>
        <Input id="file-place" value={said.place} maxLength={60} onChange={set('place')} />
      </div>
      <div className="field">
        <label htmlFor="file-text">{t('file.text')}</label>
        <Input.TextArea
          id="file-text"
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={1000}
          value={said.text}
          onChange={set('text')}
        />
      </div>
      {file.isError ? <Failure error={file.error} /> : null}
    </Modal>
  )
}
