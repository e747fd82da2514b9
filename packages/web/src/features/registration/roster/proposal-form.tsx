/** Of a refused row whose number lost its last digits: asks who it is, and registers the person with the number of the ID card. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { confirmProposal, newRequestId, proposeNumber } from '../../../api/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { shortCommunity } from '../../../ui/index.ts'

interface Props {
  readonly electionId: string
  readonly row: { readonly countyCode: string; readonly digest: string; readonly community: { readonly code: string } | null }
}

export const ProposalButton = ({ electionId, row }: Props) => {
  const { t } = useTranslation(['registration', 'ui'])
  const queries = useQueryClient()
  const [number, setNumber] = useState('')
  const propose = useMutation({ mutationFn: () => proposeNumber(electionId, row.countyCode, row.digest, newRequestId()) })
  const person = propose.data?.person ?? null
  const community = person?.community?.code ?? row.community?.code ?? ''
  const confirm = useMutation({
    mutationFn: () =>
      confirmProposal({ id: electionId, countyCode: row.countyCode, digest: row.digest }, { number, community }, newRequestId()),
    onSuccess: () => {
      propose.reset()
      setNumber('')
      void queries.invalidateQueries({ queryKey: ['refused', electionId] })
    },
  })
  return (
    <>
      <Button size="small" loading={propose.isPending} onClick={() => propose.mutate()}>
        {t('refused.propose')}
      </Button>
      <Failed error={propose.error} />
      {propose.data && person === null ? <p className="soft">{t('refused.proposedNone')}</p> : null}
      <Modal
        open={person !== null}
        title={t('refused.proposed')}
        okText={t('refused.confirm')}
        cancelText={t('ui:cancel')}
        okButtonProps={{ disabled: number.trim().length < 15 || community === '' }}
        confirmLoading={confirm.isPending}
        onOk={() => confirm.mutate()}
        onCancel={() => propose.reset()}
      >
        <p>
          <strong>{person?.name}</strong> <span className="number">{person?.maskedNumber}</span>{' '}
          {person?.community ? shortCommunity(person.community.name) : null}
        </p>
        <p className="soft">{t('refused.proposedNote')}</p>
        <Failed error={confirm.error} />
        <Field label={t('refused.number')}>
          {id => (
            <Input id={id} value={number} maxLength={18} autoComplete="off" onChange={event => setNumber(event.target.value)} />
          )}
        </Field>
      </Modal>
    </>
  )
}
