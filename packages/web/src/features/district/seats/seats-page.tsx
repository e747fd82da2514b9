/** Seats of the congresses an election elects: each figure with the steps that made it, and its share for each area and unit. */
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type Congress, readSeats, seatSheetUrl } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount, Nothing, Page, QueryView, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { SeatForm } from './seats-form.tsx'
import { Minorities, SeatSteps, ShareTable } from './seats-tables.tsx'
import '../../../ui/setting-up.css'

const SeatsPage = () => {
  const { t } = useTranslation('election')
  const may = useMay()
  const { electionId = '' } = useParams()
  const seats = useQuery({ queryKey: ['seats', electionId], queryFn: () => readSeats(electionId) })
  const [editing, setEditing] = useState<Congress | null>(null)
  const keyOf = (one: Congress) => `${one.level} ${one.areaCode}`
  const current = editing && seats.data?.find(one => keyOf(one) === keyOf(editing))
  return (
    <Page title={t('seats.title')} lead={t('seats.lead')}>
      <QueryView query={seats} rows={8}>
        {congresses =>
          congresses.length === 0 ? (
            <Nothing title={t('seats.none')} />
          ) : (
            congresses.map(congress => (
              <CongressSheet
                key={keyOf(congress)}
                electionId={electionId}
                congress={congress}
                onEdit={may('set-up') ? () => setEditing(congress) : undefined}
              />
            ))
          )
        }
      </QueryView>
      {current ? <SeatForm electionId={electionId} congress={current} onClose={() => setEditing(null)} /> : null}
    </Page>
  )
}

interface CongressSheetProps {
  electionId: string
  congress: Congress
  /** Absent where the reader may not change the seats. */
  onEdit: (() => void) | undefined
}

const CongressSheet = ({ electionId, congress, onEdit }: CongressSheetProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const level = t(`ui:level.${congress.level}`)
  const edit = t(congress.decision ? 'seats.change' : 'seats.set')
  return (
    <Sheet
      title={`${congress.areaName} · ${level}`}
      extra={
        <span className="actions">
          {congress.decision ? (
            <Button size="small" icon={<DownloadOutlined aria-hidden />} href={seatSheetUrl(electionId, congress)} download>
              {t('seats.sheet')}
            </Button>
          ) : null}{' '}
          {onEdit ? (
            <Button
              size="small"
              type={congress.decision ? 'default' : 'primary'}
              aria-label={`${edit} ${congress.areaName} ${level}`}
              onClick={onEdit}
            >
              {edit}
            </Button>
          ) : null}
        </span>
      }
    >
      <Decided congress={congress} />
    </Sheet>
  )
}

/** The seats as set, with the steps that made them. */
const Decided = ({ congress: { decision, seats, allocation, minorities } }: { congress: Congress }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  if (!decision || !seats) return <Nothing title={t('seats.notYet')} />
  return (
    <>
      <p className="gap">
        <strong className="seats-total">{t('seats.total', { count: decision.total })}</strong>{' '}
        <span className="soft">
          {t(`seats.source.${decision.source}`)} {formatCount(decision.population, language)} · {decision.document} ·{' '}
          {decision.setBy}
        </span>
      </p>
      <SeatSteps seats={seats} fewer={decision.fewer} />
      {allocation ? <ShareTable allocation={allocation} /> : null}
      <Minorities shares={minorities} />
    </>
  )
}

export default SeatsPage
