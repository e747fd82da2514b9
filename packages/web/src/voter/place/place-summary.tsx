/** The district and the station of a community: shown before anyone agrees to vote there. */
import { useTranslation } from 'react-i18next'
import type { Districts, Loaded, PlaceDetail } from '../api/index.ts'
import { Loading } from '../ui/index.ts'

export const DistrictRows = ({ districts }: { districts: Districts }) => {
  const { t } = useTranslation('voter')
  const { county, township } = districts
  return (
    <>
      {county ? (
        <>
          <dt>{t('district.county')}</dt>
          <dd>{county.name}</dd>
        </>
      ) : null}
      {township ? (
        <>
          <dt>{t('district.township')}</dt>
          <dd>{township.name}</dd>
        </>
      ) : null}
      {county || township ? null : (
        <>
          <dt>{t('district.title')}</dt>
          <dd>{t('district.unknown')}</dd>
        </>
      )}
    </>
  )
}

interface PlaceSummaryProps {
  readonly place: Loaded<PlaceDetail>
  /** The part that was chosen, whose districts are shown. */
  readonly part?: string | null
  readonly bare?: boolean
}

export const PlaceSummary = ({ place, part = null, bare = false }: PlaceSummaryProps) => {
  const { t } = useTranslation('voter')
  const { data, error } = place
  // Not needed to register: without a signal the page goes on and says where to look later.
  if (error !== undefined) return <p className="soft">{t('where.placeLater')}</p>
  if (!data) return <Loading />
  const [station] = data.stations
  return (
    <dl className={bare ? 'summary' : 'summary inset'}>
      <DistrictRows districts={data.parts.find(one => one.part === part)?.districts ?? data.districts} />
      {station ? (
        <>
          <dt>{t('station.title')}</dt>
          <dd>
            {station.name}
            <span className="soft">{station.address}</span>
          </dd>
        </>
      ) : null}
    </dl>
  )
}
