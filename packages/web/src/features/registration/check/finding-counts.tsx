/** Findings by kind with how often, what to do, the article, and a link to where the work is. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Article, formatCount, Nothing, Records } from '../../../ui/index.ts'
import { FindingMark, useFindings } from './findings.tsx'

const ORDER = { refused: 0, review: 1, note: 2 } as const

export const FindingCounts = ({ findings, electionId }: { findings: Record<string, number>; electionId: string }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const text = useText()
  const known = useFindings()
  const rows = Object.entries(findings)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({ code, count, finding: known.get(code) }))
    .sort((a, b) => ORDER[a.finding?.severity ?? 'note'] - ORDER[b.finding?.severity ?? 'note'] || b.count - a.count)
  const workOf = (code: string, severity: string | undefined) =>
    severity === 'review'
      ? `/elections/${electionId}/reviews?code=${code}`
      : severity === 'refused'
        ? `/elections/${electionId}/refused?code=${code}`
        : null
  return (
    <Records
      label={t('findings.title')}
      records={rows}
      keyOf={row => row.code}
      empty={<Nothing title={t('findings.none')} />}
      columns={[
        { key: 'title', title: t('findings.finding'), heading: true, render: row => <FindingMark code={row.code} /> },
        {
          key: 'count',
          title: t('findings.count'),
          align: 'right',
          width: 90,
          render: row => {
            const to = workOf(row.code, row.finding?.severity)
            return to ? <Link to={to}>{formatCount(row.count, language)}</Link> : formatCount(row.count, language)
          },
        },
        { key: 'next', title: t('findings.next'), render: row => (row.finding ? text(row.finding.next) : '–') },
        {
          key: 'article',
          title: t('findings.article'),
          width: 190,
          render: row => (row.finding ? <Article article={row.finding.article} /> : '–'),
        },
      ]}
    />
  )
}
