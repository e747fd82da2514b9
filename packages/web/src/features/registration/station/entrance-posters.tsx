/** Posters with a QR that opens the portal at a station or in a community. */
import { QrcodeOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { entrancePostersUrl, readAreas } from '../../../api/index.ts'
import { shortCommunity } from '../../../ui/index.ts'
import { useElection } from '../../election/index.ts'

export const EntrancePosters = ({ electionId }: { readonly electionId: string }) => {
  const { t } = useTranslation('stations')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={<QrcodeOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t('posters.button')}
      </Button>
      {open ? <PostersDialog electionId={electionId} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

interface DialogProps {
  readonly electionId: string
  readonly onClose: () => void
}

const PostersDialog = ({ electionId, onClose }: DialogProps) => {
  const { t } = useTranslation(['stations', 'ui'])
  const election = useElection(electionId)
  const [of, setOf] = useState<'stations' | 'communities'>('stations')
  const [area, setArea] = useState('')
  const parent = election?.area.code
  const areas = useQuery({ queryKey: ['areas', parent], queryFn: () => readAreas(parent), enabled: parent !== undefined })
  return (
    <Modal open title={t('posters.title')} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="soft">{t('posters.lead')}</p>
      <Form layout="vertical">
        <Form.Item label={t('posters.of')}>
          <Radio.Group
            value={of}
            onChange={event => setOf(event.target.value === 'communities' ? 'communities' : 'stations')}
            options={[
              { value: 'stations', label: t('posters.stations') },
              { value: 'communities', label: t('posters.communities') },
            ]}
          />
        </Form.Item>
        <Form.Item label={t('posters.area')} htmlFor="poster-area">
          <Select
            id="poster-area"
            showSearch={{ optionFilterProp: 'label' }}
            value={area}
            onChange={setArea}
            options={[
              { value: '', label: t('posters.whole') },
              ...(areas.data ?? []).map(one => ({ value: one.code, label: shortCommunity(one.name) })),
            ]}
          />
        </Form.Item>
        <div className="form-end">
          <Button type="primary" href={entrancePostersUrl(electionId, of, area || undefined)} download>
            {t('posters.go')}
          </Button>
          <Button onClick={onClose}>{t('ui:close')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
