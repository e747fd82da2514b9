/** The cases of the queue, as a list with keyboard navigation. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewCase } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Mark, shortCommunity } from '../../../ui/index.ts'
import { StatusMark, useFindings } from '../check/index.ts'
import { keyOfCase } from '../registration-key.ts'
import { isOpen } from './case-state.ts'

interface CaseListProps {
  cases: readonly ReviewCase[]
  chosen: ReviewCase | null
  onOpen: (one: ReviewCase) => void
}

export const CaseList = ({ cases, chosen, onOpen }: CaseListProps) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const findings = useFindings()
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
          <li key={key}>
            <button
              type="button"
              ref={key === chosenKey ? current : null}
              aria-current={key === chosenKey ? 'true' : undefined}
              className={isOpen(one) ? undefined : 'case-decided'}
              onClick={() => onOpen(one)}
            >
              <span className="case-list-name">
                <strong>{one.name}</strong>
                {isOpen(one) ? null : <StatusMark status={one.status} />}
                {one.certificateIssued ? <Mark tone="plain">{t('case.certified')}</Mark> : null}
              </span>
              <span className="case-list-why">
                {one.findings.map(finding => {
                  const known = findings.get(finding.code)
                  return <span key={`${finding.code}-${finding.openedAt}`}>{known ? text(known.title) : finding.code}</span>
                })}
              </span>
              <span className="soft">
                {one.community ? shortCommunity(one.community.name) : t('case.noCommunity')}
                {one.unit ? ` · ${one.unit}` : ''}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
