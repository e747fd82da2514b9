/** A refused row, entered again from the ID card: a form in place of the file. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MendBody, mendRow, newRequestId, type RefusedRow, readOverview } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { shortCommunity } from '../../../ui/index.ts'
import { FindingMark, useFindings } from '../check/index.ts'

interface MendProps {
  readonly electionId: string
  readonly row: RefusedRow
}

export const MendButton = ({ electionId, row }: MendProps) => {
  const { t } = useTranslation('registration')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="small"
        onClick={() => setOpen(true)}
        aria-label={t('mend.buttonOf', { name: row.name || t('refused.noName') })}
      >
        {t('mend.button')}
      </Button>
      {isOpen ? <MendDialog electionId={electionId} row={row} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const LONGEST = { name: 60, number: 18, unit: 120, part: 40, voterGroup: 60, phone: 30, address: 200 } as const
type TextField = keyof typeof LONGEST

const fieldsOf = (row: RefusedRow): MendBody => ({
  name: row.name,
  number: '',
  community: row.community?.code ?? '',
  ...(row.unit ? { unit: row.unit } : {}),
})

/** What is filled in. */
const bodyOf = (fields: MendBody): MendBody => ({
  ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined && value !== false)),
  name: fields.name.trim(),
  number: fields.number.trim(),
  community: fields.community,
})

const MendDialog = ({ electionId, row, onClose }: MendProps & { onClose: () => void }) => {
  const { t } = useTranslation(['registration', 'ui'])
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [fields, setFields] = useState(() => fieldsOf(row))
  /** The row that waits: once refused again, the new one. */
  const [waiting, setWaiting] = useState({ countyCode: row.countyCode, digest: row.digest })
  const mend = useMutation({
    mutationFn: () => mendRow({ id: electionId, ...waiting }, bodyOf(fields), newRequestId()),
    onSuccess: mended => {
      void queries.invalidateQueries({ queryKey: ['overview', electionId] })
      if (mended.outcome === 'refused') {
        if (mended.row) setWaiting(mended.row)
        return
      }
      void message.success(t(`mend.done.${mended.outcome}`, { name: fields.name.trim() }))
      void queries.invalidateQueries({ queryKey: ['refused', electionId] })
      onClose()
    },
  })
  const close = () => {
    // Rows that were refused again are new ones.
    if (mend.data) void queries.invalidateQueries({ queryKey: ['refused', electionId] })
    onClose()
  }
  const isComplete = fields.name.trim() !== '' && fields.number.trim().length >= 15 && fields.community !== ''
  return (
    <Modal
      open
      title={t('mend.title')}
      okText={t('mend.send')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ disabled: !isComplete }}
      confirmLoading={mend.isPending}
      onOk={() => mend.mutate()}
      onCancel={close}
    >
      <p className="soft">{t('mend.lead')}</p>
      <Failed error={mend.error} />
      {mend.data?.outcome === 'refused' ? <StillRefused codes={mend.data.codes} /> : null}
      <MendFields electionId={electionId} fields={fields} onChange={setFields} />
    </Modal>
  )
}

const StillRefused = ({ codes }: { codes: RefusedRow['codes'] }) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const findings = useFindings()
  return (
    <Alert
      type="error"
      role="alert"
      className="gap"
      title={t('mend.again')}
      description={
        <ul>
          {codes.map(code => {
            const known = findings.get(code)
            return (
              <li key={code}>
                <FindingMark code={code} /> {known ? text(known.next) : null}
              </li>
            )
          })}
        </ul>
      }
    />
  )
}

interface MendFieldsProps {
  electionId: string
  fields: MendBody
  onChange: (fields: MendBody) => void
}

const MendFields = ({ electionId, fields, onChange }: MendFieldsProps) => {
  const { t } = useTranslation('registration')
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), staleTime: 30_000 })
  const communities = (overview.data?.communities ?? []).filter(({ code }) => code.length === 12)
  const line = (name: TextField, label: string) => (
    <Field label={label}>
      {id => (
        <Input
          id={id}
          value={fields[name] ?? ''}
          maxLength={LONGEST[name]}
          autoComplete="off"
          onChange={event => onChange({ ...fields, [name]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <div className="mend-fields">
      {line('name', t('field.name'))}
      {line('number', t('mend.number'))}
      <Field label={t('field.community')}>
        {id => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            value={fields.community || undefined}
            placeholder={t('correction.choosePlace')}
            popupMatchSelectWidth={false}
            onChange={community => onChange({ ...fields, community })}
            options={communities.map(({ code, name }) => ({ value: code, label: shortCommunity(name) }))}
          />
        )}
      </Field>
      {line('unit', t('field.unit'))}
      {line('part', t('field.part'))}
      {line('voterGroup', t('field.voterGroup'))}
      {line('phone', t('field.phone'))}
      {line('address', t('field.address'))}
      <Checkbox
        checked={fields.hasCertificate === true}
        onChange={event => onChange({ ...fields, hasCertificate: event.target.checked })}
      >
        {t('mend.hasCertificate')}
      </Checkbox>
      <Checkbox
        checked={fields.hasResidencePermit === true}
        onChange={event => onChange({ ...fields, hasResidencePermit: event.target.checked })}
      >
        {t('mend.hasResidencePermit')}
      </Checkbox>
    </div>
  )
}
