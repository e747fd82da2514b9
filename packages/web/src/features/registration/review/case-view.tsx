/** One case: why it waits, the evidence, the decision, and what was decided before. */
import { UndoOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import {
  type CaseFinding,
  type CommunityCounts,
  confirmSecondOfficer,
  newRequestId,
  type ReviewCase,
  type SecondGiven,
} from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Article, formatDay, formatMoment, formatSeries, Mark, shortCommunity } from '../../../ui/index.ts'
import { SecondOfficer, useMay } from '../../access/index.ts'
import { EvidenceTable, evidencePairs, FindingMark, papersIn, StatusMark, useFindings, useStatusWord } from '../check/index.ts'
import { evidenceName } from '../field-names.ts'
import { type Channel, isChannel } from '../import-kinds.ts'
import { PersonRecord, RevealNumber } from '../record/index.ts'
import { keyOfCase } from '../registration-key.ts'
import { isOpen } from './case-state.ts'
import type { Correction } from './correction.ts'
import { type Decision, DecisionForm, type DecisionKeys } from './decision-form.tsx'

interface CaseViewProps {
  one: ReviewCase
  electionId: string
  mayDecide: boolean
  busy: boolean
  communities: readonly CommunityCounts[]
  onDecide: (decision: Decision, reason: string, correction: Correction) => void
  onUndo: () => void
  keys: Ref<DecisionKeys>
}

export const CaseView = ({ one, electionId, mayDecide, busy, communities, onDecide, onUndo, keys }: CaseViewProps) => {
  const { t } = useTranslation('registration')
  const may = useMay()
  return (
    <article className="case" aria-label={t('case.label', { name: one.name })}>
      <CaseHead one={one} electionId={electionId} />
      <Told one={one} />
      {one.arrival ? <ArrivalLine arrival={one.arrival} /> : null}
      <ul className="case-findings" aria-label={t('case.why')}>
        {one.findings.map(finding => (
          <CaseFindingLine key={`${finding.code}-${finding.openedAt}-${finding.state}`} finding={finding} />
        ))}
      </ul>
      {may('reveal') ? <RevealNumber key={`number-${keyOfCase(one)}`} one={one} /> : null}
      <EvidenceTable one={one} />
      {isOpen(one) && mayDecide ? (
        <DecisionForm
          key={`${one.countyCode}-${one.registrationId}`}
          ref={keys}
          one={one}
          communities={communities}
          busy={busy}
          onDecide={onDecide}
        />
      ) : null}
      {isOpen(one) && one.findings.some(({ code, state }) => code === 'identity.document' && state === 'open') ? (
        <DocumentByOne key={`second-${keyOfCase(one)}`} one={one} electionId={electionId} />
      ) : null}
      {isOpen(one) && !mayDecide ? <p className="soft">{t('case.mayNot')}</p> : null}
      {!isOpen(one) && mayDecide ? <UndoButton onUndo={onUndo} /> : null}
      {one.events.length > 0 ? <Events one={one} /> : null}
      {may('contact') ? <PersonRecord key={`record-${keyOfCase(one)}`} of={one} /> : null}
    </article>
  )
}

/** After a refusal: the person cannot be written to, so the office tells them. */
const Told = ({ one: { told } }: Pick<CaseViewProps, 'one'>) => {
  const { t } = useTranslation('registration')
  if (told === undefined || told === 'message' || told === 'certificate') return null
  return <Alert type="warning" showIcon className="gap" role="status" title={t('told.title')} description={t(`told.${told}`)} />
}

/** The officer who saw the document enters what the level above has confirmed. */
const DocumentByOne = ({ one, electionId }: Pick<CaseViewProps, 'one' | 'electionId'>) => {
  const queries = useQueryClient()
  const { countyCode, registrationId } = one
  const confirm = useMutation({
    mutationFn: (second: SecondGiven) => confirmSecondOfficer({ electionId, countyCode, registrationId }, second, newRequestId()),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <>
      <Failed error={confirm.error} />
      <SecondOfficer
        kind="document.confirm"
        subject={`${countyCode}/${registrationId}`}
        busy={confirm.isPending}
        onGiven={second => confirm.mutate(second)}
      />
    </>
  )
}

/** Whose registration it is, where, and the row of the file that it came from. */
const CaseHead = ({ one, electionId }: Pick<CaseViewProps, 'one' | 'electionId'>) => {
  const { t } = useTranslation('registration')
  return (
    <header className="case-head">
      <h2 tabIndex={-1}>{one.name}</h2>
      <StatusMark status={one.status} />
      {one.certificateIssued ? <Mark tone="plain">{t('case.certified')}</Mark> : null}
      {one.assignedTo ? <Mark tone="plain">{t('several.to', { name: one.assignedTo })}</Mark> : null}
      <span className="soft">
        {one.community ? `${shortCommunity(one.community.name)}${one.part ? ` ${one.part}` : ''}` : t('case.noCommunity')}
        {one.fileName && one.importId ? (
          <>
            {' · '}
            <Link to={`/elections/${electionId}/imports/${one.importId}`}>{one.fileName}</Link>{' '}
            {one.rowNo ? t('refused.row', { row: one.rowNo }) : null}
          </>
        ) : null}
      </span>
    </header>
  )
}

const UndoButton = ({ onUndo }: Pick<CaseViewProps, 'onUndo'>) => {
  const { t } = useTranslation('registration')
  return (
    <div className="form-end">
      <Button icon={<UndoOutlined aria-hidden />} onClick={onUndo} aria-keyshortcuts="u">
        {t('undo.button')} <kbd>U</kbd>
      </Button>
    </div>
  )
}

/** The certificate that the person came with: the place of origin has proved who they are. */
const ArrivalLine = ({ arrival }: { arrival: NonNullable<ReviewCase['arrival']> }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  return (
    <p className="case-arrival">
      <Mark tone="plain">{t('arrival.title')}</Mark>{' '}
      {t(`arrival.${arrival.state}`, { place: arrival.from.name, day: formatDay(arrival.takenOn, language) })}
    </p>
  )
}

const DOCUMENTS = ['passport', 'household-register', 'other'] as const
const isDocument = (value: string | number): value is (typeof DOCUMENTS)[number] => DOCUMENTS.some(known => known === value)

/** Evidence that is a day. */
const DAYS = new Set(['on', 'livesHereSince', 'contractFrom', 'contractUntil'])

const CaseFindingLine = ({ finding }: { finding: CaseFinding }) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const statusWord = useStatusWord()
  const { language } = useLanguage()
  const known = useFindings().get(finding.code)
  const wordsOf = (name: string, value: string | number) => {
    if ((name === 'evidence' || name === 'claimed') && typeof value === 'number') {
      const papers = papersIn(value).map(paper => t(`papers.${paper}`))
      return papers.length > 0 ? formatSeries(papers, language) : t('papers.none')
    }
    if (name === 'type' && isDocument(value)) return t(`document.${value}`)
    if (name === 'channel' && isChannel(String(value))) return t(`channel.${value as Channel}`)
    return DAYS.has(name) ? formatDay(String(value), language) : statusWord(String(value))
  }
  return (
    <li>
      <div>
        <FindingMark code={finding.code} /> {known ? <Article article={known.article} /> : null}
        {finding.state === 'open' ? null : <span className="soft"> · {t(`case.state.${decidedState(finding.state)}`)}</span>}
      </div>
      {known && finding.state === 'open' ? <p className="soft">{text(known.next)}</p> : null}
      {finding.missing ? (
        <p>
          {t('case.missing')}：{text(finding.missing)}
        </p>
      ) : null}
      {evidencePairs(finding.evidence).length > 0 ? (
        <dl className="pairs">
          {evidencePairs(finding.evidence).map(([name, value]) => {
            const word = evidenceName(name)
            return (
              <div key={name}>
                <dt>{word ? t(`evidence.${word}`) : name}</dt>
                <dd>{wordsOf(name, value)}</dd>
              </div>
            )
          })}
        </dl>
      ) : null}
    </li>
  )
}

const decidedState = (state: string) => (state === 'accepted' || state === 'refused' ? state : 'withdrawn')

const Events = ({ one }: { one: ReviewCase }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  return (
    <section className="events" aria-label={t('case.events')}>
      <h3>{t('case.events')}</h3>
      <ol>
        {one.events.map(event => (
          <li key={`${event.at}-${event.kind}`}>
            <strong>{isEvent(event.kind) ? t(`event.${event.kind}`) : event.kind}</strong> {event.reason}
            {event.corrected.map(({ field, from, to }) => (
              <span key={field} className="soft">
                {t('correction.kept', { field: t(`case.field.${field}`), from: from ?? '—', to })}
              </span>
            ))}
            <span className="soft">
              {event.actor} · {formatMoment(event.at, language)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

const EVENTS = ['accepted', 'refused', 'moved', 'removed', 'undone', 'confirmed', 'returned'] as const
const isEvent = (kind: string): kind is (typeof EVENTS)[number] => EVENTS.some(known => known === kind)
