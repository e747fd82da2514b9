/** Who elects a township's deputies: how much is open, the people to decide about, the communities and the units, each with its source. */
import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type ElectingUnit, type Electorate, electorateTableUrl, readElectorate } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Article, formatCount, Nothing, Page, QueryView, Records, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { Communities } from './communities.tsx'
import { OpenPeople } from './open-people.tsx'
import { UnitForm } from './unit-form.tsx'

const ElectoratePage = () => {
  const { t } = useTranslation('electorate')
  const may = useMay()
  const { electionId = '' } = useParams()
  const key = ['electorate', electionId]
  const queries = useQueryClient()
  const list = useQuery({ queryKey: key, queryFn: () => readElectorate(electionId) })
  const mayChange = may('set-up') || may('publish')
  const onChanged = () => {
    void queries.invalidateQueries({ queryKey: key })
    void queries.invalidateQueries({ queryKey: ['township-people', electionId] })
    void queries.invalidateQueries({ queryKey: ['overview', electionId] })
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ListExportButton electionId={electionId} list="township-people" />
          <Button icon={<DownloadOutlined aria-hidden />} href={electorateTableUrl(electionId)} download>
            {t('table')}
          </Button>
        </>
      }
    >
      <QueryView query={list} rows={8}>
        {electorate => (
          <>
            <Counts counts={electorate.counts} />
            {may('decide') ? <OpenPeople electionId={electionId} districts={electorate.districts} onDecided={onChanged} /> : null}
            <Communities
              electionId={electionId}
              communities={electorate.communities}
              mayChange={mayChange}
              onChanged={onChanged}
            />
            <Units electionId={electionId} electorate={electorate} mayChange={mayChange} onChanged={onChanged} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

const Counts = ({ counts }: Pick<Electorate, 'counts'>) => {
  const { t } = useTranslation('electorate')
  const { language } = useLanguage()
  const shown = (['toConfirm', 'undecided', 'disputed', 'placeless'] as const).filter(kind => counts[kind] > 0)
  if (shown.length === 0) return <p className="soft">{t('counts.none')}</p>
  return (
    <ul>
      {shown.map(kind => (
        <li key={kind}>{t(`counts.${kind}`, { count: counts[kind], number: formatCount(counts[kind], language) })}</li>
      ))}
    </ul>
  )
}

interface UnitsProps {
  electionId: string
  electorate: Electorate
  mayChange: boolean
  onChanged: () => void
}

const Units = ({ electionId, electorate, mayChange, onChanged }: UnitsProps) => {
  const { t } = useTranslation('electorate')
  const [editing, setEditing] = useState<{ readonly unit: ElectingUnit | null } | null>(null)
  return (
    <Sheet
      title={t('units.title')}
      extra={
        mayChange ? (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing({ unit: null })}>
            {t('units.add')}
          </Button>
        ) : null
      }
    >
      <p className="soft">{t('units.lead')}</p>
      <Records<ElectingUnit>
        label={t('units.title')}
        records={electorate.units}
        keyOf={unit => unit.name}
        empty={<Nothing title={t('units.none')} />}
        columns={[
          { key: 'name', title: t('units.name'), heading: true, render: unit => unit.name },
          { key: 'community', title: t('units.community'), render: unit => unit.community?.name ?? '—' },
          { key: 'statute', title: t('units.statute'), render: unit => t(`statute.${unit.statute}`) },
          { key: 'agreement', title: t('units.agreement'), render: unit => t(`agreement.${unit.agreement ?? 'none'}`) },
          {
            key: 'elects',
            title: t('units.elects'),
            render: unit => (
              <>
                {t(`vote.${unit.elects ?? 'as-others'}`)} <Article article={unit.article} />
              </>
            ),
          },
          { key: 'document', title: t('document'), render: unit => unit.document ?? '—' },
          ...(mayChange
            ? [
                {
                  key: 'edit',
                  title: t('edit'),
                  render: (unit: ElectingUnit) => (
                    <Button size="small" aria-label={`${t('edit')} ${unit.name}`} onClick={() => setEditing({ unit })}>
                      {t('edit')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {editing ? (
        <UnitForm
          electionId={electionId}
          unit={editing.unit}
          electorate={electorate}
          onSaved={() => {
            setEditing(null)
            onChanged()
          }}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Sheet>
  )
}

export default ElectoratePage
