/** Correcting a registered voter, or transferring them to another community. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { correctVoter, newRequestId, type RegisteredPerson, type VoterCorrection } from '../../../api/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Failure, shortCommunity } from '../../../ui/index.ts'
import { PartChoice } from '../../district/index.ts'

interface CorrectDialogProps {
  readonly person: RegisteredPerson
  readonly communities: readonly { readonly code: string; readonly name: string }[]
  readonly onDone: () => void
  readonly onClose: () => void
}

type Fields = Omit<VoterCorrection, 'community'> & { readonly community?: string }

const SHORTEST = 4

/** Only what was changed is sent. */
const changesOf = (person: RegisteredPerson, { reason, name, sex, birthDate, community, part }: Fields): VoterCorrection => ({
  reason,
  ...(name && name !== person.name ? { name } : {}),
  ...(sex && sex !== person.sex ? { sex } : {}),
  ...(birthDate && birthDate !== person.birthDate ? { birthDate } : {}),
  ...(community && community !== person.community?.code ? { community } : {}),
  ...(part && (part !== person.part || community !== person.community?.code) ? { part } : {}),
})

export const CorrectDialog = ({ person, communities, onDone, onClose }: CorrectDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const queries = useQueryClient()
  const [requestId] = useState(newRequestId)
  const save = useMutation({
    mutationFn: (fields: Fields) => correctVoter(person, changesOf(person, fields), requestId),
    onSuccess: async () => {
      await queries.invalidateQueries()
      onDone()
    },
  })
  return (
    <Modal open title={t('voter.correct')} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="soft">{t('voter.correctLead')}</p>
      <Form<Fields>
        layout="vertical"
        initialValues={{
          name: person.name,
          sex: person.sex,
          birthDate: person.birthDate,
          community: person.community?.code,
          part: person.part ?? '',
        }}
        onFinish={fields => save.mutate(fields)}
      >
        <Form.Item name="name" label={t('field.name')}>
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="sex" label={t('field.sex')}>
          <Select options={(['F', 'M'] as const).map(value => ({ value, label: t(`sex.${value}`) }))} />
        </Form.Item>
        <Form.Item name="birthDate" label={t('field.birthDate')}>
          <DayInput />
        </Form.Item>
        <Form.Item name="community" label={t('field.community')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={communities.map(({ code, name }) => ({ value: code, label: shortCommunity(name) }))}
          />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {form => (
            <Form.Item>
              <PartChoice
                id="correct-part"
                electionId={person.electionId}
                community={form.getFieldValue('community') ?? ''}
                value={form.getFieldValue('part') ?? ''}
                onChange={part => form.setFieldValue('part', part)}
              />
            </Form.Item>
          )}
        </Form.Item>
        <Form.Item name="part" hidden>
          <Input />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('voter.correctReason')}
          rules={[{ required: true, min: SHORTEST, message: t('voter.correctReason') }]}
        >
          <Input maxLength={200} placeholder={t('voter.correctReasonPlaceholder')} />
        </Form.Item>
        {save.error ? <Failure error={save.error} /> : null}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('voter.save')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
