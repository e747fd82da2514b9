/** Who looked at my record, when and why. */
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../ui/format.ts'
import { readAccessHistory, useLoad } from '../api/index.ts'
import { Back, Failure, Heading, Loading, Notice, useReader } from '../ui/index.ts'

export default function AccessHistoryView({ back }: { back: string }) {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const { data, error, again } = useLoad(readAccessHistory, 'looked')
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.looked')}</Heading>
      <p className="soft">{t('looked.about')}</p>
      {error === undefined ? data ? null : <Loading /> : <Failure error={error} retry={again} />}
      {data?.length === 0 ? <Notice tone="plain" title={t('looked.nobody')} /> : null}
      <ul className="looks">
        {data?.map(look => (
          <li key={`${look.at} ${look.what} ${look.by.office}`}>
            <p>
              <strong>{look.by.office}</strong> <span className="tag">{t(`looked.role.${look.by.role}`)}</span>
            </p>
            <p>{t(`looked.what.${look.what}`)}</p>
            {look.why ? <p>{t('looked.why', { why: look.why })}</p> : null}
            <p className="soft">{formatMoment(look.at, language)}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
