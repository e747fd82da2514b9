/** The certificate on paper (or as a PDF of the browser's print dialogue): seen in print only, and then alone. */
import { QRCode } from 'antd'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Certificate } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { formatDay } from '../../ui/index.ts'
import './certificate-paper.css'

export const CertificatePaper = ({ certificate, text }: { certificate: Certificate; text: string }) => {
  const { t } = useTranslation('certificate')
  const { language } = useLanguage()
  return createPortal(
    <article className="certificate-paper">
      {certificate.copies > 0 ? <p className="certificate-copy">{t('paper.copy', { number: certificate.copies })}</p> : null}
      <p className="certificate-heading">{t('title')}</p>
      <p>
        {t('paper.words', {
          name: certificate.name,
          place: certificate.place.name,
          until: formatDay(certificate.validUntil, language),
        })}
      </p>
      <QRCode value={text} type="svg" size={300} errorLevel="L" bordered={false} />
      <p className="certificate-text">{text}</p>
      <p>{t('paper.once')}</p>
      <p className="certificate-seal">
        {t('paper.seal')}
        <br />
        {formatDay(certificate.issuedOn, language)}
      </p>
      <p className="certificate-number">{certificate.id}</p>
    </article>,
    document.body,
  )
}
