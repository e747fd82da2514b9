/** Imports as a list: file, kind, state, and where its rows went. */
import { CheckCircleOutlined, CloseCircleOutlined, LoadingOutlined, PauseCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Import } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount, formatMoment, Mark, Nothing, Records } from '../../../ui/index.ts'

export const ImportState = ({ state }: { state: Import['state'] }) => {
  const { t } = useTranslation('registration')
  if (state === 'done') {
    return (
      <Mark tone="registered" icon={<CheckCircleOutlined aria-hidden />}>
        {t('import.state.done')}
      </Mark>
    )
  }
  if (state === 'failed') {
    return (
      <Mark tone="refused" icon={<CloseCircleOutlined aria-hidden />}>
        {t('import.state.failed')}
      </Mark>
    )
  }
  if (state === 'held') {
    return (
      <Mark tone="review" icon={<PauseCircleOutlined aria-hidden />}>
        {t('import.state.held')}
      </Mark>
    )
  }
  return (
    <Mark tone="review" icon={<LoadingOutlined spin aria-hidden />}>
      {t(`import.state.${state}`)}
    </Mark>
  )
}

interface ImportListProps {
  imports: readonly Import[]
  electionId: string
  isFiltered?: boolean
}

export const ImportList = ({ imports, electionId, isFiltered = false }: ImportListProps) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const number = (value: number | null) => formatCount(value, language)
  return (
    <Records
      label={t('import.listTitle')}
      records={imports}
      keyOf={row => String(row.id)}
      empty={<Nothing title={isFiltered ? t('import.noneFound') : t('import.none')} />}
      columns={[
        {
          key: 'file',
          title: t('import.file'),
          heading: true,
          render: row => (
            <Link to={`/elections/${electionId}/imports/${row.id}`} className="file-name">
              {row.fileName}
            </Link>
          ),
        },
        { key: 'kind', title: t('import.kindTitle'), render: row => t(`import.kind.${row.kind}`) },
        { key: 'state', title: t('import.stateTitle'), render: row => <ImportState state={row.state} /> },
        { key: 'rows', title: t('import.rows'), align: 'right', render: row => number(row.rows) },
        {
          key: 'accepted',
          title: t('import.accepted'),
          align: 'right',
          optional: row => row.accepted === null,
          render: row => number(row.accepted),
        },
        {
          key: 'review',
          title: t('import.review'),
          align: 'right',
          optional: row => !row.review,
          render: row => number(row.review),
        },
        {
          key: 'refused',
          title: t('import.refused'),
          align: 'right',
          optional: row => !row.refused,
          render: row => number(row.refused),
        },
        {
          key: 'unchanged',
          title: t('import.unchanged'),
          align: 'right',
          optional: row => !row.unchanged,
          render: row => number(row.unchanged),
        },
        {
          key: 'when',
          title: t('import.when'),
          render: row => (
            <>
              {formatMoment(row.startedAt, language)} <span className="soft">{row.startedBy}</span>
            </>
          ),
        },
      ]}
    />
  )
}
