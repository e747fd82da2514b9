/** Entries of the disqualification register as a table: what was decided by whom, and whether it holds on election day. */
import { CheckCircleOutlined, StopOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisqualificationRecord } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatDay, Mark, Records } from '../../../ui/index.ts'

interface RecordsProps {
  label: string
  records: readonly DisqualificationRecord[]
  empty: ReactNode
}

export const DisqualificationRecords = ({ label, records, empty }: RecordsProps) => {
  const { t } = useTranslation('disqualifications')
  const { language } = useLanguage()
  return (
    <Records
      label={label}
      records={records}
      keyOf={record => String(record.id)}
      empty={empty}
      columns={[
        {
          key: 'person',
          title: t('person'),
          heading: true,
          render: record => (
            <>
              <strong>{record.name}</strong> <span className="code soft">{record.maskedNumber}</span>
            </>
          ),
        },
        {
          key: 'ground',
          title: t('groundTitle'),
          render: record => t(`ground.${record.ground}`),
        },
        {
          key: 'document',
          title: t('document'),
          render: record => (
            <>
              {record.decidedBy}
              <br />
              <span className="soft">{record.documentNo}</span>
            </>
          ),
        },
        {
          key: 'period',
          title: t('period'),
          render: record =>
            t('until', {
              from: formatDay(record.fromDate, language),
              to: record.toDate === null ? t('openEnd') : formatDay(record.toDate, language),
            }),
        },
        { key: 'source', title: t('source'), render: record => record.source ?? t('file') },
        {
          key: 'state',
          title: t('stateTitle'),
          render: record => (
            <>
              <Mark
                tone={record.holds ? 'refused' : 'quiet'}
                icon={record.holds ? <StopOutlined aria-hidden /> : <CheckCircleOutlined aria-hidden />}
              >
                {t(`state.${record.state}`)}
              </Mark>
              <br />
              <span className="soft">{t(record.holds ? 'holds' : 'holdsNot')}</span>
            </>
          ),
        },
      ]}
    />
  )
}
