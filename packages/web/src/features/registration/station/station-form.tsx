/** The form of one station: what voters see of it, and which communities it serves. */
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewStation } from '../../../api/index.ts'

export interface Served {
  readonly code: string
  readonly name: string
}

interface StationFormProps {
  /** Null: a new one. */
  station: NewStation | null
  areas: readonly Served[]
  saving: boolean
  /** What the last try was refused for. */
  failure: ReactNode
  onSave: (station: NewStation) => void
  onClose: () => void
}

type Fields = Omit<NewStation, 'phone' | 'latitude' | 'longitude'> & {
  phone?: string | null
  latitude?: number | null
  longitude?: number | null
}

export const StationForm = ({ station, areas, saving, failure, onSave, onClose }: StationFormProps) => {
  const { t } = useTranslation(['stations', 'ui'])
  const missing = { required: true, whitespace: true, message: t('missing') }
  return (
    <Modal open title={station ? t('editOf', { name: station.name }) : t('add')} onCancel={onClose} footer={null} destroyOnHidden>
      <Form<Fields>
        layout="vertical"
        initialValues={station ?? { serves: [] }}
        onFinish={({ phone, latitude, longitude, ...rest }) =>
          onSave({ ...rest, phone: phone || null, latitude: latitude ?? null, longitude: longitude ?? null })
        }
      >
        <Form.Item name="name" label={t('name')} rules={[missing]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="address" label={t('address')} rules={[missing]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="hours" label={t('hours')} rules={[missing]}>
          <Input maxLength={100} placeholder={t('hoursPlaceholder')} />
        </Form.Item>
        <Form.Item name="phone" label={t('phone')} extra={t('phoneNote')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="serves"
          label={t('serves')}
          extra={t('servesNote')}
          rules={[{ required: true, type: 'array', min: 1, message: t('servesMissing') }]}
        >
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={areas.map(area => ({ value: area.code, label: area.name }))}
            maxTagCount="responsive"
          />
        </Form.Item>
        <div className="pair">
          <Form.Item name="latitude" label={t('latitude')}>
            <InputNumber min={3} max={54} className="wide" />
          </Form.Item>
          <Form.Item name="longitude" label={t('longitude')} extra={t('pointNote')}>
            <InputNumber min={73} max={136} className="wide" />
          </Form.Item>
        </div>
        {failure}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={saving}>
            {t('save')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
