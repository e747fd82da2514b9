/** The cases of the queue, as a list with keyboard navigation. */
import { Checkbox } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCase } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Mark, shortCommunity } from '../../../ui/index.ts'
import { StatusMark, useFindings } from '../check/index.ts'
import { keyOfCase } from '../registration-key.ts'
import { isOpen } from './case-state.ts'
import type { Picks } from './several/index.ts'

interface CaseListProps {
  cases: readonly ReviewCase[]
  chosen: ReviewCase | null
  onOpen: (one: ReviewCase) => void
  /** Null: the reader decides nothing. */
  picks: Pick<Picks, 'has' | 'toggle'> | null
}

export const CaseList = ({ cases, chosen, onOpen, picks }: CaseListProps) => {
  const { t } = useTranslation('registration')
  const current = useRef<HTMLButtonElement>(null)
  const chosenKey = chosen ? keyOfCase(chosen) : null
  useEffect(() => {
    if (chosenKey) current.current?.scrollIntoView({ block: 'nearest' })
  }, [chosenKey])
  return (
    <ul className="case-list" aria-label={t('review.list')}>
      {cases.map(one => {
        const key = keyOfCase(one)
        return (
          <li key={key} className={picks ? 'case-row' : undefined}>
            {picks ? (
              <Checkbox
                aria-label={t('several.pick', { name: one.name })}
                disabled={!isOpen(one)}
                checked={picks.has(one)}
                onChange={() => picks.toggle(one)}
              />
            ) : null}
            <button
              type="button"
              data-case={key}
              ref={key === chosenKey ? current : null}
              aria-current={key === chosenKey ? 'true' : undefined}
              className={isOpen(one) ? undefined : 'case-decided'}
              onClick={() => onOpen(one)}
            >
              <CaseLines one={one} />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** Who, what was found, where, and who sees to it. */
const CaseLines = ({ one }: { one: ReviewCase }) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const findings = useFindings()
  return (
    <>
      <span className="case-list-name">
        <strong>{one.name}</strong>
        {isOpen(one) ? null : <StatusMark status={one.status} />}
        {one.certificateIssued ? <Mark tone="plain">{t('case.certified')}</Mark> : null}
      </span>
      <span className="case-list-why">
        {one.findings.map(finding => {
          const known = findings.get(finding.code)
          return <span key={`${finding.code}-${finding.openedAt}`}>{known ? text(known.title) : '…'}</span>
        })}
      </span>
      <span className="soft">
        {one.community ? shortCommunity(one.community.name) : t('case.noCommunity')}
        {one.unit ? ` · ${one.unit}` : ''}
        {one.assignedTo ? ` · ${t('several.to', { name: one.assignedTo })}` : ''}
      </span>
    </>
  )
}
