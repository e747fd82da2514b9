/** The left side of the queue: the cases, and what is done with those that are picked. */
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCase } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount, More } from '../../../ui/index.ts'
import { CaseList } from './case-list.tsx'
import { PickBar, type Picks } from './several/index.ts'
import type { useDecisions, useReviews } from './use-reviews.ts'

interface QueueListProps {
  electionId: string
  reviews: ReturnType<typeof useReviews>
  cases: ReviewCase[]
  chosen: ReviewCase | null
  decisions: Pick<ReturnType<typeof useDecisions>, 'replaceAll' | 'setAssigned'>
  /** Null: the reader decides nothing. */
  picks: Picks | null
  onOpen: (one: ReviewCase) => void
  ref: Ref<HTMLDivElement>
}

export const QueueList = ({ electionId, reviews, cases, chosen, decisions, picks, onOpen, ref }: QueueListProps) => (
  <div className="queue-list" aria-busy={reviews.isPlaceholderData} ref={ref}>
    {picks && picks.picked.length > 0 ? <PickBar electionId={electionId} picks={picks} {...decisions} /> : null}
    <OfOthers count={reviews.data?.pages[0]?.ofOthers ?? 0} />
    <CaseList cases={cases} chosen={chosen} onOpen={onOpen} picks={picks} />
    <More
      shown={cases.length}
      total={reviews.data?.pages[0]?.total}
      hasNext={reviews.hasNextPage}
      loading={reviews.isFetchingNextPage}
      onMore={() => void reviews.fetchNextPage()}
    />
  </div>
)

/** How many of the cases are of other areas: the overview says the same. */
const OfOthers = ({ count }: { count: number }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  return count > 0 ? <p className="soft">{t('review.ofOthers', { count, cases: formatCount(count, language) })}</p> : null
}
