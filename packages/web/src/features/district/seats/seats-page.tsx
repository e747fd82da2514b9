/** Seats of the congresses an election elects: each figure with the steps that made it, and its share for each area and unit. */
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type Congress, readSeats, seatSheetUrl } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, Loading, Nothing, Page, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { SeatForm } from './seats-form.tsx'
import { Minorities, SeatSteps, ShareTable } from './seats-tables.tsx'
import '../../../ui/setting-up.css'

const SeatsPage = () => {
  const { t } = useTranslation(['election', 'ui'])
  const { language } = useLanguage()
  const may = useMay()
  const { electionId = '' } = useParams()
  const seats = useQuery({ queryKey: ['seats', electionId], queryFn: () => readSeats(electionId) })
  const [editing, setEditing] = useState<Congress | null>(null)
  const keyOf = (one: Congress) => `${one.level} ${one.areaCode}`
  const current = editing && seats.data?.find(one => keyOf(one) === keyOf(editing))
  return (
    <Page title={t('seats.title')} lead={t('seats.lead')}>
      {seats.isPending ? (
        <Loading rows={8} />
      ) : seats.isError ? (
        <Failure error={seats.error} retry={() => void seats.refetch()} />
      ) : seats.data.length === 0 ? (
        <Nothing title={t('seats.none')} />
      ) : (
        seats.data.map(congress => (
          <Sheet
            key={keyOf(congress)}
            title={`${congress.areaName} · ${t(`ui:level.${congress.level}`)}`}
            extra={
              <span className="actions">
                {congress.decision ? (
                  <Button size="small" icon={<DownloadOutlined aria-hidden />} href={seatSheetUrl(electionId, congress)} download>
                    {t('seats.sheet')}
                  </Button>
                ) : null}{' '}
                {may('set-up') ? (
                  <Button
                    size="small"
                    type={congress.decision ? 'default' : 'primary'}
                    aria-label={`${t(congress.decision ? 'seats.change' : 'seats.set')} ${congress.areaName} ${t(`ui:level.${congress.level}`)}`}
                    onClick={() => setEditing(congress)}
                  >
                    {t(congress.decision ? 'seats.change' : 'seats.set')}
                  </Button>
                ) : null}
              </span>
            }
          >
            {congress.decision && congress.seats ? (
              <>
                <p className="gap">
                  <strong className="seats-total">{t('seats.total', { count: congress.decision.total })}</strong>{' '}
                  <span className="soft">
                    {t(`seats.source.${congress.decision.source}`)} {formatCount(congress.decision.population, language)} ·{' '}
                    {congress.decision.document} · {congress.decision.setBy}
                  </span>
                </p>
                <SeatSteps seats={congress.seats} fewer={congress.decision.fewer} />
                {congress.allocation ? <ShareTable allocation={congress.allocation} /> : null}
                <Minorities shares={congress.minorities} />
              </>
            ) : (
              <Nothing title={t('seats.notYet')} />
            )}
          </Sheet>
        ))
      )}
      {current ? <SeatForm electionId={electionId} congress={current} onClose={() => setEditing(null)} /> : null}
    </Page>
  )
}

export default SeatsPage
