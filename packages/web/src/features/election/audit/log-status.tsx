/** How far the audit trail can be verified: the short code of its newest checkpoint, and who witnesses it. */
import { useQuery } from '@tanstack/react-query'
import { Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import { readLogStatus } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, formatMoment, Loading } from '../../../ui/index.ts'

const TROUBLES = ['unreachable', 'rolled-back', 'inconsistent', 'refused', 'unreadable'] as const
type Trouble = (typeof TROUBLES)[number]
const isTrouble = (code: string | null): code is Trouble => TROUBLES.some(known => known === code)

export const LogStatus = () => {
  const { t } = useTranslation('access')
  const { language } = useLanguage()
  const status = useQuery({ queryKey: ['log'], queryFn: readLogStatus })
  if (status.isPending) return <Loading rows={2} />
  if (status.isError) return <Failure error={status.error} retry={() => void status.refetch()} />
  const { checkpoint, size, waiting, witnesses } = status.data
  return (
    <Descriptions
      className="gap"
      title={t('log.title')}
      size="small"
      column={{ xs: 1, md: 2 }}
      items={[
        { key: 'code', label: t('log.code'), children: <span className="code">{checkpoint?.shortCode ?? t('log.none')}</span> },
        { key: 'size', label: t('log.size'), children: formatCount(size, language) },
        { key: 'made', label: t('log.made'), children: checkpoint ? formatMoment(checkpoint.madeAt, language) : t('log.none') },
        { key: 'waiting', label: t('log.waiting'), children: formatCount(waiting, language) },
        {
          key: 'witnesses',
          label: t('log.witnesses'),
          children:
            witnesses.length === 0
              ? t('log.noWitnesses')
              : witnesses.map(({ name, size: covered, trouble }) => (
                  <div key={name}>
                    <span className="code">{name}</span> {t('log.witness', { size: formatCount(covered, language) })}
                    {isTrouble(trouble) ? <span className="soft"> {t(`log.trouble.${trouble}`)}</span> : null}
                  </div>
                )),
        },
      ]}
    />
  )
}
