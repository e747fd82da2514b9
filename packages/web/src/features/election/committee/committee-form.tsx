/** Names a committee, appoints a member, or lets one leave. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { appointMember, type Committee, endMembership, nameCommittee, newRequestId } from '../../../api/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { chinaToday } from '../../../ui/format.ts'

type Member = Committee['members'][number]
type Of = Pick<Committee, 'level' | 'areaCode'>
export type CommitteeQuestion =
  | { readonly kind: 'name'; readonly of: Of; readonly name: string }
  | { readonly kind: 'appoint'; readonly of: Of }
  | { readonly kind: 'leave'; readonly member: Member }

const OFFICES = ['chair', 'deputy', 'member'] as const

interface CommitteeFormProps {
  readonly electionId: string
  readonly question: CommitteeQuestion
  readonly onClose: () => void
}

export const CommitteeForm = ({ electionId, question, onClose }: CommitteeFormProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const queries = useQueryClient()
  const [name, setName] = useState(question.kind === 'name' ? question.name : '')
  const [office, setOffice] = useState<Member['office']>('member')
  const [on, setOn] = useState(chinaToday())
  const [candidate, setCandidate] = useState(false)
  const [reason, setReason] = useState('')
  const save = useMutation({
    mutationFn: () => {
      const requestId = newRequestId()
      if (question.kind === 'name') return nameCommittee(electionId, { ...question.of, name: name.trim() }, requestId)
      if (question.kind === 'appoint')
        return appointMember(electionId, { ...question.of, name: name.trim(), office, from: on }, requestId)
      const why = candidate ? {} : { reason: reason.trim() }
      return endMembership(electionId, question.member.id, { on, candidate, ...why }, requestId)
    },
    onSuccess: data => {
      queries.setQueryData(['committees', electionId], data)
      onClose()
    },
  })
  const leaving = question.kind === 'leave'
  const complete = leaving ? candidate || reason.trim() !== '' : name.trim() !== ''
  const title = { name: t('committee.name'), appoint: t('committee.appoint'), leave: t('committee.leave') }[question.kind]
  return (
    <Modal
      open
      title={leaving ? `${title} · ${question.member.name}` : title}
      okText={title}
      okButtonProps={{ disabled: !complete || on === '' }}
      cancelText={t('ui:cancel')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <Failed error={save.error} />
      {leaving ? (
        <>
          <Checkbox className="gap" checked={candidate} onChange={event => setCandidate(event.target.checked)}>
            {t('committee.asCandidate')}
          </Checkbox>
          {candidate ? null : (
            <Field className="gap" label={t('committee.reason')}>
              {id => <Input id={id} maxLength={500} value={reason} onChange={event => setReason(event.target.value)} />}
            </Field>
          )}
        </>
      ) : (
        <Field className="gap" label={t(question.kind === 'name' ? 'committee.nameLabel' : 'committee.person')}>
          {id => <Input id={id} maxLength={100} value={name} onChange={event => setName(event.target.value)} />}
        </Field>
      )}
      {question.kind === 'appoint' ? (
        <Field className="gap" label={t('committee.office.title')}>
          {id => (
            <Select
              id={id}
              className="wide"
              value={office}
              onChange={setOffice}
              aria-label={t('committee.office.title')}
              options={OFFICES.map(value => ({ value, label: t(`committee.office.${value}`) }))}
            />
          )}
        </Field>
      ) : null}
      {question.kind === 'name' ? null : (
        <Field label={t(leaving ? 'committee.left' : 'committee.from')}>
          {id => <DayInput id={id} value={on} onChange={setOn} />}
        </Field>
      )}
    </Modal>
  )
}
