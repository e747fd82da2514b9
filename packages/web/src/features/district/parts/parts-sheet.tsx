/** Communities with their parts: listed by hand or pasted, with what rosters and the register say of them. */
import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type DividedCommunity,
  newRequestId,
  partsTableOf,
  readCommunityParts,
  readOverview,
  setCommunityParts,
} from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, Loading, Nothing, Records, Sheet, shortCommunity, useErrorWords } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { linesOf, partsOfText } from './parts-text.ts'

export const PartsSheet = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation(['district', 'ui'])
  const { language } = useLanguage()
  const may = useMay()
  const mayChange = may('set-up') || may('publish')
  const found = useQuery({ queryKey: ['community-parts', electionId], queryFn: () => readCommunityParts(electionId) })
  const [open, setOpen] = useState<{ community: string } | null>(null)
  const count = (value: number) => formatCount(value, language)
  return (
    <Sheet
      title={t('parts.title')}
      extra={
        <>
          <Button size="small" icon={<DownloadOutlined aria-hidden />} href={partsTableOf(electionId)} download>
            {t('parts.export')}
          </Button>{' '}
          {mayChange ? (
            <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen({ community: '' })}>
              {t('parts.add')}
            </Button>
          ) : null}
        </>
      }
    >
      <p className="soft">{t('parts.lead')}</p>
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError ? <Failure error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? (
        <Records<DividedCommunity>
          label={t('parts.title')}
          records={found.data}
          keyOf={one => one.community.code}
          empty={<Nothing title={t('parts.none')} />}
          columns={[
            {
              key: 'community',
              title: t('parts.community'),
              heading: true,
              render: one =>
                mayChange ? (
                  <Button type="link" size="small" onClick={() => setOpen({ community: one.community.code })}>
                    {shortCommunity(one.community.name)}
                  </Button>
                ) : (
                  shortCommunity(one.community.name)
                ),
            },
            {
              key: 'parts',
              title: t('parts.parts'),
              render: one =>
                one.parts.length > 0
                  ? one.parts.map(({ name, population }) => `${name} ${count(population)}`).join(' · ')
                  : t('parts.statedOnly', { parts: one.stated.map(({ part }) => part).join(' · ') }),
            },
            {
              key: 'divided',
              title: t('parts.divided'),
              render: one => one.divided.map(level => t(`levels.${level}`)).join(' · ') || '–',
            },
            { key: 'open', title: t('parts.open'), align: 'right', render: one => count(one.open) },
          ]}
        />
      ) : null}
      {open ? (
        <EditParts electionId={electionId} chosen={open.community} known={found.data ?? []} onClose={() => setOpen(null)} />
      ) : null}
    </Sheet>
  )
}

interface EditPartsProps {
  readonly electionId: string
  readonly chosen: string
  readonly known: readonly DividedCommunity[]
  readonly onClose: () => void
}

const EditParts = ({ electionId, chosen, known, onClose }: EditPartsProps) => {
  const { t } = useTranslation(['district', 'ui'])
  const queries = useQueryClient()
  const words = useErrorWords()
  const [requestId] = useState(newRequestId)
  const [community, setCommunity] = useState(chosen)
  const [text, setText] = useState(() => linesOf(known.find(one => one.community.code === chosen)))
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), staleTime: 30_000 })
  const save = useMutation({
    mutationFn: () => setCommunityParts(electionId, community, { parts: partsOfText(text) }, requestId),
    onSuccess: async changed => {
      queries.setQueryData(['community-parts', electionId], changed)
      await queries.invalidateQueries({ queryKey: ['community-parts', electionId] })
      onClose()
    },
  })
  const one = known.find(({ community: { code } }) => code === community)
  const choose = (code: string) => {
    setCommunity(code)
    setText(linesOf(known.find(other => other.community.code === code)))
  }
  return (
    <Modal
      open
      title={t('parts.edit')}
      okText={t('parts.save')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ disabled: community === '', loading: save.isPending }}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <div className="plan-form">
        {save.error ? (
          <Alert type="error" showIcon role="alert" title={words(save.error).title} description={words(save.error).next} />
        ) : null}
        <label htmlFor="parts-community">
          <span>{t('parts.community')}</span>
        </label>
        <Select
          id="parts-community"
          showSearch={{ optionFilterProp: 'label' }}
          value={community || undefined}
          placeholder={t('parts.chooseCommunity')}
          disabled={chosen !== ''}
          onChange={choose}
          options={(overview.data?.communities ?? [])
            .filter(({ code }) => code.length === 12)
            .map(({ code, name }) => ({ value: code, label: shortCommunity(name) }))}
        />
        <label htmlFor="parts-lines">
          <span>{t('parts.lines')}</span>
        </label>
        <Input.TextArea
          id="parts-lines"
          rows={10}
          value={text}
          maxLength={20_000}
          placeholder={t('parts.linesExample')}
          onChange={event => setText(event.target.value)}
        />
        <p className="soft">{t('parts.linesNote')}</p>
        {one && one.stated.length > 0 ? (
          <p className="soft">
            {t('parts.stated', {
              parts: one.stated
                .map(({ part, inRegister, registered }) => t('parts.statedPart', { part, inRegister, registered }))
                .join(' · '),
            })}
          </p>
        ) : null}
      </div>
    </Modal>
  )
}
