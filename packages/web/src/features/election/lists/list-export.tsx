/** A list as a file: at once, or, where it names many people, when a second officer has confirmed. */
import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Dropdown, Form, Input, Modal, Radio } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { askListExport, listFileUrl, newRequestId, readListKinds } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatCount } from '../../../ui/index.ts'

interface ListExportProps {
  readonly electionId: string
  /** As the server names it. */
  readonly list: string
  readonly filter?: Readonly<Record<string, string | undefined>> | undefined
  /** All where not given. */
  readonly columns?: readonly string[] | undefined
}

interface Fields {
  readonly reason?: string
  readonly format: 'xlsx' | 'csv'
}

const SHORTEST = 6

/** Only for whoever may take the list. */
export const ListExportButton = (props: ListExportProps) => {
  const { t } = useTranslation('election')
  const [open, setOpen] = useState(false)
  const kinds = useQuery({
    queryKey: ['list-kinds', props.electionId],
    queryFn: () => readListKinds(props.electionId),
    staleTime: 600_000,
  })
  const kind = kinds.data?.lists.find(one => one.list === props.list)
  if (!kind || !kinds.data) return null
  return (
    <>
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t('lists.export')}
      </Button>
      {open ? <ListExportDialog {...props} title={kind.title} limit={kinds.data.limit} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Any of the lists that one may take, whole: also those that no page of an election shows, such as the accounts. */
export const ListExportMenu = ({ electionId }: { readonly electionId: string }) => {
  const { t } = useTranslation('election')
  const text = useText()
  const [list, setList] = useState<string | null>(null)
  const kinds = useQuery({
    queryKey: ['list-kinds', electionId],
    queryFn: () => readListKinds(electionId),
    staleTime: 600_000,
  })
  if (!kinds.data || kinds.data.lists.length === 0) return null
  const chosen = kinds.data.lists.find(one => one.list === list)
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: kinds.data.lists.map(one => ({ key: one.list, label: text(one.title) })),
          onClick: ({ key }) => setList(key),
        }}
      >
        <Button type="primary" icon={<DownloadOutlined aria-hidden />}>
          {t('lists.choose')}
        </Button>
      </Dropdown>
      {chosen ? (
        <ListExportDialog
          electionId={electionId}
          list={chosen.list}
          title={chosen.title}
          limit={kinds.data.limit}
          onClose={() => setList(null)}
        />
      ) : null}
    </>
  )
}

interface DialogProps extends ListExportProps {
  readonly title: { readonly zh: string; readonly en: string }
  readonly limit: number
  readonly onClose: () => void
}

const ListExportDialog = ({ electionId, list, filter = {}, columns, title, limit, onClose }: DialogProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const { language } = useLanguage()
  const text = useText()
  const queries = useQueryClient()
  const requestId = useRef(newRequestId())
  const ask = useMutation({
    mutationFn: ({ reason, format }: Fields) =>
      askListExport(
        electionId,
        {
          list,
          filter: Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []))),
          ...(columns ? { columns: [...columns] } : {}),
          format,
          language: language === 'en' ? 'en' : 'zh',
          ...(reason?.trim() ? { reason: reason.trim() } : {}),
        },
        requestId.current,
      ),
    onSuccess: asked => {
      void queries.invalidateQueries({ queryKey: ['list-exports', electionId] })
      if (asked.state === 'ready') location.assign(listFileUrl(electionId, asked.id))
    },
    onSettled: () => {
      requestId.current = newRequestId()
    },
  })
  const { data } = ask
  return (
    <Modal open title={t('lists.dialog', { list: text(title) })} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="soft">{t('lists.lead', { limit: formatCount(limit, language) })}</p>
      <Form<Fields> layout="vertical" initialValues={{ format: 'xlsx' }} onFinish={fields => ask.mutate(fields)}>
        <Form.Item name="reason" label={t('lists.reason')} rules={[{ min: SHORTEST, message: t('lists.reasonShort') }]}>
          <Input autoFocus maxLength={200} placeholder={t('lists.reasonExample')} />
        </Form.Item>
        <Form.Item name="format" label={t('lists.format')}>
          <Radio.Group
            options={[
              { value: 'xlsx', label: t('lists.xlsx') },
              { value: 'csv', label: t('lists.csv') },
            ]}
          />
        </Form.Item>
        {ask.error ? <Failure error={ask.error} /> : null}
        {data ? (
          <Alert
            type={data.state === 'ready' ? 'success' : 'warning'}
            showIcon
            role="status"
            className="gap"
            title={
              data.state === 'ready'
                ? t('lists.taken')
                : t('lists.waits', { count: data.people, people: formatCount(data.people, language) })
            }
            description={<Link to={`/elections/${electionId}/lists`}>{t('lists.toPage')}</Link>}
          />
        ) : null}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={ask.isPending}>
            {t('lists.go')}
          </Button>
          <Button onClick={onClose}>{t(data ? 'ui:close' : 'ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
