/** Where someone votes: what is suggested, closed until they want something else; then the reason, the place, and what the rule asks for it. */
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../i18n/portal.ts'
import { Article } from '../../ui/article.tsx'
import { DaySelects } from '../../ui/day-selects.tsx'
import { chinaToday, formatSeries, shortCommunity } from '../../ui/format.ts'
import type { Ask, Evidence as EvidenceKind, Form, FormBasis, Loaded, PlaceDetail } from '../api/index.ts'
import { Sheet, useReader } from '../ui/index.ts'
import { asksForUnit, type Choice, datesAsked, isEarlyEnough, isEnough, isOptional, waysOf } from './choice.ts'
import { PlaceSearch } from './place-search.tsx'
import { PlaceSummary } from './place-summary.tsx'

interface Props {
  readonly electionId: string
  readonly pollingDay: string
  readonly form: Form
  readonly choice: Choice
  /** The district and stations of the chosen community. */
  readonly place: Loaded<PlaceDetail>
  readonly onChoice: (choice: Choice) => void
  /** Of the sheet; the step's number by default. */
  readonly title?: string
}

export const WhereForm = ({ electionId, pollingDay, form, choice, place, onChoice, title }: Props) => {
  const { t } = useTranslation('voter')
  const [open, setOpen] = useState(choice.community?.code !== form.suggestion?.community.code || form.suggestion === null)
  const { community, basis } = choice
  const needsMore = basis !== null && (basis.asks.length > 0 || asksForUnit(basis))
  return (
    <Sheet title={title ?? t('where.title')} {...(title ? {} : { mark: 2 })}>
      {open ? (
        <>
          <Bases form={form} choice={choice} onChoice={onChoice} />
          <PlaceSearch
            electionId={electionId}
            chosen={community}
            onChoose={found => onChoice({ ...choice, community: found, electsTownship: null, part: null })}
          />
        </>
      ) : (
        <Chosen form={form} choice={choice} />
      )}
      {place.data && place.data.parts.length > 0 ? (
        <PartQuestion parts={place.data.parts} choice={choice} onChoice={onChoice} />
      ) : null}
      {community ? <PlaceSummary place={place} part={choice.part} /> : null}
      {place.data?.asksTownship ? <TownshipQuestion choice={choice} onChoice={onChoice} /> : null}
      {basis && needsMore ? <Evidence basis={basis} choice={choice} pollingDay={pollingDay} onChoice={onChoice} /> : null}
      {open ? null : (
        <button type="button" className="button small" onClick={() => setOpen(true)}>
          {t('where.change')}
        </button>
      )}
    </Sheet>
  )
}

/** Asked only where the community is divided among districts; who is not sure leaves it to an officer. */
const PartQuestion = ({ parts, choice, onChoice }: Pick<Props, 'choice' | 'onChoice'> & Pick<PlaceDetail, 'parts'>) => {
  const { t } = useTranslation('voter')
  return (
    <label className="field">
      <span>{t('part.ask')}</span>
      <select value={choice.part ?? ''} onChange={event => onChoice({ ...choice, part: event.target.value || null })}>
        <option value="">{t('part.unsure')}</option>
        {parts.map(({ part, name }) => (
          <option key={part} value={part}>
            {name}
          </option>
        ))}
      </select>
      <span className="soft">{t('part.why')}</span>
    </label>
  )
}

const ANSWERS = [
  ['yes', true],
  ['no', false],
  ['unsure', null],
] as const

/** Asked only where the committee decides by person and nothing is known; who is not sure leaves it to an officer. */
const TownshipQuestion = ({ choice, onChoice }: Pick<Props, 'choice' | 'onChoice'>) => {
  const { t } = useTranslation('voter')
  return (
    <fieldset>
      <legend>{t('township.ask')}</legend>
      <p className="soft">{t('township.why')}</p>
      <div className="options">
        {ANSWERS.map(([word, value]) => (
          <label key={word} className="option">
            <input
              type="radio"
              name="electsTownship"
              checked={choice.electsTownship === value}
              onChange={() => onChoice({ ...choice, electsTownship: value })}
            />
            <span>{t(`township.${word}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** What is suggested, or was chosen, and why. */
const Chosen = ({ form: { suggestion }, choice: { community, basis } }: Pick<Props, 'form' | 'choice'>) => {
  const text = useText()
  if (!community) return null
  return (
    <>
      <p className="where">
        <strong>{shortCommunity(community.name)}</strong>
        {basis ? <span className="tag">{text(basis.title)}</span> : null}
      </p>
      {suggestion ? <p className="soft">{text(suggestion.why)}</p> : null}
    </>
  )
}

const Bases = ({ form, choice, onChoice }: Pick<Props, 'form' | 'choice' | 'onChoice'>) => {
  const { t } = useTranslation('voter')
  const text = useText()
  if (form.bases.length < 2) return null
  return (
    <fieldset>
      <legend>{t('where.basis')}</legend>
      <div className="options">
        {form.bases.map(basis => {
          const isChosen = choice.basis?.basis === basis.basis
          return (
            <label key={basis.basis} className="option">
              <input
                type="radio"
                name="basis"
                value={basis.basis}
                checked={isChosen}
                onChange={() => onChoice({ ...choice, basis, evidence: [] })}
              />
              <span>
                <strong>{text(basis.title)}</strong>
                <span className="soft">
                  {text(basis.why)} <Article article={basis.article} />
                </span>
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

/** Only what the rule needs for this reason, and why; whoever lacks it registers all the same and is asked later. */
const Evidence = ({
  basis,
  choice,
  pollingDay,
  onChoice,
}: { basis: FormBasis } & Pick<Props, 'choice' | 'pollingDay' | 'onChoice'>) => {
  const { t } = useTranslation('voter')
  const text = useText()
  const { language } = useReader()
  const has = (evidence: EvidenceKind) => choice.evidence.includes(evidence)
  const ways = waysOf(basis).map(way =>
    formatSeries(
      way.map(ask => text(ask.title)),
      language,
    ),
  )
  return (
    <div className="evidence">
      {asksForUnit(basis) ? (
        <label className="field">
          <span>{basis.basis === 'study' ? t('where.school') : t('where.unit')}</span>
          <input
            value={choice.unit}
            maxLength={100}
            autoComplete="organization"
            onChange={event => onChoice({ ...choice, unit: event.target.value })}
          />
          <span className="soft">{t('where.unitWhy')}</span>
        </label>
      ) : null}
      {basis.asks.length === 0 ? null : (
        <fieldset>
          <legend>{t('where.evidence')}</legend>
          {ways.length === 0 ? null : (
            <div className="soft">
              <p>{t('where.ways')}</p>
              <ul>
                {ways.map(way => (
                  <li key={way}>{way}</li>
                ))}
              </ul>
            </div>
          )}
          <div className="options">
            {basis.asks.map(ask => (
              <div key={ask.evidence}>
                <label className="option">
                  <input
                    type="checkbox"
                    checked={has(ask.evidence)}
                    onChange={() =>
                      onChoice({
                        ...choice,
                        evidence: has(ask.evidence)
                          ? choice.evidence.filter(each => each !== ask.evidence)
                          : [...choice.evidence, ask.evidence],
                      })
                    }
                  />
                  <span>
                    <strong>{text(ask.title)}</strong>
                    <span className="soft">
                      {text(ask.why)} <Article article={ask.article} />
                    </span>
                  </span>
                </label>
                {has(ask.evidence) ? (
                  <DatesOf basis={basis} ask={ask} choice={choice} pollingDay={pollingDay} onChoice={onChoice} />
                ) : null}
              </div>
            ))}
          </div>
          <p role="status" className={isEnough(basis, choice.evidence, choice.dates, pollingDay) ? 'good-text' : 'soft'}>
            {isOptional(basis)
              ? t('where.optional')
              : isEnough(basis, choice.evidence, choice.dates, pollingDay)
                ? t('where.enough')
                : t('where.notEnough')}
          </p>
        </fieldset>
      )}
    </div>
  )
}

/** Since when, or from when to when: what dates prove is counted on election day. */
const DatesOf = ({
  basis,
  ask,
  choice,
  pollingDay,
  onChoice,
}: { basis: FormBasis; ask: Ask } & Pick<Props, 'choice' | 'pollingDay' | 'onChoice'>) => {
  const { t } = useTranslation('voter')
  const names = ask.by === undefined ? [] : datesAsked(ask.evidence)
  const id = useId()
  const thisYear = Number(chinaToday().slice(0, 4))
  return (
    <>
      {names.map(name => (
        <div key={name} className="field">
          <label htmlFor={`${id}-${name}`}>{t(`where.${name}`)}</label>
          <DaySelects
            id={`${id}-${name}`}
            label={t(`where.${name}`)}
            words={{ year: t('day.year'), month: t('day.month'), day: t('day.day') }}
            from={thisYear - 60}
            to={thisYear + (name === 'contractUntil' ? 20 : 0)}
            value={choice.dates[name]}
            onChange={day => onChoice({ ...choice, dates: { ...choice.dates, [name]: day } })}
          />
        </div>
      ))}
      {names.length > 0 && !isEarlyEnough(basis, ask.evidence, choice.dates, pollingDay) ? (
        <p className="soft">{t(ask.evidence === 'contract' ? 'where.contractBy' : 'where.residenceBy', { day: ask.by })}</p>
      ) : null}
    </>
  )
}
