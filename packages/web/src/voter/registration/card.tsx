/** The registration card as a QR: signed by the office, no ID number in it. */

import type { TFunction } from 'i18next'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encode } from 'uqr'
import { formatDay } from '../../ui/format.ts'
import { Seal } from '../../ui/seal.tsx'
import type { Me, MyRegistration } from '../api/index.ts'
import { readCard, useLoad } from '../api/index.ts'
import { Back, Failure, Heading, Loading, Notice, useReader } from '../ui/index.ts'
import { type CardPicture, cardPicture } from './card-picture.ts'

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

/** Makes the card a picture and shows it: in an app's browser a picture is kept by holding it, where a download would be refused. */
const SavePicture = ({ card }: { card: CardPicture }) => {
  const { t } = useTranslation('voter')
  const [address, setAddress] = useState<string | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address])
  const save = () =>
    cardPicture(card).then(
      picture => setAddress(URL.createObjectURL(picture)),
      () => setFailed(true),
    )
  if (address !== null)
    return (
      <figure className="picture no-print">
        <a href={address} download={`${card.name}.png`}>
          <img src={address} alt={t('card.code', { name: card.name })} />
        </a>
        <figcaption>
          <span role="status">{t('card.saved')}</span>
        </figcaption>
      </figure>
    )
  return (
    <>
      <button type="button" className="button" onClick={save}>
        {t('card.save')}
      </button>
      {hasFailed ? <p role="alert">{t('card.saveFailed')}</p> : null}
    </>
  )
}

/** What the card says below the name. */
const linesOf = (
  { pollingDay, districts: { county, township }, objection, listed }: MyRegistration,
  t: TFunction<'voter'>,
  language: Parameters<typeof formatDay>[1],
): (readonly [label: string, value: string])[] => [
  [t('confirm.day'), formatDay(pollingDay, language)],
  ...(county ? [[t('district.county'), county.name] as const] : []),
  ...(township ? [[t('district.township'), township.name] as const] : []),
  [
    t('card.objection'),
    t(objection.planned ? 'card.objectionPlanned' : 'card.objectionUntil', { until: formatDay(objection.until, language) }),
  ],
  ...(listed ? [[t('card.number'), String(listed.number)] as const] : []),
]

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
  const lines = linesOf(registration, t, language)
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
            {lines.map(([label, value]) => (
              <div key={label} className="pair">
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
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
        {data ? (
          <SavePicture
            card={{
              title: registration.electionName,
              training: training ? t('training.mark') : null,
              code: data.text,
              name: me.name,
              lines,
            }}
          />
        ) : null}
      </div>
    </>
  )
}
