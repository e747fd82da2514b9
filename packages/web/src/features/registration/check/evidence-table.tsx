/** Evidence side by side. A difference is marked by an icon and words, not by colour alone. On a phone each field is a block of its own. */
import { useTranslation } from 'react-i18next'
import type { ReviewCase } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatDay } from '../../../ui/index.ts'
import { isChannel } from '../import-kinds.ts'
import { type Compared, compareEvidence, type EvidenceField } from './evidence.ts'
import { useStatusWord } from './status-words.ts'

const Value = ({ field, value }: { field: EvidenceField; value: string | null }) => {
  const { t } = useTranslation(['registration', 'ui'])
  const { language } = useLanguage()
  const statusWord = useStatusWord()
  if (value === null) return <span className="soft">–</span>
  switch (field) {
    case 'sex':
      return value === 'M' || value === 'F' ? t(`ui:sex.${value}`) : value
    case 'birthDate':
    case 'statusOn':
      return formatDay(value, language)
    case 'number':
      return <span className="code">{value}</span>
    case 'channel':
      return isChannel(value) ? t(`channel.${value}`) : value
    case 'status':
      return statusWord(value)
    default:
      return value
  }
}

export const EvidenceTable = ({ one }: { one: ReviewCase }) => {
  const { t } = useTranslation(['registration', 'ui'])
  const cell = (field: EvidenceField, heading: string, compared: Compared | null) =>
    compared ? (
      <td data-source={heading} className={compared.differs ? 'evidence-differs' : undefined}>
        <Value field={field} value={compared.value} />
        {compared.differs ? (
          <span className="evidence-sign">
            <span aria-hidden="true">≠</span> {t('case.differs')}
          </span>
        ) : null}
      </td>
    ) : null
  const sources = {
    sent: t('case.sent'),
    population: t('case.population'),
    other: one.other ? (one.other.visible ? t('case.other') : t('case.otherOffice', { county: one.other.countyCode })) : '',
  }
  return (
    <>
      <table className="evidence">
        <caption className="hidden">{t('case.evidence')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{sources.sent}</th>
            {one.population ? <th scope="col">{sources.population}</th> : null}
            {one.other ? <th scope="col">{sources.other}</th> : null}
          </tr>
        </thead>
        <tbody>
          {compareEvidence(one).map(row => (
            <tr key={row.field}>
              <th scope="row">{t(`case.field.${row.field}`)}</th>
              <td data-source={sources.sent}>
                <Value field={row.field} value={row.sent} />
              </td>
              {cell(row.field, sources.population, row.population)}
              {cell(row.field, sources.other, row.other)}
            </tr>
          ))}
        </tbody>
      </table>
      {one.population ? null : <p className="soft">{t('case.noPopulation')}</p>}
      {one.other && !one.other.visible ? <p className="soft">{t('case.otherHidden')}</p> : null}
    </>
  )
}
