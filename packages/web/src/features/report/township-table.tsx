/** Streets and townships as rows: how far each is, and what waits or is late there. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Townships } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { type Column, formatCount, formatShare, Mark, Nothing, Records, shortCommunity } from '../../ui/index.ts'

type Township = Townships['townships'][number]

interface TableProps {
  electionId: string
  townships: readonly Township[]
}

export const TownshipTable = ({ electionId, townships }: TableProps) => {
  const { t } = useTranslation('report')
  return (
    <Records
      label={t('townships.title')}
      records={townships}
      keyOf={township => township.code}
      columns={useColumns(electionId)}
      empty={<Nothing title={t('communities.none')} />}
    />
  )
}

const useColumns = (electionId: string): Column<Township>[] => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const number = (key: string, title: string, pick: (township: Township) => number): Column<Township> => ({
    key,
    title,
    align: 'right',
    sort: (a, b) => pick(a) - pick(b),
    render: township => formatCount(pick(township), language),
  })
  return [
    {
      key: 'name',
      title: t('townships.name'),
      heading: true,
      render: ({ code, name }) =>
        // People of no known community are counted under the election's own area, which has none to show.
        code.length === 9 ? <Link to={`?township=${code}`}>{shortCommunity(name)}</Link> : t('townships.unknown'),
    },
    number('eligible', t('communities.eligible'), one => one.eligible),
    number('registered', t('registered'), one => one.registered),
    number('notYet', t('notYet'), one => one.notYetRegistered),
    {
      key: 'share',
      title: t('communities.share'),
      align: 'right',
      sort: (a, b) => shareOf(a) - shareOf(b),
      render: one => formatShare(one.eligible - one.notYetRegistered, one.eligible),
    },
    number('review', t('townships.cases'), one => one.review),
    {
      ...number('objections', t('objections'), one => one.objections),
      render: ({ objections, objectionsDue }) => (
        <>
          {objections > 0 ? (
            <Link to={`/elections/${electionId}/objections`}>{formatCount(objections, language)}</Link>
          ) : (
            formatCount(0, language)
          )}
          {objectionsDue > 0 ? <Mark tone="refused">{t('work.due', { count: objectionsDue })}</Mark> : null}
        </>
      ),
    },
    {
      ...number('late', t('townships.late'), one => one.lateSteps ?? 0),
      optional: one => one.lateSteps === null,
      render: ({ lateSteps }) =>
        lateSteps === null ? (
          '—'
        ) : lateSteps > 0 ? (
          <Mark tone="refused">{formatCount(lateSteps, language)}</Mark>
        ) : (
          formatCount(0, language)
        ),
    },
  ]
}

const shareOf = ({ eligible, notYetRegistered }: Township): number => (eligible - notYetRegistered) / (eligible || 1)
