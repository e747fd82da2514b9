/** A reminder: what it says, to whom, how many they are, and then sending it. There is no other way to choose people than state and area. */
import { AUDIENCES, NOTICE_TEMPLATES } from '@mingce/domain/notice'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Modal, Select } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Audience,
  newRequestId,
  type Overview,
  previewReminder,
  type Reminder,
  type ReminderPreview,
  sendReminder,
} from '../../api/index.ts'
import { useLanguage, useText } from '../../i18n/index.ts'
import { DayInput } from '../../ui/day-input.tsx'
import { Article, Figure, formatCount, formatMoment, Sheet, shortCommunity, useErrorWords } from '../../ui/index.ts'

const REMINDERS = NOTICE_TEMPLATES.filter(template => template.kind === 'reminder')
type ReminderTemplate = (typeof REMINDERS)[number]
const audiencesOf = (template: ReminderTemplate): readonly Audience[] =>
  AUDIENCES.filter(audience => template.audiences.some(one => one === audience))
const needsDay = (template: ReminderTemplate): boolean => template.parameters.some(name => name === 'until')

/** What the form says. */
interface Draft {
  id: ReminderTemplate['id']
  state: Audience
  area: string
  where: string
  until: string
}

/** `dated`: the template says until when. */
const reminderOf = ({ id, state, area, where, until }: Draft, dated: boolean): Reminder => ({
  template: id,
  where: where.trim(),
  ...(dated ? { until } : {}),
  to: { state, ...(area ? { area } : {}) },
})

/** The last day that a reminder names: of the published list that for objections, else the list's or the last day to register. */
const dayOf = (id: ReminderTemplate['id'], { deadlines, election }: Overview): string => {
  const step =
    id === 'list-published' ? 'objections-filed' : election.listPublishedOn === null ? 'list-published' : 'registration-closed'
  return deadlines.find(one => one.step === step)?.date ?? election.listDeadline
}

export const NoticeForm = ({ overview }: { overview: Overview }) => {
  const { t } = useTranslation('notices')
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { election } = overview
  const [first] = REMINDERS
  const [draft, setDraft] = useState<Draft>({
    id: first?.id ?? 'remind-register',
    state: 'not-yet-registered',
    area: '',
    where: '',
    until: dayOf(first?.id ?? 'remind-register', overview),
  })
  const template = REMINDERS.find(one => one.id === draft.id) ?? first
  const audiences = template ? audiencesOf(template) : []
  const state = audiences.find(audience => audience === draft.state) ?? audiences[0] ?? draft.state
  const [asking, setAsking] = useState(false)
  const requestId = useRef(newRequestId())

  const dated = template !== undefined && needsDay(template)
  const reminder = reminderOf({ ...draft, state }, dated)
  const preview = useMutation({ mutationFn: () => previewReminder(election.id, reminder) })
  const send = useMutation({
    mutationFn: () => sendReminder(election.id, reminder, requestId.current),
    onSuccess: ({ queued, repeated }) => {
      setAsking(false)
      preview.reset()
      void message.success(t('write.sent', { queued: formatCount(queued, language), repeated: formatCount(repeated, language) }))
      for (const key of ['notices', 'notice-messages']) void queries.invalidateQueries({ queryKey: [key, election.id] })
    },
    onSettled: () => {
      requestId.current = newRequestId()
    },
  })
  /** What was previewed is what is sent: any change asks for a new preview. */
  const change = (next: Partial<Draft>) => {
    setDraft(before => ({ ...before, ...next }))
    preview.reset()
    send.reset()
  }
  const ready = draft.where.trim().length >= 2 && (!dated || draft.until !== '')
  const seen = preview.data

  return (
    <Sheet title={t('write.title')} extra={template ? <Article article={template.article} /> : null}>
      <Fields overview={overview} template={template} audiences={audiences} draft={{ ...draft, state }} onChange={change} />
      <Problem error={preview.error ?? send.error} />
      <div className="form-end">
        <Button
          size="large"
          type={seen ? 'default' : 'primary'}
          disabled={!ready}
          loading={preview.isPending}
          onClick={() => preview.mutate()}
        >
          {t('write.preview')}
        </Button>
        {seen && seen.people > 0 ? (
          <Button size="large" type="primary" onClick={() => setAsking(true)}>
            {t('write.send')}
          </Button>
        ) : null}
      </div>
      {seen ? <Preview seen={seen} /> : null}
      {seen ? (
        <ConfirmDialog
          open={asking}
          seen={seen}
          busy={send.isPending}
          onSend={() => send.mutate()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Sheet>
  )
}

const Problem = ({ error }: { error: unknown }) => {
  const words = useErrorWords()
  if (!error) return null
  const { title, next } = words(error)
  return <Alert type="error" showIcon role="alert" className="events" title={title} description={next} />
}

interface FieldsProps {
  overview: Overview
  template: ReminderTemplate | undefined
  audiences: readonly Audience[]
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

const Fields = ({ overview, template, audiences, draft, onChange }: FieldsProps) => {
  const { t } = useTranslation('notices')
  const text = useText()
  return (
    <div className="fields">
      <div className="field">
        <label htmlFor="notice-template">{t('write.template')}</label>
        <Select
          id="notice-template"
          value={draft.id}
          onChange={value => onChange({ id: value, until: dayOf(value, overview) })}
          options={REMINDERS.map(one => ({ value: one.id, label: text(one.title) }))}
        />
      </div>
      <div className="field">
        <label htmlFor="notice-state">{t('write.state')}</label>
        <Select
          id="notice-state"
          value={draft.state}
          onChange={value => onChange({ state: value })}
          options={audiences.map(audience => ({ value: audience, label: t(`audience.${audience}`) }))}
        />
      </div>
      <div className="field">
        <label htmlFor="notice-area">{t('write.area')}</label>
        <Select
          id="notice-area"
          value={draft.area}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={value => onChange({ area: value })}
          options={[
            { value: '', label: t('write.allArea') },
            ...overview.communities
              .filter(({ code }) => code.length === 12)
              .map(({ code, name }) => ({ value: code, label: shortCommunity(name) })),
          ]}
        />
      </div>
      {template && needsDay(template) ? (
        <div className="field">
          <label htmlFor="notice-until">{t('write.until')}</label>
          <DayInput
            id="notice-until"
            value={draft.until}
            max={overview.election.pollingDay}
            onChange={until => onChange({ until })}
          />
        </div>
      ) : null}
      <div className="field">
        <label htmlFor="notice-where">{t('write.where')}</label>
        <Input
          id="notice-where"
          value={draft.where}
          maxLength={60}
          placeholder={t('write.wherePlaceholder')}
          onChange={event => onChange({ where: event.target.value })}
        />
      </div>
    </div>
  )
}

/** How many people it goes to, and what it says. */
const Preview = ({ seen }: { seen: ReminderPreview }) => {
  const { t } = useTranslation('notices')
  const text = useText()
  const { language } = useLanguage()
  const about = (people: number) =>
    seen.estimated ? t('write.about', { people: formatCount(people, language) }) : formatCount(people, language)
  return (
    <div className="events" role="status" aria-live="polite">
      <div className="figures">
        <Figure label={t('write.people')} value={formatCount(seen.people, language)} note={t('write.peopleNote')} />
        <Figure label={t('write.reachable')} value={about(seen.reachable)} note={t('write.reachableNote')} tone="registered" />
        <Figure
          label={t('write.rest')}
          value={about(seen.people - seen.reachable - seen.declined)}
          note={t('write.restNote')}
          tone={seen.people - seen.declined > seen.reachable ? 'review' : 'quiet'}
        />
        <Figure
          label={t('write.declined')}
          value={about(seen.declined)}
          note={t('write.declinedNote')}
          tone={seen.declined > 0 ? 'review' : 'quiet'}
        />
      </div>
      <dl className="pairs events">
        <div>
          <dt>
            {t('write.sample')} · {t('write.zh')}
          </dt>
          <dd>{seen.sample.zh.body}</dd>
        </div>
        <div>
          <dt>
            {t('write.sample')} · {t('write.en')}
          </dt>
          <dd lang="en">{seen.sample.en.body}</dd>
        </div>
      </dl>
      {seen.otherRoad && seen.people > seen.reachable ? (
        <p>{t(seen.otherRoad.required ? 'write.roadRequired' : 'write.road', { road: text(seen.otherRoad.text) })}</p>
      ) : null}
      <p className="soft">{t('write.from', { moment: formatMoment(seen.from, language) })}</p>
    </div>
  )
}

interface ConfirmDialogProps {
  open: boolean
  seen: ReminderPreview
  busy: boolean
  onSend: () => void
  onClose: () => void
}

const ConfirmDialog = ({ open, seen, busy, onSend, onClose }: ConfirmDialogProps) => {
  const { t } = useTranslation(['notices', 'ui'])
  const { language } = useLanguage()
  return (
    <Modal
      open={open}
      title={t('write.confirm', { people: formatCount(seen.people, language) })}
      okText={t('write.confirmOk')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: busy }}
      onOk={onSend}
      onCancel={onClose}
    >
      <p>{seen.sample[language === 'en' ? 'en' : 'zh'].body}</p>
      <p className="soft">{t('write.confirmNote', { reachable: formatCount(seen.reachable, language) })}</p>
    </Modal>
  )
}
