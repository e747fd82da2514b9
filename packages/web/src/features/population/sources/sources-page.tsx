/** The population registers that registrations are checked against, and how each is doing now. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type PopulationSource, readSources } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatCount, formatDay, formatMoment, Loading, Nothing, Page, Records } from '../../../ui/index.ts'
import { SourceState } from './source-state.tsx'

/** While someone looks, a register that fails or recovers shows within seconds. */
const LOOK_AGAIN_MS = 5_000

const SourcesPage = () => {
  const { t } = useTranslation('population')
  const { language } = useLanguage()
  const text = useText()
  const sources = useQuery({ queryKey: ['sources'], queryFn: readSources, refetchInterval: LOOK_AGAIN_MS })
  const isAsked = ({ kind, state }: PopulationSource) => kind === 'register' && state !== 'ended' && state !== 'removed'
  return (
    <Page title={t('title')} lead={t('lead')}>
      {sources.isPending ? (
        <Loading />
      ) : sources.isError ? (
        <Failure error={sources.error} retry={() => void sources.refetch()} />
      ) : (
        <Records
          label={t('title')}
          records={sources.data}
          keyOf={source => source.id}
          empty={
            <Nothing title={t('none')}>
              <p className="soft">{t('noneNext')}</p>
            </Nothing>
          }
          columns={[
            {
              key: 'name',
              title: t('name'),
              heading: true,
              render: source => (
                <>
                  <strong>{source.name}</strong>
                  <br />
                  <span className="soft">{t(`kind.${source.kind}`)}</span>
                </>
              ),
            },
            { key: 'area', title: t('area'), render: source => source.area.name },
            {
              key: 'state',
              title: t('stateTitle'),
              render: source => <SourceState source={source} />,
            },
            {
              key: 'pending',
              title: t('pending'),
              align: 'right',
              optional: source => !isAsked(source),
              render: source => (isAsked(source) ? formatCount(source.pending, language) : '–'),
            },
            {
              key: 'success',
              title: t('lastSuccess'),
              optional: source => !isAsked(source),
              render: source => (
                <>
                  {source.lastSuccessAt ? formatMoment(source.lastSuccessAt, language) : '–'}
                  {source.medianMs === null ? null : (
                    <>
                      <br />
                      <span className="soft">{t('median', { ms: source.medianMs })}</span>
                    </>
                  )}
                </>
              ),
            },
            {
              key: 'error',
              title: t('lastError'),
              optional: source => source.lastError === null,
              render: source =>
                source.lastError ? (
                  <>
                    {formatMoment(source.lastError.at, language)} {text(source.lastError.text)}
                    <br />
                    <span className="soft">{text(source.lastError.next)}</span>
                  </>
                ) : (
                  '–'
                ),
            },
            {
              key: 'basis',
              title: t('basis'),
              render: source => (
                <>
                  {source.legalBasis}
                  <br />
                  <span className="soft">
                    {source.asOf ? `${t('asOf', { day: formatDay(source.asOf, language) })} ` : null}
                    {source.endsOn ? t('endsOn', { day: formatDay(source.endsOn, language) }) : t('endsWithElection')}
                  </span>
                </>
              ),
            },
          ]}
        />
      )}
    </Page>
  )
}

export default SourcesPage
