/** Devices of station and field workers: who has which, until when, and deactivating a lost one. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Device, deactivateDevice, newRequestId, readDevices } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatMoment, Loading, Mark, Nothing, Page, Records, useErrorWords } from '../../../ui/index.ts'

const KEY = ['devices']

const DevicesPage = () => {
  const { t } = useTranslation('devices')
  const { language } = useLanguage()
  const words = useErrorWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [lost, setLost] = useState<{ device: Device; requestId: string } | null>(null)
  const list = useQuery({ queryKey: KEY, queryFn: readDevices, refetchInterval: 60_000 })
  const cut = useMutation({
    mutationFn: ({ device, requestId }: { device: Device; requestId: string }) => deactivateDevice(device.id, requestId),
    onSuccess: async (_, { device }) => {
      setLost(null)
      void message.success(t('done', { name: device.name }))
      await queries.invalidateQueries({ queryKey: KEY })
    },
  })
  const at = (moment: string | null) => (moment ? formatMoment(moment, language) : t('never'))
  return (
    <Page title={t('title')} lead={t('lead')} actions={<a href="/station/">{t('open')}</a>}>
      {list.isPending ? (
        <Loading rows={6} />
      ) : list.isError ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : list.data.length === 0 ? (
        <Nothing title={t('none')}>{t('noneNext')}</Nothing>
      ) : (
        <Records
          label={t('list')}
          records={list.data}
          keyOf={device => device.id}
          columns={[
            {
              key: 'name',
              title: t('name'),
              heading: true,
              render: device => <strong>{device.name}</strong>,
            },
            { key: 'worker', title: t('worker'), render: device => device.worker },
            { key: 'area', title: t('area'), render: device => device.areaName },
            { key: 'shift', title: t('shift'), render: device => at(device.shiftEndsAt) },
            { key: 'seen', title: t('seen'), render: device => at(device.lastSeenAt) },
            {
              key: 'state',
              title: t('state'),
              render: device => <State device={device} at={at} />,
            },
            {
              key: 'cut',
              title: t('deactivate'),
              width: 110,
              optional: device => device.deactivatedAt !== null,
              render: device =>
                device.deactivatedAt === null ? (
                  <Button
                    danger
                    aria-label={t('deactivateLabel', { name: device.name })}
                    onClick={() => setLost({ device, requestId: newRequestId() })}
                  >
                    {t('deactivate')}
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <Modal
        open={lost !== null}
        title={t('sure', { name: lost?.device.name ?? '' })}
        okText={t('yes')}
        cancelText={t('no')}
        okButtonProps={{ danger: true, loading: cut.isPending }}
        onOk={() => lost && cut.mutate(lost)}
        onCancel={() => {
          setLost(null)
          cut.reset()
        }}
      >
        <p>{t('what')}</p>
        {cut.isError ? (
          <Alert type="error" showIcon role="alert" title={words(cut.error).title} description={words(cut.error).next} />
        ) : null}
      </Modal>
    </Page>
  )
}

const State = ({ device, at }: { device: Device; at: (moment: string | null) => string }) => {
  const { t } = useTranslation('devices')
  if (device.deactivatedAt !== null)
    return (
      <>
        <Mark tone="refused">{t('deactivated')}</Mark>{' '}
        <span className="soft">{t('by', { name: device.deactivatedBy ?? '', at: at(device.deactivatedAt) })}</span>
      </>
    )
  const working = new Date(device.shiftEndsAt).getTime() > Date.now()
  return <Mark tone={working ? 'registered' : 'quiet'}>{t(working ? 'working' : 'over')}</Mark>
}

export default DevicesPage
