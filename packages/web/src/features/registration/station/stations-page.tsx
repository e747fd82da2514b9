/** The stations of an election, as voters see them. Offices that set up or publish an election may change them. */
import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type NewStation, newRequestId, readOverview, readStations, replaceStations, type Station } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { type Column, formatSeries, Nothing, Page, QueryView, Records, shortCommunity } from '../../../ui/index.ts'
import { useMay, useSession } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { EntrancePosters } from './entrance-posters.tsx'
import { type Served, StationForm } from './station-form.tsx'

const SHOWN = 3

const plain = ({ id, countyCode, ...station }: Station): NewStation => station

const StationsPage = () => {
  const { t } = useTranslation('stations')
  const { electionId = '' } = useParams()
  const queries = useQueryClient()
  const may = useMay()
  const own = useSession().data?.area.code ?? ''
  const key = ['stations', electionId]
  const stations = useQuery({ queryKey: key, queryFn: () => readStations(electionId) })
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), staleTime: 30_000 })
  const [editing, setEditing] = useState<{ readonly station: Station | null } | null>(null)
  const mayChange = may('set-up') || may('publish')

  const election = overview.data?.election
  const scope = election && (own.startsWith(election.area.code) ? own : election.area.code)
  const communities = (overview.data?.communities ?? []).map(({ code, name }): Served => ({ code, name: shortCommunity(name) }))
  const areas: Served[] =
    scope && scope.length >= 6 && scope.length < 12 ? [{ code: scope, name: t('whole') }, ...communities] : communities
  /** Stations that serve others too are theirs to change who answer for all of them. */
  const isOwn = (station: Station) => scope !== undefined && station.serves.every(area => area.startsWith(scope))

  const save = useMutation({
    mutationFn: (next: NewStation[]) => replaceStations(electionId, next, newRequestId()),
    onSuccess: () => setEditing(null),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  const ours = (stations.data ?? []).filter(isOwn)
  const put = (station: NewStation, before: Station | null) =>
    save.mutate(before ? ours.map(one => (one.id === before.id ? station : plain(one))) : [...ours.map(plain), station])

  const failure = <Failed error={save.error} />
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ListExportButton electionId={electionId} list="stations" />
          <EntrancePosters electionId={electionId} />
          {mayChange ? (
            <Button
              type="primary"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => {
                save.reset()
                setEditing({ station: null })
              }}
            >
              {t('add')}
            </Button>
          ) : null}
        </>
      }
    >
      {editing ? null : failure}
      <QueryView query={stations} rows={8}>
        {all => (
          <StationTable
            stations={all}
            areas={areas}
            isOwn={isOwn}
            onEdit={mayChange ? station => setEditing({ station }) : undefined}
            onRemove={station => save.mutate(ours.filter(one => one.id !== station.id).map(plain))}
          />
        )}
      </QueryView>
      {editing ? (
        <StationForm
          station={editing.station}
          areas={areas}
          saving={save.isPending}
          failure={failure}
          onSave={station => put(station, editing.station)}
          onClose={() => {
            setEditing(null)
            save.reset()
          }}
        />
      ) : null}
    </Page>
  )
}

interface StationTableProps {
  stations: readonly Station[]
  areas: readonly Served[]
  isOwn: (station: Station) => boolean
  /** Absent where the reader may not change stations. */
  onEdit: ((station: Station) => void) | undefined
  onRemove: (station: Station) => void
}

const StationTable = ({ stations, areas, isOwn, onEdit, onRemove }: StationTableProps) => {
  const { t } = useTranslation(['stations', 'ui'])
  const { language } = useLanguage()
  const nameOf = new Map(areas.map(area => [area.code, area.name]))
  const served = ({ serves }: Station): string => {
    // A station knows no name of communities that are not its own: they are counted.
    const names = serves.flatMap(code => nameOf.get(code) ?? []).slice(0, SHOWN)
    const list = formatSeries(names, language)
    return serves.length > names.length ? `${list} ${t('more', { count: serves.length })}` : list
  }
  const change: Column<Station>[] = onEdit
    ? [
        {
          key: 'change',
          title: t('edit'),
          optional: station => !isOwn(station),
          render: station => (isOwn(station) ? <Change station={station} onEdit={onEdit} onRemove={onRemove} /> : '–'),
        },
      ]
    : []
  return (
    <Records
      label={t('title')}
      records={stations}
      keyOf={station => station.id}
      empty={
        <Nothing title={t('none')}>
          <p className="soft">{t(onEdit ? 'noneNext' : 'noneReader')}</p>
        </Nothing>
      }
      columns={[
        { key: 'name', title: t('name'), heading: true, render: station => <strong>{station.name}</strong> },
        { key: 'address', title: t('address'), render: station => station.address },
        { key: 'hours', title: t('hours'), render: station => station.hours },
        { key: 'phone', title: t('phone'), optional: station => !station.phone, render: station => station.phone ?? '–' },
        { key: 'serves', title: t('serves'), render: served },
        {
          key: 'point',
          title: t('point'),
          optional: station => station.latitude === null,
          render: station => (station.latitude === null ? '–' : `${station.latitude}, ${station.longitude}`),
        },
        ...change,
      ]}
    />
  )
}

interface ChangeProps {
  station: Station
  onEdit: (station: Station) => void
  onRemove: (station: Station) => void
}

const Change = ({ station, onEdit, onRemove }: ChangeProps) => {
  const { t } = useTranslation(['stations', 'ui'])
  return (
    <span className="actions">
      <Button size="small" aria-label={t('editOf', { name: station.name })} onClick={() => onEdit(station)}>
        {t('edit')}
      </Button>{' '}
      <Popconfirm
        title={t('removeSure', { name: station.name })}
        okText={t('remove')}
        cancelText={t('ui:cancel')}
        onConfirm={() => onRemove(station)}
      >
        <Button size="small" danger aria-label={t('removeOf', { name: station.name })}>
          {t('remove')}
        </Button>
      </Popconfirm>
    </span>
  )
}

export default StationsPage
