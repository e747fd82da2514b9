/** A run that was handed in: of each part whether it was right, missed or wrong, and why. What was not right comes first. */
import { useTranslation } from 'react-i18next'
import type { PracticeRun } from '../../api/index.ts'
import { Article, Mark, Records, Sheet } from '../../ui/index.ts'

type Item = NonNullable<PracticeRun['items']>[number]

const TASKS = ['import', 'cases', 'calls', 'publish'] as const
const TONES = { right: 'registered', missed: 'review', wrong: 'refused' } as const
const ORDER = { wrong: 0, missed: 1, right: 2 } as const

export const Graded = ({ run }: { readonly run: PracticeRun }) => {
  const { t } = useTranslation('practice')
  const items = run.items ?? []
  const count = (verdict: Item['verdict']) => items.filter(item => item.verdict === verdict).length
  const isRight = count('right') === items.length
  return (
    <>
      <p role="status" className="practice-sum">
        {isRight ? t('allRight') : t('sum', { right: count('right'), missed: count('missed'), wrong: count('wrong') })}
      </p>
      {TASKS.map(task => (
        <Sheet key={task} title={t(`tasks.${task}`)}>
          <Records
            label={t(`tasks.${task}`)}
            records={items.filter(item => item.task === task).sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict])}
            keyOf={item => `${item.item} ${item.row ?? ''}`}
            columns={[
              { key: 'what', title: t('graded.what'), width: 200, heading: true, render: item => <What item={item} /> },
              {
                key: 'verdict',
                title: t('graded.verdict'),
                width: 90,
                render: item => <Mark tone={TONES[item.verdict]}>{t(`verdict.${item.verdict}`)}</Mark>,
              },
              {
                key: 'why',
                title: t('graded.why'),
                render: item =>
                  item.item === 'listed' && item.count ? t('why.listedCount', { count: item.count }) : t(`why.${item.item}`),
              },
              { key: 'article', title: t('graded.article'), width: 220, render: item => <Article article={item.article} /> },
            ]}
          />
        </Sheet>
      ))}
    </>
  )
}

const What = ({ item: { item, row, name } }: { readonly item: Item }) => {
  const { t } = useTranslation('practice')
  if (item === 'file' || item === 'published' || item === 'listed') return <>{t(`items.${item}`)}</>
  if (item === 'call') return <>{t('items.call', { name: name ?? '' })}</>
  return <>{t('graded.person', { row: row ?? 0, name: name ?? '' })}</>
}
