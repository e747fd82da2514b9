/** People of whom it is not settled whether they elect the township's deputies: each is decided with a ground and a document. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  answerForPerson,
  type Electorate,
  newRequestId,
  readTownshipPeople,
  type TownshipAnswer,
  type TownshipPerson,
} from '../../../api/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { More, Nothing, Records, Sheet, shortCommunity } from '../../../ui/index.ts'

const GROUNDS = ['hukou', 'collective', 'unit', 'other-township'] as const

interface Props {
  electionId: string
  districts: Electorate['districts']
  onDecided: () => void
}

export const OpenPeople = ({ electionId, districts, onDecided }: Props) => {
  const { t } = useTranslation('electorate')
  const [deciding, setDeciding] = useState<TownshipPerson | null>(null)
  const people = useInfiniteQuery({
    queryKey: ['township-people', electionId],
    queryFn: ({ pageParam }) => readTownshipPeople(electionId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const items = people.data?.pages.flatMap(page => page.items) ?? []
  const said = (value: boolean | null) => t(value === null ? 'people.unsaid' : value ? 'vote.yes' : 'vote.no')
  return (
    <Sheet title={t('people.title')}>
      <p className="soft">{t('people.lead')}</p>
      <Failed error={people.error} />
      <Records<TownshipPerson>
        label={t('people.title')}
        records={items}
        loading={people.isPending}
        keyOf={one => `${one.countyCode}/${one.registrationId}`}
        empty={<Nothing title={t('people.none')} />}
        columns={[
          { key: 'name', title: t('people.name'), heading: true, render: one => one.name },
          {
            key: 'community',
            title: t('units.community'),
            render: one => (one.community ? shortCommunity(one.community.name) : '—'),
          },
          { key: 'unit', title: t('units.name'), render: one => one.unit ?? '—' },
          { key: 'vote', title: t('people.now'), render: one => `${t(`vote.${one.vote}`)} · ${t(`ground.${one.ground}`)}` },
          { key: 'stated', title: t('people.stated'), render: one => said(one.stated) },
          { key: 'registered', title: t('people.register'), render: one => said(one.registered) },
          {
            key: 'decide',
            title: t('people.decide'),
            render: one => (
              <Button size="small" aria-label={`${t('people.decide')} ${one.name}`} onClick={() => setDeciding(one)}>
                {t('people.decide')}
              </Button>
            ),
          },
        ]}
      />
      <More
        shown={items.length}
        hasNext={people.hasNextPage}
        loading={people.isFetchingNextPage}
        onMore={() => void people.fetchNextPage()}
      />
      {deciding ? (
        <AnswerForm
          electionId={electionId}
          person={deciding}
          districts={districts}
          onSaved={() => {
            setDeciding(null)
            onDecided()
          }}
          onClose={() => setDeciding(null)}
        />
      ) : null}
    </Sheet>
  )
}

interface AnswerProps {
  electionId: string
  person: TownshipPerson
  districts: Electorate['districts']
  onSaved: () => void
  onClose: () => void
}

type Fields = Pick<TownshipAnswer, 'elects' | 'ground' | 'document'> & { district?: string }

const AnswerForm = ({ electionId, person, districts, onSaved, onClose }: AnswerProps) => {
  const { t } = useTranslation(['electorate', 'ui'])
  const [requestId] = useState(newRequestId)
  const save = useMutation({
    mutationFn: ({ district, ...answer }: Fields) =>
      answerForPerson(electionId, person, { ...answer, district: district ?? null }, requestId),
    onSuccess: onSaved,
  })
  const required = { required: true, message: t('missing') }
  return (
    <Modal open title={t('people.decideOf', { name: person.name })} onCancel={onClose} footer={null} destroyOnHidden>
      <Form<Fields> layout="vertical" onFinish={values => save.mutate(values)}>
        <Form.Item name="elects" label={t('people.elects')} rules={[required]}>
          <Radio.Group
            options={[
              { value: true, label: t('vote.yes') },
              { value: false, label: t('vote.no') },
            ]}
          />
        </Form.Item>
        <Form.Item name="ground" label={t('people.ground')} rules={[required]}>
          <Select options={GROUNDS.map(value => ({ value, label: t(`answerGround.${value}`) }))} />
        </Form.Item>
        <Form.Item name="document" label={t('document')} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="district" label={t('district')} extra={t('people.districtNote')}>
          <Select allowClear options={districts.map(({ code, name }) => ({ value: code, label: name }))} />
        </Form.Item>
        <Failed error={save.error} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
