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

export const PlaceSummary = ({ place, bare = false }: { place: Loaded<PlaceDetail>; bare?: boolean }) => {
  const { t } = useTranslation('voter')
  const { data, error } = place
  // Not needed to register: without a signal the page goes on and says where to look later.
  if (error !== undefined) return <p className="soft">{t('where.placeLater')}</p>
  if (!data) return <Loading />
  const [station] = data.stations
  return (
    <dl className={bare ? 'summary' : 'summary inset'}>
      <DistrictRows districts={data.districts} />
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
