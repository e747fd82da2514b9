/** Accounts inside the own area, for administrators: add, change, disable, issue a new activation code. */
import { DownOutlined, PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown, Input, Modal } from 'antd'
import { type ComponentProps, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import {
  type ActivationCode,
  type Colleague,
  disableColleague,
  enableColleague,
  newRequestId,
  readColleagues,
  resetColleague,
  resetFactors,
} from '../../../api/index.ts'
import { Mark, More, Nothing, Page, QueryView, Records } from '../../../ui/index.ts'
import { Problem, useMay, useSession } from '../session/index.ts'
import { ActivationCodeDialog } from './activation-code.tsx'
import { ColleagueForm } from './colleague-form.tsx'

const KEY = ['accounts'] as const
const VERBS = { Reset: resetColleague, Factors: resetFactors, Disable: disableColleague, Enable: enableColleague } as const
interface Wish {
  verb: keyof typeof VERBS
  of: Colleague
  requestId: string
}

interface Acting {
  readonly mayChange: boolean
  readonly ownId: string | undefined
  readonly onChange: (of: Colleague) => void
  readonly onAsk: (verb: Wish['verb'], of: Colleague) => void
}

const useColumns = ({ mayChange, ownId, onChange, onAsk }: Acting): ComponentProps<typeof Records<Colleague>>['columns'] => {
  const { t } = useTranslation(['account', 'access'])
  return [
    { key: 'name', title: t('people.name'), heading: true, render: one => <strong>{one.name}</strong> },
    { key: 'username', title: t('people.username'), render: one => <span className="code">{one.username}</span> },
    { key: 'role', title: t('people.role'), render: one => t(`access:role.${one.role}`) },
    { key: 'area', title: t('people.area'), render: one => one.area.name },
    { key: 'state', title: t('people.state'), render: one => <State of={one} /> },
    {
      key: 'factor',
      title: t('people.factor'),
      render: one => t(one.hasFactor ? 'people.factorYes' : 'people.factorNo'),
    },
    ...(mayChange
      ? [
          {
            key: 'actions',
            title: t('people.actions'),
            width: 120,
            render: (one: Colleague) =>
              one.mayChange ? (
                <ColleagueMenu of={one} onChange={() => onChange(one)} onAsk={verb => onAsk(verb, one)} />
              ) : (
                <span className="soft">{t(one.id === ownId ? 'people.own' : 'people.above')}</span>
              ),
          },
        ]
      : []),
  ]
}

const AccountsPage = () => {
  const { t } = useTranslation(['account', 'access'])
  const queries = useQueryClient()
  const { message } = App.useApp()
  const own = useSession().data
  const mayChange = useMay()('accounts')
  const [params, setParams] = useSearchParams()
  const [wish, setWish] = useState<Wish | null>(null)
  const [form, setForm] = useState<{ of: Colleague | null } | null>(null)
  const [initial, setInitial] = useState<ActivationCode | null>(null)
  const q = params.get('q') ?? ''
  const list = useInfiniteQuery({
    queryKey: [...KEY, q],
    queryFn: ({ pageParam }) => readColleagues({ q: q || undefined }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })
  const refresh = () => queries.invalidateQueries({ queryKey: KEY })
  const act = useMutation({
    mutationFn: async ({ verb, of, requestId }: Wish): Promise<ActivationCode | null> => {
      const answer = await VERBS[verb](of.id, requestId)
      return 'activationCode' in answer ? answer : null
    },
    onSuccess: async made => {
      setWish(null)
      if (made) setInitial(made)
      else void message.success(t('people.done'))
      await refresh()
    },
  })
  const items = list.data?.pages.flatMap(page => page.items) ?? []
  const ask = (verb: Wish['verb'], of: Colleague) => {
    act.reset()
    setWish({ verb, of, requestId: newRequestId() })
  }
  const columns = useColumns({ mayChange, ownId: own?.user.id, onChange: of => setForm({ of }), onAsk: ask })
  return (
    <Page
      title={t('people.title')}
      lead={t('people.lead')}
      actions={
        <>
          <Search q={q} onSearch={value => setParams(value ? { q: value } : {}, { replace: true })} />
          {mayChange ? (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setForm({ of: null })}>
              {t('people.add')}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView query={list} rows={8}>
        {() => (
          <>
            <Records
              label={t('people.list')}
              records={items}
              keyOf={one => one.id}
              empty={<Nothing title={t('people.none')} />}
              columns={columns}
            />
            <More
              shown={items.length}
              hasNext={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        )}
      </QueryView>
      {wish ? (
        <WishDialog
          wish={wish}
          busy={act.isPending}
          error={act.error}
          onDo={() => act.mutate(wish)}
          onClose={() => setWish(null)}
        />
      ) : null}
      {form ? (
        <ColleagueForm
          of={form.of}
          onClose={() => setForm(null)}
          onDone={made => {
            setForm(null)
            if (made) setInitial(made)
            else void message.success(t('form.saved'))
            void refresh()
          }}
        />
      ) : null}
      {initial ? <ActivationCodeDialog made={initial} onClose={() => setInitial(null)} /> : null}
    </Page>
  )
}

const Search = ({ q, onSearch }: { q: string; onSearch: (q: string) => void }) => {
  const { t } = useTranslation('account')
  return (
    <Input.Search
      className="filter"
      allowClear
      defaultValue={q}
      aria-label={t('people.search')}
      placeholder={t('people.search')}
      onSearch={value => onSearch(value.trim())}
    />
  )
}

interface ColleagueMenuProps {
  of: Colleague
  onChange: () => void
  onAsk: (verb: Wish['verb']) => void
}

/** What can be done with an account. */
const ColleagueMenu = ({ of, onChange, onAsk }: ColleagueMenuProps) => {
  const { t } = useTranslation('account')
  const items = [
    { key: 'change', label: t('people.change'), onClick: onChange },
    ...(of.mayResetFactors ? [{ key: 'reset', label: t('people.reset'), onClick: () => onAsk('Reset') }] : []),
    ...(of.mayResetFactors && of.hasFactor
      ? [{ key: 'factors', label: t('people.resetFactors'), onClick: () => onAsk('Factors') }]
      : []),
    of.disabledAt
      ? { key: 'enable', label: t('people.enable'), onClick: () => onAsk('Enable') }
      : { key: 'disable', label: t('people.disable'), danger: true, onClick: () => onAsk('Disable') },
  ]
  return (
    <Dropdown
      menu={{ items }}
      trigger={['click']}
      placement="bottomRight"
      getPopupContainer={button => button.closest('main') ?? document.body}
    >
      <Button size="small" aria-label={t('people.menu', { name: of.name })}>
        {t('people.actions')} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  )
}

interface WishDialogProps {
  wish: Wish
  busy: boolean
  error: unknown
  onDo: () => void
  onClose: () => void
}

const LABELS = {
  Reset: 'people.reset',
  Factors: 'people.resetFactors',
  Disable: 'people.disable',
  Enable: 'people.enable',
} as const

/** Asks once more before an account is changed. */
const WishDialog = ({ wish, busy, error, onDo, onClose }: WishDialogProps) => {
  const { t } = useTranslation('account')
  return (
    <Modal
      open
      title={t(`people.sure${wish.verb}`, { name: wish.of.name })}
      okText={t(LABELS[wish.verb])}
      cancelText={t('people.cancel')}
      okButtonProps={{ danger: wish.verb !== 'Enable', loading: busy }}
      onOk={onDo}
      onCancel={onClose}
    >
      <p>{t(`people.sure${wish.verb}What`)}</p>
      <Problem error={error} />
    </Modal>
  )
}

const State = ({ of }: { of: Colleague }) => {
  const { t } = useTranslation('account')
  if (of.disabledAt) return <Mark tone="refused">{t('people.disabled')}</Mark>
  if (of.initialUntil) return <Mark tone="review">{t('people.initial')}</Mark>
  return <Mark tone="registered">{t('people.active')}</Mark>
}

export default AccountsPage
