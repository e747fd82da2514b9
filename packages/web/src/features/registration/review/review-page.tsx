/** The review queue: cases at the left, the open one at the right; on a phone one after the other. Works without a mouse. */
import { ArrowLeftOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Input, type InputRef, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { type ReviewCase, type ReviewFilter, readOverview } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { formatCount, More, Nothing, Page, QueryView, useNarrow } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../../election/index.ts'
import { keyOfCase } from '../registration-key.ts'
import { CaseList } from './case-list.tsx'
import { caseAtOffset, isOpen, nextOpen } from './case-state.ts'
import { CaseView } from './case-view.tsx'
import type { Correction } from './correction.ts'
import type { Decision, DecisionKeys } from './decision-form.tsx'
import { ReviewFilters } from './review-filters.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { isTextField, type Shortcut, shortcutOf } from './shortcuts.ts'
import { useDecisions, useReviews } from './use-reviews.ts'

/** What the address says: which cases are listed, and which is asked for. */
const useReviewPlace = () => {
  const [params, setParams] = useSearchParams()
  const filter: ReviewFilter = {
    code: params.get('code') ?? undefined,
    community: params.get('community') ?? undefined,
    state: params.get('state') ?? undefined,
    q: params.get('q') ?? undefined,
  }
  const show = (next: ReviewFilter, openCase: ReviewCase | null, replace = true) => {
    const entries = Object.entries({ ...next, case: openCase ? keyOfCase(openCase) : undefined })
    setParams(Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : []))), {
      replace,
      preventScrollReset: true,
    })
  }
  return { filter, asked: params.get('case'), show }
}

/** Listens for the keys of the queue while `active`. */
const useShortcuts = (active: boolean, onShortcut: (shortcut: Shortcut) => void): void => {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const shortcut = active ? shortcutOf(event, isTextField(event.target)) : null
      if (!shortcut) return
      event.preventDefault()
      onShortcut(shortcut)
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  })
}

/** Says that a case is decided, and that the person has to be told in person. */
const useDecisionWords = () => {
  const { t } = useTranslation('registration')
  const { message } = App.useApp()
  return (decision: Decision, name: string, told: ReviewCase['told']): void => {
    void message.success(t(decision === 'accept' ? 'decide.accepted' : 'decide.refused', { name }))
    if (told !== undefined && told !== 'message' && told !== 'certificate') void message.warning(t('told.inPerson', { name }), 8)
  }
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
  const { filter, asked, show } = useReviewPlace()
  const narrow = useNarrow()
  const may = useMay()
  const tellDecided = useDecisionWords()
  const reviews = useReviews(electionId, filter)
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), staleTime: 30_000 })
  const { decide, undo } = useDecisions(electionId, filter)
  const cases = reviews.data?.pages.flatMap(page => page.items) ?? []
  const chosen = cases.find(one => keyOfCase(one) === asked) ?? (narrow ? null : (cases[0] ?? null))
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
      if (next) open(next)
      if (reviews.hasNextPage && cases.filter(isOpen).length < 10) void reviews.fetchNextPage()
    }
    decide.mutate({ one: chosen, decision, reason, correction }, { onSuccess })
  }
  const askUndo = () => {
    const target = chosen && !isOpen(chosen) ? chosen : cases.find(one => keyOfCase(one) === lastDecided && !isOpen(one))
    if (target && may('decide')) setToUndo(target)
  }

  const move = (by: 1 | -1) => open(caseAtOffset(cases, chosen ? keyOfCase(chosen) : null, by))
  useShortcuts(!toUndo && !help, shortcut => {
    if (typeof shortcut === 'object') return keys.current?.pick(shortcut.reason)
    const actions: Record<typeof shortcut, () => void> = {
      next: () => move(1),
      previous: () => move(-1),
      accept: () => keys.current?.choose('accept'),
      refuse: () => keys.current?.choose('refuse'),
      undo: askUndo,
      help: () => setHelp(true),
      search: () => search.current?.focus(),
    }
    actions[shortcut]()
  })

  return (
    <Page
      title={t('review.title')}
      lead={t('review.lead')}
      actions={<Actions electionId={electionId} filter={filter} onHelp={narrow ? undefined : () => setHelp(true)} />}
    >
      {narrow && chosen ? (
        <Button type="text" icon={<ArrowLeftOutlined aria-hidden />} className="gap" onClick={() => open(null)}>
          {t('review.backToList')}
        </Button>
      ) : (
        <ReviewFilters
          filter={filter}
          byCode={reviews.data?.pages[0]?.byCode ?? {}}
          communities={overview.data?.communities ?? []}
          onChange={next => show(next, null)}
          search={search}
        />
      )}
      <QueryView query={reviews} rows={8}>
        {() =>
          cases.length === 0 ? (
            <Nothing title={filter.state === 'decided' ? t('review.noneDecided') : t('review.none')} />
          ) : (
            <div className="queue">
              {narrow && chosen ? null : <Cases reviews={reviews} cases={cases} chosen={chosen} onOpen={open} />}
              {chosen ? (
                <div className="queue-case">
                  <Failed error={decide.error ?? undo.error} />
                  <CaseView
                    one={chosen}
                    electionId={electionId}
                    mayDecide={may('decide')}
                    busy={decide.isPending}
                    communities={overview.data?.communities ?? []}
                    onDecide={onDecide}
                    onUndo={askUndo}
                    keys={keys}
                  />
                </div>
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

const HelpButton = ({ onPress }: { onPress: () => void }) => {
  const { t } = useTranslation('registration')
  return (
    <Button icon={<QuestionCircleOutlined aria-hidden />} onClick={onPress} aria-keyshortcuts="?">
      {t('review.keys')} <kbd>?</kbd>
    </Button>
  )
}

interface CasesProps {
  reviews: ReturnType<typeof useReviews>
  cases: ReviewCase[]
  chosen: ReviewCase | null
  onOpen: (one: ReviewCase) => void
}

const Cases = ({ reviews, cases, chosen, onOpen }: CasesProps) => (
  <div className="queue-list" aria-busy={reviews.isPlaceholderData}>
    <OfOthers count={reviews.data?.pages[0]?.ofOthers ?? 0} />
    <CaseList cases={cases} chosen={chosen} onOpen={onOpen} />
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

interface UndoProps {
  /** The case to be undone; the dialog is closed without one. */
  one: ReviewCase | null
  undo: ReturnType<typeof useDecisions>['undo']
  onUndone: (one: ReviewCase) => void
  onClose: () => void
}

const Undo = ({ one, undo, onUndone, onClose }: UndoProps) => {
  const { t } = useTranslation('registration')
  const { message } = App.useApp()
  const onUndo = (reason: string) => {
    if (!one) return
    const onSuccess = () => {
      void message.success(t('undo.done', { name: one.name }))
      onUndone(one)
    }
    undo.mutate({ one, reason }, { onSuccess, onSettled: onClose })
  }
  return <UndoDialog one={one} busy={undo.isPending} onCancel={onClose} onUndo={onUndo} />
}

interface UndoDialogProps {
  one: ReviewCase | null
  busy: boolean
  onUndo: (reason: string) => void
  onCancel: () => void
}

const UndoDialog = ({ one, busy, onUndo, onCancel }: UndoDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const [reason, setReason] = useState('')
  useEffect(() => {
    if (one) setReason(t('undo.usual'))
  }, [one, t])
  return (
    <Modal
      open={one !== null}
      title={t('undo.title', { name: one?.name ?? '' })}
      okText={t('undo.confirm')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: busy, disabled: !reason.trim() }}
      onOk={() => onUndo(reason.trim())}
      onCancel={onCancel}
      destroyOnHidden
    >
      <p>{t('undo.note')}</p>
      <label htmlFor="undo-reason">{t('undo.reason')}</label>
      <Input
        id="undo-reason"
        autoFocus
        maxLength={500}
        value={reason}
        onChange={event => setReason(event.target.value)}
        onPressEnter={() => reason.trim() && onUndo(reason.trim())}
      />
    </Modal>
  )
}

export default ReviewPage
