/** Enters, changes or deletes the hours and place of a district, or of a voter group in it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DistrictPlaces, enterVotingPlace, newRequestId, removeVotingPlace } from '../../../api/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'

export interface PlaceQuestion {
  readonly district: DistrictPlaces
  /** What is changed; absent: a new one. */
  readonly place?: DistrictPlaces['places'][number]
}

interface Props {
  readonly electionId: string
  readonly question: PlaceQuestion
  readonly onClose: () => void
}

export const PlaceForm = ({ electionId, question: { district, place }, onClose }: Props) => {
  const { t } = useTranslation(['roll', 'ui'])
  const queries = useQueryClient()
  const [group, setGroup] = useState(place?.group ?? '')
  const [name, setName] = useState(place?.name ?? '')
  const [address, setAddress] = useState(place?.address ?? '')
  const [opens, setOpens] = useState(place?.opens ?? '07:00')
  const [closes, setCloses] = useState(place?.closes ?? '18:00')
  const of = { level: district.level, district: district.code, group: group.trim() }
  const done = (data: DistrictPlaces[]) => {
    queries.setQueryData(['voting-places', electionId], data)
    onClose()
  }
  const save = useMutation({
    mutationFn: () =>
      enterVotingPlace(electionId, { ...of, name: name.trim(), address: address.trim(), opens, closes }, newRequestId()),
    onSuccess: done,
  })
  const remove = useMutation({ mutationFn: () => removeVotingPlace(electionId, of, newRequestId()), onSuccess: done })
  return (
    <Modal
      open
      title={`${district.name} ${t(`ui:level.${district.level}`)}`}
      okText={t('place.save')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ disabled: name.trim() === '' || opens === '' || closes === '' }}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <Failed error={save.error ?? remove.error} />
      <Field label={t('place.name')}>
        {id => <Input id={id} maxLength={100} value={name} onChange={event => setName(event.target.value)} />}
      </Field>
      <Field label={t('place.address')}>
        {id => <Input id={id} maxLength={200} value={address} onChange={event => setAddress(event.target.value)} />}
      </Field>
      <Field label={t('place.opens')}>
        {id => <Input id={id} type="time" value={opens} onChange={event => setOpens(event.target.value)} />}
      </Field>
      <Field label={t('place.closes')}>
        {id => <Input id={id} type="time" value={closes} onChange={event => setCloses(event.target.value)} />}
      </Field>
      <Field label={t('place.group')}>
        {id => (
          <Input
            id={id}
            maxLength={100}
            disabled={place !== undefined}
            placeholder={t('place.groupNote')}
            value={group}
            onChange={event => setGroup(event.target.value)}
          />
        )}
      </Field>
      {place ? (
        <Button danger loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('place.remove')}
        </Button>
      ) : null}
    </Modal>
  )
}
