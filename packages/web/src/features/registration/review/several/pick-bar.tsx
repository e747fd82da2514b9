/** What is done with the picked cases: decided together, or assigned to an officer. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { assignCases, newRequestId, type ReviewCase, readAssignees } from '../../../../api/index.ts'
import { useLanguage } from '../../../../i18n/index.ts'
import { Failed } from '../../../../ui/failed.tsx'
import { formatCount } from '../../../../ui/index.ts'
import { keyOfCase } from '../../registration-key.ts'
import { FailureText } from './failure-text.tsx'
import { findingOfAll, MOST_PICKED } from './picked.ts'
import { TogetherDialog } from './together-dialog.tsx'
import type { Picks } from './use-picks.ts'

interface PickBarProps {
  electionId: string
  picks: Pick<Picks, 'picked' | 'clear'>
  /** Cases as they are after they were decided. */
  replaceAll: (cases: readonly ReviewCase[]) => void
  setAssigned: (keys: ReadonlySet<string>, officer: string | undefined) => void
}

export const PickBar = ({ electionId, picks: { picked, clear }, replaceAll, setAssigned }: PickBarProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const { language } = useLanguage()
  const [decision, setDecision] = useState<'accept' | 'refuse' | null>(null)
  const code = findingOfAll(picked)
  return (
    <section className="pick-bar" aria-label={t('several.title')}>
      <p role="status">
        {t('several.picked', { count: picked.length, cases: formatCount(picked.length, language) })}
        {picked.length === MOST_PICKED ? ` ${t('several.most', { most: MOST_PICKED })}` : ''}
      </p>
      <div className="pick-bar-actions">
        <Button size="small" disabled={code === null} onClick={() => setDecision('accept')}>
          {t('several.accept')}
        </Button>
        <Button size="small" danger disabled={code === null} onClick={() => setDecision('refuse')}>
          {t('several.refuse')}
        </Button>
        <AssignMenu electionId={electionId} picked={picked} onAssigned={setAssigned} onDone={clear} />
        <Button size="small" type="text" onClick={clear}>
          {t('several.clear')}
        </Button>
      </div>
      {code === null ? <p className="soft">{t('several.mixed')}</p> : null}
      <TogetherDialog
        key={decision ?? 'closed'}
        cases={picked}
        code={code}
        decision={decision}
        onDecided={replaceAll}
        onClose={() => setDecision(null)}
      />
    </section>
  )
}

const NOBODY = 'nobody'

interface AssignMenuProps {
  electionId: string
  picked: readonly ReviewCase[]
  onAssigned: PickBarProps['setAssigned']
  onDone: () => void
}

const AssignMenu = ({ electionId, picked, onAssigned, onDone }: AssignMenuProps) => {
  const { t } = useTranslation('registration')
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  const officers = useQuery({ queryKey: ['assignees', electionId], queryFn: () => readAssignees(electionId) })
  const assign = useMutation({
    mutationFn: (officer: string | null) => assignCases(electionId, picked, officer, newRequestId()),
    onSuccess: ({ assigned, items }, officer) => {
      const left = new Set(items.map(keyOfCase))
      const done = picked.map(keyOfCase).filter(key => !left.has(key))
      onAssigned(new Set(done), officers.data?.find(({ id }) => id === officer)?.name)
      if (assigned > 0) void message.success(t('several.assigned', { count: assigned }))
      const [first] = items
      if (first)
        modal.warning({
          title: t('several.notAssigned', { count: items.length }),
          content: <FailureText failure={first.failure} />,
        })
      void queries.invalidateQueries({ queryKey: ['assignees', electionId] })
      onDone()
    },
  })
  const items = [
    ...(officers.data ?? []).map(({ id, name, areaName, isSelf, open }) => ({
      key: id,
      label: `${isSelf ? t('several.self', { name }) : name}${areaName ? ` · ${areaName}` : ''} (${open})`,
    })),
    { type: 'divider' as const },
    { key: NOBODY, label: t('several.nobody') },
  ]
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{ items, onClick: ({ key }) => assign.mutate(key === NOBODY ? null : key), className: 'assign-menu' }}
      >
        <Button size="small" loading={assign.isPending}>
          {t('several.assign')}
        </Button>
      </Dropdown>
      <Failed error={assign.error} />
    </>
  )
}
