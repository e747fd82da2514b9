/** The review queue: cases at the left, the open one at the right; on a phone one after the other. Works without a mouse. */
import { ArrowLeftOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, type InputRef } from 'antd'
import { type ComponentProps, type Ref, type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type ReviewCase, type ReviewFilter, readOverview } from '../../../api/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Nothing, Page, QueryView, useNarrow } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { keyOfCase } from '../registration-key.ts'
import { caseAtOffset, chosenOf, isOpen, nextOpen } from './case-state.ts'
import { CaseView } from './case-view.tsx'
import type { Correction } from './correction.ts'
import type { Decision, DecisionKeys } from './decision-form.tsx'
import { ShortcutHelp, useShortcuts } from './keys/index.ts'
import { QueueList } from './queue-list.tsx'
import { ReviewFilters } from './review-filters.tsx'
import { usePicks } from './several/index.ts'
import { Undo } from './undo-dialog.tsx'
import { useQueuePlace } from './use-queue-place.ts'
import { useDecisions, useReviewPlace, useReviews } from './use-reviews.ts'

/** Says that a case is decided, and that the person has to be told in person. */
const useDecisionWords = () => {
  const { t } = useTranslation('registration')
  const { message } = App.useApp()
  return (decision: Decision, name: string, told: ReviewCase['told']): void => {
    void message.success(t(decision === 'accept' ? 'decide.accepted' : 'decide.refused', { name }))
    if (told !== undefined && told !== 'message' && told !== 'certificate') void message.warning(t('told.inPerson', { name }), 8)
  }
}

type KeyActions = Record<'next' | 'previous' | 'pick' | 'undo' | 'help' | 'search', () => unknown>

/** What the keys do; those of the decision reach its form. */
const useQueueKeys = (active: boolean, form: RefObject<DecisionKeys | null>, actions: KeyActions): void =>
  useShortcuts(active, shortcut => {
    if (typeof shortcut === 'object') form.current?.pick(shortcut.reason)
    else if (shortcut === 'accept' || shortcut === 'refuse') form.current?.choose(shortcut)
    else actions[shortcut]()
  })

/** What is listed, and which case is open; on a phone one after the other. */
const useQueue = (electionId: string) => {
  const { filter, asked, show } = useReviewPlace()
  const narrow = useNarrow()
  const reviews = useReviews(electionId, filter)
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), staleTime: 30_000 })
  const cases = reviews.data?.pages.flatMap(page => page.items) ?? []
  const chosen = chosenOf(cases, asked, narrow)
  const place = useQueuePlace(chosen ? keyOfCase(chosen) : null, narrow)
  const communities = overview.data?.communities ?? []
  return { filter, show, narrow, reviews, cases, chosen, place, communities, isAlone: narrow && chosen !== null }
}

interface ActionsProps {
  readonly electionId: string
  readonly filter: ReviewFilter
  readonly onHelp: (() => void) | undefined
}

const Actions = ({ electionId, filter: { state, community, q }, onHelp }: ActionsProps) => (
  <>
    <ListExportButton electionId={electionId} list="cases" filter={{ state, community, q }} />
    {onHelp ? <HelpButton onPress={onHelp} /> : null}
  </>
)

const ReviewPage = () => {
  const { t } = useTranslation(['registration', 'ui'])
  const { electionId = '' } = useParams()
  const { filter, show, narrow, reviews, cases, chosen, place, communities, isAlone } = useQueue(electionId)
  const mayDecide = useMay()('decide')
  const tellDecided = useDecisionWords()
  const { decide, undo, ...decisions } = useDecisions(electionId, filter)
  const picks = usePicks(cases)
  const [lastDecided, setLastDecided] = useState<string | null>(null)
  const [toUndo, setToUndo] = useState<ReviewCase | null>(null)
  const [help, setHelp] = useState(false)
  const keys = useRef<DecisionKeys>(null)
  const search = useRef<InputRef>(null)

  const open = (one: ReviewCase | null) => {
    decide.reset()
    show(filter, one, !narrow)
  }
  const onDecide = (decision: Decision, reason: string, correction: Correction) => {
    if (!chosen) return
    const onSuccess = ({ told }: ReviewCase) => {
      const key = keyOfCase(chosen)
      setLastDecided(key)
      tellDecided(decision, chosen.name, told)
      const next = nextOpen(cases, key)
      if (next) place.hold(() => open(next))
      if (reviews.hasNextPage && cases.filter(isOpen).length < 10) void reviews.fetchNextPage()
    }
    decide.mutate({ one: chosen, decision, reason, correction }, { onSuccess })
  }
  const askUndo = () => {
    const target = chosen && !isOpen(chosen) ? chosen : cases.find(one => keyOfCase(one) === lastDecided && !isOpen(one))
    if (target && mayDecide) setToUndo(target)
  }

  const chosenKey = chosen ? keyOfCase(chosen) : null
  const move = (by: 1 | -1) => open(caseAtOffset(cases, chosenKey, by))
  useQueueKeys(!toUndo && !help, keys, {
    next: () => move(1),
    previous: () => move(-1),
    pick: () => chosen && mayDecide && picks.toggle(chosen),
    undo: askUndo,
    help: () => setHelp(true),
    search: () => search.current?.focus(),
  })

  return (
    <Page
      title={t('review.title')}
      lead={t('review.lead')}
      actions={<Actions electionId={electionId} filter={filter} onHelp={narrow ? undefined : () => setHelp(true)} />}
    >
      {isAlone ? (
        <BackButton onPress={() => open(null)} />
      ) : (
        <ReviewFilters
          {...{ filter, communities, search }}
          byCode={reviews.data?.pages[0]?.byCode ?? {}}
          onChange={next => {
            picks.clear()
            show(next, null)
          }}
        />
      )}
      <QueryView query={reviews} rows={8}>
        {() =>
          cases.length === 0 ? (
            <NoCases state={filter.state} />
          ) : (
            <div className="queue">
              {isAlone ? null : (
                <QueueList
                  ref={place.list}
                  {...{ electionId, reviews, cases, chosen, decisions, picks: mayDecide ? picks : null }}
                  onOpen={one => place.leave(() => open(one))}
                />
              )}
              {chosen ? (
                <OpenCase
                  {...{
                    one: chosen,
                    electionId,
                    mayDecide,
                    busy: decide.isPending,
                    communities,
                    onDecide,
                    onUndo: askUndo,
                    keys,
                  }}
                  error={decide.error ?? undo.error}
                  ref={place.panel}
                />
              ) : null}
            </div>
          )
        }
      </QueryView>
      <ShortcutHelp open={help} onClose={() => setHelp(false)} />
      <Undo one={toUndo} undo={undo} onUndone={open} onClose={() => setToUndo(null)} />
    </Page>
  )
}

interface OpenCaseProps extends ComponentProps<typeof CaseView> {
  error: Error | null
  ref: Ref<HTMLDivElement>
}

const OpenCase = ({ error, ref, ...shown }: OpenCaseProps) => (
  <div className="queue-case" ref={ref}>
    <Failed error={error} />
    <CaseView {...shown} />
  </div>
)

const NoCases = ({ state }: Pick<ReviewFilter, 'state'>) => {
  const { t } = useTranslation('registration')
  return <Nothing title={state === 'decided' ? t('review.noneDecided') : t('review.none')} />
}

const BackButton = ({ onPress }: { onPress: () => void }) => {
  const { t } = useTranslation('registration')
  return (
    <Button type="text" icon={<ArrowLeftOutlined aria-hidden />} className="gap" onClick={onPress}>
      {t('review.backToList')}
    </Button>
  )
}

const HelpButton = ({ onPress }: { onPress: () => void }) => {
  const { t } = useTranslation('registration')
  return (
    <Button icon={<QuestionCircleOutlined aria-hidden />} onClick={onPress} aria-keyshortcuts="?">
      {t('review.keys')} <kbd>?</kbd>
    </Button>
  )
}

export default ReviewPage
