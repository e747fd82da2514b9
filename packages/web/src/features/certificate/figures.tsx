/** How many were asked for, given and taken, who needs one by the rule set, and which places have not answered. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CertificateFigures } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Figure, formatCount, formatMoment, formatSeries, Mark, Sheet } from '../../ui/index.ts'
import './certificate.css'

export const Figures = ({ figures }: { figures: CertificateFigures }) => {
  const { t } = useTranslation('certificate')
  const { language } = useLanguage()
  const count = (value: number) => formatCount(value, language)
  const { rules, migrants, provinces, accepted, silent } = figures
  return (
    <>
      {silent.map(partner => (
        <Alert
          key={partner.installation}
          className="gap"
          type="warning"
          showIcon
          title={t('silent.title', {
            name: partner.name,
            count: partner.waiting,
            since: formatMoment(partner.since, language),
          })}
          description={t('silent.next')}
        />
      ))}
      <div className="figures">
        <Figure label={t('figure.asked')} value={count(figures.asked)} />
        <Figure
          label={t('state.requested')}
          value={count(figures.requested)}
          note={figures.requested > 0 ? t('figure.requestedNote') : undefined}
          tone={figures.requested > 0 ? 'review' : 'quiet'}
        />
        <Figure label={t('state.issued')} value={count(figures.issued)} note={t('figure.issuedNote')} />
        <Figure label={t('state.released')} value={count(figures.released)} note={t('figure.releasedNote')} tone="registered" />
        <Figure label={t('state.refused')} value={count(figures.refused)} tone="quiet" />
        <Figure
          label={t('figure.ended')}
          value={count(figures.revoked + figures.expired)}
          note={t('figure.endedNote', { revoked: count(figures.revoked), expired: count(figures.expired) })}
          tone="quiet"
        />
        <Figure
          label={t('figure.accepted')}
          value={count(accepted.final)}
          note={t('figure.acceptedNote', { held: count(accepted.held), returned: count(accepted.returned) })}
          tone="registered"
        />
      </div>
      <Sheet title={t('who.title')}>
        <p>{rules.needed ? t('who.lead') : t('who.nobody')}</p>
        <ul className="stack certificate-ways">
          {rules.enough.map(({ evidence, needsCertificate }) => (
            <li key={evidence.join('+') || 'none'}>
              <Mark tone={needsCertificate ? 'review' : 'registered'}>{needsCertificate ? t('who.needs') : t('who.not')}</Mark>{' '}
              {evidence.length === 0
                ? t('who.nothing')
                : formatSeries(
                    evidence.map(each => t(`evidence.${each}`)),
                    language,
                  )}
            </li>
          ))}
        </ul>
        <Provinces provinces={provinces} />
        <h3 className="certificate-migrants">{t('who.migrants')}</h3>
        <dl className="pairs">
          {(['withCertificate', 'without', 'unproven'] as const).map(each => (
            <div key={each}>
              <dt>{t(`migrants.${each}`)}</dt>
              <dd className="number">{count(migrants[each])}</dd>
            </div>
          ))}
        </dl>
      </Sheet>
    </>
  )
}

const FATES = ['asked', 'issued', 'refused', 'silent'] as const

/** Sums by province of the household register; people of one province are listed nowhere. */
const Provinces = ({ provinces }: Pick<CertificateFigures, 'provinces'>) => {
  const { t } = useTranslation('certificate')
  const { language } = useLanguage()
  if (provinces.merged === 0 && provinces.rows.length === 0) return null
  return (
    <>
      <h3 className="certificate-migrants">{t('provinces.title')}</h3>
      <p className="soft">{provinces.rows.length === 0 ? t('provinces.tooFew') : t('provinces.lead')}</p>
      {provinces.rows.length === 0 ? null : (
        <table className="certificate-provinces">
          <thead>
            <tr>
              <th scope="col">{t('provinces.province')}</th>
              {FATES.map(fate => (
                <th key={fate} scope="col" className="number">
                  {t(`provinces.${fate}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {provinces.rows.map(row => (
              <tr key={row.province?.code ?? 'merged'}>
                <th scope="row">
                  {row.province
                    ? row.province.name || t('provinces.unknown')
                    : t('provinces.merged', { count: provinces.merged })}
                </th>
                {FATES.map(fate => (
                  <td key={fate} className="number">
                    {formatCount(row[fate], language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
