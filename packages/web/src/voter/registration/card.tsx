/** The registration card as a QR: signed by the office, no ID number in it. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { encode } from 'uqr'
import { formatDay } from '../../ui/format.ts'
import { Seal } from '../../ui/seal.tsx'
import type { Me, MyRegistration } from '../api/index.ts'
import { readCard, useLoad } from '../api/index.ts'
import { Back, Failure, Heading, Loading, Notice, useReader } from '../ui/index.ts'

/** Dark modules as one path: a run of them is one step. */
const pathOf = (rows: readonly (readonly boolean[])[]): string =>
  rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('')

export const Code = ({ text, label }: { text: string; label: string }) => {
  const { size, path } = useMemo(() => {
    const { size, data } = encode(text, { ecc: 'M', border: 3 })
    return { size, path: pathOf(data) }
  }, [text])
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

interface Props {
  readonly registration: MyRegistration
  readonly me: Me
  readonly training: boolean
  readonly back: string
}

export default function CardView({ registration, me, training, back }: Props) {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const { data, error, again } = useLoad(readCard, registration.electionId)
  const { county, township } = registration.districts
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.card')}</Heading>
      {error === undefined ? null : <Failure error={error} retry={again} />}
      {data || error !== undefined ? null : <Loading />}
      {data ? (
        <div className="card">
          <p className="card-head">
            <Seal size={28} /> {registration.electionName}
          </p>
          {training ? <p className="tag wait">{t('training.mark')}</p> : null}
          <Code text={data.text} label={t('card.code', { name: me.name })} />
          <p className="card-name">{me.name}</p>
          <dl className="summary">
            <dt>{t('confirm.day')}</dt>
            <dd>{formatDay(registration.pollingDay, language)}</dd>
            {[county, township].map(district =>
              district ? (
                <div key={district.code} className="pair">
                  <dt>{district === county ? t('district.county') : t('district.township')}</dt>
                  <dd>{district.name}</dd>
                </div>
              ) : null,
            )}
            <dt>{t('card.objection')}</dt>
            <dd>
              {t(registration.objection.planned ? 'card.objectionPlanned' : 'card.objectionUntil', {
                until: formatDay(registration.objection.until, language),
              })}
            </dd>
            {registration.listed ? (
              <>
                <dt>{t('card.number')}</dt>
                <dd>{registration.listed.number}</dd>
              </>
            ) : null}
          </dl>
        </div>
      ) : null}
      <Notice tone="plain" title={t('card.what')}>
        <p>{t('card.bring')}</p>
      </Notice>
      <div className="actions row no-print">
        <button type="button" className="button" onClick={() => window.print()}>
          {t('card.print')}
        </button>
      </div>
    </>
  )
}
