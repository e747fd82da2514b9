/** The form of a unit: its statute, the agreement with the committee, and where its staff vote. */
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ElectingUnit,
  type Electorate,
  type NewElectingUnit,
  newRequestId,
  removeElectingUnit,
  setElectingUnit,
} from '../../../api/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { shortCommunity } from '../../../ui/index.ts'

interface Props {
  electionId: string
  /** Null: a new one. */
  unit: ElectingUnit | null
  electorate: Electorate
  onSaved: () => void
  onClose: () => void
}

type Fields = Pick<NewElectingUnit, 'name' | 'statute'> & {
  community?: string
  agreement?: NewElectingUnit['agreement']
  district?: string
  document?: string
}

export const UnitForm = ({ electionId, unit, electorate, onSaved, onClose }: Props) => {
  const { t } = useTranslation(['electorate', 'ui'])
  const [requestId] = useState(newRequestId)
  const save = useMutation({
    mutationFn: ({ name, statute, ...rest }: Fields) =>
      setElectingUnit(
        electionId,
        {
          name,
          statute,
          community: rest.community ?? null,
          agreement: rest.agreement ?? null,
          district: rest.district ?? null,
          document: rest.document?.trim() || null,
        },
        requestId,
      ),
    onSuccess: onSaved,
  })
  const remove = useMutation({
    mutationFn: (name: string) => removeElectingUnit(electionId, name, requestId),
    onSuccess: onSaved,
  })
  const initial = unit
    ? {
        name: unit.name,
        statute: unit.statute,
        community: unit.community?.code,
        agreement: unit.agreement ?? undefined,
        district: unit.district ?? undefined,
        document: unit.document ?? undefined,
      }
    : { statute: 'own' }
  const missing = { required: true, whitespace: true, message: t('missing') }
  return (
    <Modal open title={unit ? unit.name : t('units.add')} onCancel={onClose} footer={null} destroyOnHidden>
      <Form<Fields> layout="vertical" initialValues={initial} onFinish={values => save.mutate(values)}>
        <Form.Item name="name" label={t('units.name')} extra={t('units.nameNote')} rules={[missing]}>
          <Input maxLength={100} disabled={unit !== null} />
        </Form.Item>
        <Form.Item name="community" label={t('units.community')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={electorate.communities.map(({ code, name }) => ({ value: code, label: shortCommunity(name) }))}
          />
        </Form.Item>
        <Form.Item name="statute" label={t('units.statute')}>
          <Select options={(['own', 'higher'] as const).map(value => ({ value, label: t(`statute.${value}`) }))} />
        </Form.Item>
        <Form.Item name="agreement" label={t('units.agreement')}>
          <Select
            allowClear
            options={(['votes', 'stays-out'] as const).map(value => ({ value, label: t(`agreement.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="district" label={t('district')} extra={t('units.districtNote')}>
          <Select allowClear options={electorate.districts.map(({ code, name }) => ({ value: code, label: name }))} />
        </Form.Item>
        <Form.Item name="document" label={t('document')} extra={t('units.documentNote')}>
          <Input maxLength={200} />
        </Form.Item>
        <Failed error={save.error ?? remove.error} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          {unit ? (
            <Popconfirm title={t('units.removeAsk')} onConfirm={() => remove.mutate(unit.name)}>
              <Button danger loading={remove.isPending}>
                {t('units.remove')}
              </Button>
            </Popconfirm>
          ) : null}
        </div>
      </Form>
    </Modal>
  )
}
