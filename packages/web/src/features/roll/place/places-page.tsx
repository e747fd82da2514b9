/** Where and when each electoral district votes: published with the list. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type DistrictPlaces, readVotingPlaces } from '../../../api/index.ts'
import { Nothing, Page, QueryView, Records, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { PlaceForm, type PlaceQuestion } from './place-form.tsx'

const PlacesPage = () => {
  const { t } = useTranslation(['roll', 'ui'])
  const { electionId = '' } = useParams()
  const found = useQuery({ queryKey: ['voting-places', electionId], queryFn: () => readVotingPlaces(electionId) })
  return (
    <Page
      title={t('place.title')}
      lead={t('place.lead')}
      actions={<ListExportButton electionId={electionId} list="voting-places" />}
    >
      <QueryView query={found} rows={8}>
        {districts => (
          <Sheet>
            <Districts electionId={electionId} districts={districts} />
          </Sheet>
        )}
      </QueryView>
    </Page>
  )
}

const Districts = ({ electionId, districts }: { electionId: string; districts: readonly DistrictPlaces[] }) => {
  const { t } = useTranslation(['roll', 'ui'])
  const may = useMay()
  const mayChange = may('set-up') || may('publish')
  const [question, setQuestion] = useState<PlaceQuestion | null>(null)
  const rows = districts.flatMap(district =>
    (district.places.length === 0 ? [undefined] : district.places).map(place => ({ district, place })),
  )
  return (
    <>
      <Records
        label={t('place.places')}
        records={rows}
        keyOf={({ district, place }) => `${district.level}-${district.code}-${place?.group ?? ''}`}
        empty={<Nothing title={t('place.noDistricts')} />}
        columns={[
          { key: 'name', title: t('districts.name'), heading: true, render: ({ district }) => <strong>{district.name}</strong> },
          { key: 'level', title: t('districts.level'), width: 90, render: ({ district }) => t(`ui:level.${district.level}`) },
          { key: 'group', title: t('place.group'), render: ({ place }) => (place ? place.group || t('place.whole') : '') },
          {
            key: 'place',
            title: t('place.name'),
            render: ({ place }) => (place ? [place.name, place.address].filter(Boolean).join(' ') : t('place.none')),
          },
          {
            key: 'hours',
            title: t('place.hours'),
            width: 130,
            render: ({ place }) => (place ? `${place.opens}–${place.closes}` : ''),
          },
          {
            key: 'do',
            title: '',
            width: 150,
            render: ({ district, place }) =>
              mayChange ? (
                <>
                  {place ? (
                    <Button type="link" onClick={() => setQuestion({ district, place })}>
                      {t('place.edit')}
                    </Button>
                  ) : null}
                  <Button
                    type="link"
                    aria-label={t('place.addIn', { name: `${district.name} ${t(`ui:level.${district.level}`)}` })}
                    onClick={() => setQuestion({ district })}
                  >
                    {t('place.add')}
                  </Button>
                </>
              ) : null,
          },
        ]}
      />
      {question ? <PlaceForm electionId={electionId} question={question} onClose={() => setQuestion(null)} /> : null}
    </>
  )
}

export default PlacesPage
