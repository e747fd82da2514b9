/** How a number of seats came about, and how the seats are divided. */
import type { Allocation, MinorityShare, Seats } from '@mingce/domain/district'
import { useTranslation } from 'react-i18next'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Article, formatCount, Mark, Records } from '../../../ui/index.ts'

/** Beyond a tenth people per deputy are no longer “roughly equal” (EL 15 sets no number; this only draws the eye). */
const NOTICED = 0.1

export const SeatSteps = ({ seats, fewer }: { seats: Pick<Seats, 'steps'>; fewer: number | null }) => {
  const { t } = useTranslation('election')
  const text = useText()
  return (
    <ol className="seat-steps gap">
      {seats.steps.map(step => (
        <li key={step.text.en}>
          <span>
            {text(step.text)} <Article article={step.article} />
          </span>
          <span className="number">{step.seats}</span>
        </li>
      ))}
      {fewer === null ? null : (
        <li>
          <span>
            {t('seats.fewerStep')} <Article article="EL 12" />
          </span>
          <span className="number">{fewer}</span>
        </li>
      )}
    </ol>
  )
}

export const ShareTable = ({ allocation }: { allocation: Allocation }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const percent = (share: number) => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`
  return (
    <>
      <p className="soft gap">
        {t('seats.method')} <Article article="EL 15" />
      </p>
      <Records
        label={t('seats.shares')}
        records={allocation.allotments}
        keyOf={one => one.code}
        columns={[
          { key: 'name', title: t('seats.area'), heading: true, render: one => one.name },
          {
            key: 'population',
            title: t('seats.population'),
            align: 'right',
            render: one => formatCount(one.population, language),
          },
          { key: 'seats', title: t('seats.seats'), align: 'right', render: one => <strong>{one.seats}</strong> },
          {
            key: 'perDeputy',
            title: t('seats.perDeputy'),
            align: 'right',
            render: one => formatCount(Math.round(one.perDeputy), language),
          },
          {
            key: 'deviation',
            title: t('seats.deviation'),
            align: 'right',
            render: one => (
              <Mark tone={Math.abs(one.deviation) > NOTICED && !one.guaranteed ? 'review' : 'plain'}>
                {percent(one.deviation)}
              </Mark>
            ),
          },
          {
            key: 'note',
            title: t('seats.note'),
            optional: one => !one.guaranteed && !allocation.tied.includes(one.code),
            render: one =>
              [one.guaranteed ? t('seats.guaranteed') : '', allocation.tied.includes(one.code) ? t('seats.tiedHere') : '']
                .filter(Boolean)
                .join(' · '),
          },
        ]}
      />
    </>
  )
}

export const Minorities = ({ shares }: { shares: readonly (MinorityShare & { name: string; population: number })[] }) => {
  const { t } = useTranslation('election')
  const text = useText()
  if (shares.length === 0) return null
  return (
    <ul className="seat-steps">
      {shares.map(one => (
        <li key={one.name}>
          <span>
            {one.name} {(one.share * 100).toFixed(1)} % · {text(one.text)} <Article article={one.article} />
          </span>
          <span className="number">{t('seats.range', { least: one.atLeast, most: one.atMost })}</span>
        </li>
      ))}
    </ul>
  )
}
