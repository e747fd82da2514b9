/** Communities with their default: what the committee decided, or what the area code suggests until it is confirmed. */
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ElectingCommunity, newRequestId, setCommunityDefaults } from '../../../api/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Mark, Nothing, Records, Sheet, shortCommunity } from '../../../ui/index.ts'

const CHOICES = ['all', 'none', 'by-person'] as const

interface Props {
  electionId: string
  communities: readonly ElectingCommunity[]
  mayChange: boolean
  onChanged: () => void
}

interface Township {
  readonly code: string
  readonly name: string
  readonly communities: ElectingCommunity[]
}

const byTownship = (communities: readonly ElectingCommunity[]): Township[] => {
  const found = new Map<string, Township>()
  for (const community of communities) {
    const { code, name } = community.township
    const township = found.get(code) ?? { code, name, communities: [] }
    township.communities.push(community)
    found.set(code, township)
  }
  return [...found.values()]
}

export const Communities = ({ electionId, communities, mayChange, onChanged }: Props) => {
  const { t } = useTranslation('electorate')
  const [editing, setEditing] = useState<readonly ElectingCommunity[] | null>(null)
  if (communities.length === 0) return <Nothing title={t('communities.none')} />
  return (
    <>
      {byTownship(communities).map(township => {
        const open = township.communities.filter(one => one.source === 'code')
        return (
          <Sheet
            key={township.code}
            title={t('communities.title', { township: township.name })}
            extra={
              mayChange && open.length > 0 ? (
                <Button size="small" type="primary" onClick={() => setEditing(open)}>
                  {t('communities.confirm', { count: open.length })}
                </Button>
              ) : null
            }
          >
            <Records<ElectingCommunity>
              label={t('communities.title', { township: township.name })}
              records={township.communities}
              keyOf={one => one.code}
              columns={[
                { key: 'name', title: t('communities.name'), heading: true, render: one => shortCommunity(one.name) },
                { key: 'elects', title: t('communities.elects'), render: one => t(`elects.${one.elects}`) },
                {
                  key: 'source',
                  title: t('document'),
                  render: one =>
                    one.source === 'code' ? <Mark tone="review">{t('communities.byCode')}</Mark> : (one.document ?? '—'),
                },
                ...(mayChange
                  ? [
                      {
                        key: 'edit',
                        title: t('edit'),
                        render: (one: ElectingCommunity) => (
                          <Button size="small" aria-label={`${t('edit')} ${one.name}`} onClick={() => setEditing([one])}>
                            {t('edit')}
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          </Sheet>
        )
      })}
      {editing ? (
        <DefaultForm
          electionId={electionId}
          communities={editing}
          onSaved={() => {
            setEditing(null)
            onChanged()
          }}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </>
  )
}

interface FormProps {
  electionId: string
  communities: readonly ElectingCommunity[]
  onSaved: () => void
  onClose: () => void
}

/** One community is changed; several are confirmed as they are. */
const DefaultForm = ({ electionId, communities, onSaved, onClose }: FormProps) => {
  const { t } = useTranslation(['electorate', 'ui'])
  const [requestId] = useState(newRequestId)
  const [only] = communities.length === 1 ? communities : []
  const save = useMutation({
    mutationFn: ({ elects, document }: { elects?: ElectingCommunity['elects']; document: string }) =>
      setCommunityDefaults(
        electionId,
        { communities: communities.map(one => ({ code: one.code, elects: elects ?? one.elects })), document },
        requestId,
      ),
    onSuccess: onSaved,
  })
  return (
    <Modal
      open
      title={only ? only.name : t('communities.confirm', { count: communities.length })}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
    >
      <Form layout="vertical" initialValues={only ? { elects: only.elects } : {}} onFinish={values => save.mutate(values)}>
        {only ? (
          <Form.Item name="elects" label={t('communities.elects')}>
            <Select options={CHOICES.map(value => ({ value, label: t(`elects.${value}`) }))} />
          </Form.Item>
        ) : (
          <p>{t('communities.confirmNote')}</p>
        )}
        <Form.Item
          name="document"
          label={t('document')}
          extra={t('communities.documentNote')}
          rules={[{ required: true, whitespace: true, message: t('missing') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Failed error={save.error} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
