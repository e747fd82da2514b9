/** Rule sets beside each other: each value with its article, or that no text settles it. Versions are proposed and confirmed by two people. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideRuleSet, newRequestId, proposeRuleSet, type RuleSets, readRuleSets } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { Article, Failure, formatSeries, Loading, Page, Records, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { parseRuleFile } from './rule-file.ts'

const RulesPage = () => {
  const { t } = useTranslation('rules')
  const may = useMay()
  const rules = useQuery({ queryKey: ['rule-sets'], queryFn: readRuleSets })
  return (
    <Page title={t('title')}>
      <p className="soft">{t('lead')}</p>
      {rules.isPending ? (
        <Loading />
      ) : rules.isError ? (
        <Failure error={rules.error} retry={() => void rules.refetch()} />
      ) : (
        <>
          <Waiting waiting={rules.data.waiting} mayDecide={may('set-up')} />
          <Compared data={rules.data} />
          {may('set-up') ? <Propose /> : null}
        </>
      )}
    </Page>
  )
}

type Entry = RuleSets['sets'][number]['values'][number]

const ANY_NUMBER = 99
const isRange = (value: readonly unknown[]): value is readonly [number, number] =>
  value.length === 2 && value.every(one => typeof one === 'number')

/** A value of a rule as a reader says it: a share in hundredths, a range with both ends, a word of the list. */
const useShown = () => {
  const { t } = useTranslation('rules')
  const { language } = useLanguage()
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const word = (one: unknown): string => t(`word.${one}`, { defaultValue: String(one) })
  const share = (value: number): string => (Math.abs(value - 1 / 3) < 1e-6 ? t('third') : percent.format(value))
  const range = ([least, most]: readonly [number, number]): string =>
    most === ANY_NUMBER ? t('anyNumber') : t('range', { least, most })
  const series = (value: readonly unknown[]): string => (value.length === 0 ? t('none') : formatSeries(value.map(word), language))
  return (value: Entry['value']): string => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'number' && value > 0 && value < 1) return share(value)
    if (!Array.isArray(value)) return word(value)
    return isRange(value) ? range(value) : series(value)
  }
}

const Value = ({ entry }: { entry: Entry | undefined }) => {
  const { t } = useTranslation('rules')
  const shown = useShown()
  if (!entry) return null
  const { value, article, from } = entry
  return (
    <>
      {shown(value)} {from === 'local' || from === 'national' ? <Article article={article} /> : null}
      {from === 'local' ? null : <span className="soft"> {t(`from.${from}`)}</span>}
    </>
  )
}

const Compared = ({ data: { sets, titles } }: { data: RuleSets }) => {
  const { t } = useTranslation('rules')
  const text = useText()
  return (
    <Sheet title={t('compared')}>
      <Records
        label={t('compared')}
        records={titles}
        keyOf={one => one.key}
        empty={null}
        columns={[
          { key: 'value', title: t('value'), heading: true, render: one => text(one.title) },
          ...sets.map(set => ({
            key: set.id,
            title: t('setVersion', { name: text(set.name), version: set.version }),
            render: (one: RuleSets['titles'][number]) => <Value entry={set.values.find(({ key }) => key === one.key)} />,
          })),
        ]}
      />
    </Sheet>
  )
}

const Waiting = ({ waiting, mayDecide }: { waiting: RuleSets['waiting']; mayDecide: boolean }) => {
  const { t } = useTranslation('rules')
  const text = useText()
  const queries = useQueryClient()
  const decide = useMutation({
    mutationFn: (of: { id: string; version: number; decision: 'confirm' | 'withdraw' }) =>
      decideRuleSet(of.id, of.version, of.decision, newRequestId()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['rule-sets'] }),
  })
  if (waiting.length === 0) return null
  return (
    <Sheet title={t('waiting')}>
      <Failed error={decide.error} />
      <Records
        label={t('waiting')}
        records={waiting}
        keyOf={one => `${one.rules.id}/${one.rules.version}`}
        empty={null}
        columns={[
          {
            key: 'set',
            title: t('set'),
            heading: true,
            render: one => t('setVersion', { name: text(one.rules.name), version: one.rules.version }),
          },
          { key: 'source', title: t('source'), render: one => one.rules.source },
          { key: 'by', title: t('proposedBy'), render: one => `${one.proposedBy} · ${one.note}` },
          {
            key: 'do',
            title: t('decide'),
            render: ({ own, rules: { id, version } }) =>
              mayDecide ? (
                <>
                  {own ? (
                    <span className="soft">{t('ownVersion')} </span>
                  ) : (
                    <Popconfirm
                      title={t('confirmSure')}
                      okText={t('confirm')}
                      onConfirm={() => decide.mutate({ id, version, decision: 'confirm' })}
                    >
                      <Button type="primary" loading={decide.isPending}>
                        {t('confirm')}
                      </Button>
                    </Popconfirm>
                  )}{' '}
                  <Button loading={decide.isPending} onClick={() => decide.mutate({ id, version, decision: 'withdraw' })}>
                    {t('withdraw')}
                  </Button>
                </>
              ) : null,
          },
        ]}
      />
    </Sheet>
  )
}

const Propose = () => {
  const { t } = useTranslation('rules')
  const queries = useQueryClient()
  const [file, setFile] = useState('')
  const [note, setNote] = useState('')
  const parsed = parseRuleFile(file)
  const propose = useMutation({
    mutationFn: () => proposeRuleSet({ file: parsed ?? {}, note: note.trim() }, newRequestId()),
    onSuccess: () => {
      setFile('')
      setNote('')
      return queries.invalidateQueries({ queryKey: ['rule-sets'] })
    },
  })
  return (
    <Sheet title={t('propose')}>
      <Failed error={propose.error} />
      <Field label={t('file')}>
        {id => (
          <Input.TextArea
            id={id}
            className="code"
            rows={8}
            value={file}
            status={file !== '' && parsed === null ? 'error' : ''}
            onChange={event => setFile(event.target.value)}
          />
        )}
      </Field>
      {file !== '' && parsed === null ? <p role="alert">{t('notJson')}</p> : null}
      <Field className="gap" label={t('note')}>
        {id => <Input id={id} maxLength={500} value={note} onChange={event => setNote(event.target.value)} />}
      </Field>
      <div className="form-end">
        <Button
          type="primary"
          loading={propose.isPending}
          disabled={parsed === null || note.trim() === ''}
          onClick={() => propose.mutate()}
        >
          {t('proposeOk')}
        </Button>
      </div>
    </Sheet>
  )
}

export default RulesPage
