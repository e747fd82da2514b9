/** The steps of an objection, each with the data it needs: decide, serve, take back, note a suit and a judgment, close. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Popconfirm, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type ObjectionDetail, type ObjectionStep, readElectionRules } from '../../../api/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Article } from '../../../ui/index.ts'
import { ARTICLES, stepsOf } from './objection-words.ts'

/** Values of a rule set that objections to a list turn on. */
const ABOUT_LISTS = [
  'oneDistrictOnly',
  'placeOfRegistration',
  'proofOfOutsiders',
  'registrationClosesDaysBefore',
  'otherIncapableLeftOff',
]

/** Articles of the election's own rule set; none of another province's. */
const useLocalArticles = (): string[] => {
  const { electionId = '' } = useParams()
  const { data } = useQuery({ queryKey: ['rule-set', electionId], queryFn: () => readElectionRules(electionId) })
  const local = data?.values.filter(({ key, from }) => from === 'local' && ABOUT_LISTS.includes(key)) ?? []
  return [...new Set(local.map(({ article }) => article))]
}

interface StepsProps {
  one: ObjectionDetail
  today: string
  busy: boolean
  /** Registration the officer chose as the one it is about. */
  entry: number | null
  onStep: (step: ObjectionStep) => void
}

export const ObjectionSteps = ({ one, today, busy, entry, onStep }: StepsProps) => {
  const { t } = useTranslation('objections')
  const steps = stepsOf(one, today)
  return (
    <>
      {steps.includes('decision') ? <Decide one={one} busy={busy} entry={entry} onStep={onStep} /> : null}
      {steps.includes('served') ? (
        <Part title={t('serve.title')}>
          <p className="soft">{t('serve.note')}</p>
          <Popconfirm title={t('serve.confirm')} okText={t('serve.ok')} onConfirm={() => onStep({ step: 'served' })}>
            <Button type="primary" loading={busy}>
              {t('serve.ok')}
            </Button>
          </Popconfirm>
        </Part>
      ) : null}
      {steps.includes('undo') ? <Undo busy={busy} onStep={onStep} /> : null}
      {steps.includes('suit') ? <Suit busy={busy} today={today} onStep={onStep} /> : null}
      {steps.includes('judgment') ? <Judge busy={busy} today={today} onStep={onStep} /> : null}
      {steps.includes('close') ? (
        <div className="form-end">
          <Button loading={busy} onClick={() => onStep({ step: 'close' })}>
            {t('close.ok')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="events" aria-label={title}>
    <header className="sheet-head">
      <h2>{title}</h2>
    </header>
    {children}
  </section>
)

const Field = ({ id, label, children }: { id: string; label: string; children: ReactNode }) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    {children}
  </div>
)

type PartProps = Pick<StepsProps, 'busy' | 'onStep'>

const Decide = ({ one, busy, entry, onStep }: PartProps & Pick<StepsProps, 'one' | 'entry'>) => {
  const { t } = useTranslation('objections')
  const [decision, setDecision] = useState<'upheld' | 'dismissed' | null>(null)
  const [reason, setReason] = useState('')
  const articles: readonly string[] = [...ARTICLES[one.kind], 'EL 29', ...useLocalArticles()]
  const [article, setArticle] = useState(articles[0] ?? 'EL 29')
  const [name, setName] = useState('')
  const [sex, setSex] = useState<'' | 'M' | 'F'>('')
  const [group, setGroup] = useState('')
  const correction = {
    ...(name.trim() ? { name: name.trim() } : {}),
    ...(sex ? { sex } : {}),
    ...(group.trim() ? { voterGroup: group.trim() } : {}),
  }
  const corrects = decision === 'upheld' && one.kind === 'wrong-particulars'
  const complete =
    decision !== null &&
    reason.trim() !== '' &&
    (decision === 'dismissed' || entry !== null) &&
    (!corrects || Object.keys(correction).length > 0)
  return (
    <Part title={t('decide.title')}>
      <Radio.Group
        aria-label={t('decide.title')}
        value={decision}
        onChange={event => setDecision(event.target.value)}
        options={[
          { value: 'upheld', label: t('decision.upheld') },
          { value: 'dismissed', label: t('decision.dismissed') },
        ]}
      />
      {decision === 'upheld' ? <Alert type="info" showIcon className="events" title={t(`decide.effect.${one.kind}`)} /> : null}
      {corrects ? (
        <fieldset className="fields">
          <legend>{t('decide.correct')}</legend>
          <Field id="objection-name" label={t('decide.name')}>
            <Input id="objection-name" value={name} maxLength={40} onChange={event => setName(event.target.value)} />
          </Field>
          <Field id="objection-sex" label={t('decide.sex')}>
            <Select
              id="objection-sex"
              value={sex}
              onChange={setSex}
              options={[
                { value: '', label: t('decide.unchanged') },
                { value: 'M', label: t('decide.male') },
                { value: 'F', label: t('decide.female') },
              ]}
            />
          </Field>
          <Field id="objection-group" label={t('decide.group')}>
            <Input id="objection-group" value={group} maxLength={40} onChange={event => setGroup(event.target.value)} />
          </Field>
        </fieldset>
      ) : null}
      {decision ? (
        <>
          <Field id="objection-reason" label={t('decide.reason')}>
            <Input.TextArea
              id="objection-reason"
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={500}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          </Field>
          <Field id="objection-article" label={t('decide.article')}>
            <Select
              id="objection-article"
              value={article}
              onChange={setArticle}
              options={articles.map(value => ({ value, label: <Article article={value} /> }))}
            />
          </Field>
          <div className="form-end">
            <Button
              type="primary"
              loading={busy}
              disabled={!complete}
              onClick={() =>
                onStep({
                  step: 'decision',
                  body: {
                    decision,
                    reason: reason.trim(),
                    article,
                    ...(entry === null ? {} : { registrationId: entry }),
                    ...(corrects ? { correction } : {}),
                  },
                })
              }
            >
              {t('decide.ok')}
            </Button>
          </div>
        </>
      ) : null}
    </Part>
  )
}

const Undo = ({ busy, onStep }: PartProps) => {
  const { t } = useTranslation('objections')
  const [reason, setReason] = useState('')
  return (
    <Part title={t('undo.title')}>
      <Field id="objection-undo" label={t('undo.reason')}>
        <Input id="objection-undo" value={reason} maxLength={500} onChange={event => setReason(event.target.value)} />
      </Field>
      <div className="form-end">
        <Button
          loading={busy}
          disabled={!reason.trim()}
          onClick={() => onStep({ step: 'undo', body: { reason: reason.trim() } })}
        >
          {t('undo.ok')}
        </Button>
      </div>
    </Part>
  )
}

const Suit = ({ busy, today, onStep }: PartProps & { today: string }) => {
  const { t } = useTranslation('objections')
  const [court, setCourt] = useState('')
  const [caseNumber, setCaseNumber] = useState('')
  const [suedOn, setSuedOn] = useState(today)
  return (
    <Part title={t('suit.title')}>
      <div className="fields">
        <Field id="suit-court" label={t('suit.court')}>
          <Input id="suit-court" value={court} maxLength={60} onChange={event => setCourt(event.target.value)} />
        </Field>
        <Field id="suit-number" label={t('suit.caseNumber')}>
          <Input id="suit-number" value={caseNumber} maxLength={60} onChange={event => setCaseNumber(event.target.value)} />
        </Field>
        <Field id="suit-on" label={t('suit.on')}>
          <DayInput id="suit-on" value={suedOn} max={today} onChange={setSuedOn} />
        </Field>
      </div>
      <div className="form-end">
        <Button
          loading={busy}
          disabled={!court.trim() || !caseNumber.trim() || !suedOn}
          onClick={() => onStep({ step: 'suit', body: { court: court.trim(), caseNumber: caseNumber.trim(), suedOn } })}
        >
          {t('suit.ok')}
        </Button>
      </div>
    </Part>
  )
}

const JUDGMENTS = ['as-decided', 'list', 'strike'] as const

const Judge = ({ busy, today, onStep }: PartProps & { today: string }) => {
  const { t } = useTranslation('objections')
  const [judgment, setJudgment] = useState<(typeof JUDGMENTS)[number]>('as-decided')
  const [judgmentNumber, setNumber] = useState('')
  const [judgedOn, setJudgedOn] = useState(today)
  return (
    <Part title={t('judge.title')}>
      <div className="fields">
        <Field id="judge-what" label={t('judge.what')}>
          <Select
            id="judge-what"
            value={judgment}
            onChange={setJudgment}
            options={JUDGMENTS.map(value => ({ value, label: t(`judgment.${value}`) }))}
          />
        </Field>
        <Field id="judge-number" label={t('judge.number')}>
          <Input id="judge-number" value={judgmentNumber} maxLength={60} onChange={event => setNumber(event.target.value)} />
        </Field>
        <Field id="judge-on" label={t('judge.on')}>
          <DayInput id="judge-on" value={judgedOn} max={today} onChange={setJudgedOn} />
        </Field>
      </div>
      <div className="form-end">
        <Button
          loading={busy}
          disabled={!judgmentNumber.trim() || !judgedOn}
          onClick={() => onStep({ step: 'judgment', body: { judgment, judgmentNumber: judgmentNumber.trim(), judgedOn } })}
        >
          {t('judge.ok')}
        </Button>
      </div>
    </Part>
  )
}
