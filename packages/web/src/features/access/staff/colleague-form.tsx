/** A colleague's account: name, role and area; of a new one also its username. */
import { useMutation } from '@tanstack/react-query'
import { Button, Cascader, Form, Input, Modal, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ActivationCode,
  type Area,
  addColleague,
  type Colleague,
  changeColleague,
  newRequestId,
  type Role,
  readAreas,
} from '../../../api/index.ts'
import { Problem, useSession } from '../session/index.ts'

interface AreaOption {
  value: string
  label: string
  isLeaf: boolean
  children?: AreaOption[]
}
interface Fields {
  username: string
  name: string
  role: Role
  area: string[]
}

/** Roles that somebody may give: the own and those below. */
const rolesBelow = (own: Role): Role[] => {
  const ladder: Role[] = ['city', 'district', 'township', 'station']
  const from = ladder.indexOf(own)
  return from < 0 ? [] : [...ladder.slice(from + 1), 'auditor']
}

const optionOf = (area: Area): AreaOption => ({ value: area.code, label: area.name, isLeaf: area.level >= 5 })
const withChildren = (options: AreaOption[], code: string, children: AreaOption[]): AreaOption[] =>
  options.map(option =>
    option.value === code
      ? { ...option, children }
      : option.children
        ? { ...option, children: withChildren(option.children, code, children) }
        : option,
  )

interface ColleagueFormProps {
  /** null: a new account. */
  of: Colleague | null
  onDone: (initial: ActivationCode | null) => void
  onClose: () => void
}

export const ColleagueForm = ({ of, onDone, onClose }: ColleagueFormProps) => {
  const { t } = useTranslation(['account', 'access'])
  const own = useSession().data
  const [options, setOptions] = useState<AreaOption[]>([])
  const [areasFailed, setAreasFailed] = useState<unknown>(null)
  const requestId = useRef(newRequestId())
  const area = own?.area
  useEffect(() => {
    if (!area) return
    readAreas(area.code).then(inside => {
      const top: AreaOption = { value: area.code, label: area.name, isLeaf: inside.length === 0, children: inside.map(optionOf) }
      setOptions([top])
    }, setAreasFailed)
  }, [area])
  const loadChildren = async (chosen: AreaOption[]) => {
    const last = chosen.at(-1)
    if (!last || last.children) return
    try {
      const children = (await readAreas(last.value)).map(optionOf)
      setOptions(before => withChildren(before, last.value, children))
    } catch (error) {
      setAreasFailed(error)
    }
  }
  const save = useMutation({
    mutationFn: async ({ username, name, role, area: chosen }: Fields): Promise<ActivationCode | null> => {
      const to = { name: name.trim(), role, areaCode: chosen.at(-1) ?? '' }
      if (!of) return addColleague({ ...to, username: username.trim() }, requestId.current)
      await changeColleague(of.id, to, requestId.current)
      return null
    },
    onSuccess: onDone,
    onError: () => {
      requestId.current = newRequestId()
    },
  })
  return (
    <Modal open title={of ? t('form.change', { name: of.name }) : t('form.add')} footer={null} onCancel={onClose} width={480}>
      <Problem error={save.error ?? areasFailed} />
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={of ? { name: of.name, role: of.role, area: [of.area.code] } : { role: 'station' }}
        onFinish={fields => save.mutate(fields)}
      >
        <Form.Item
          name="name"
          label={t('form.name')}
          rules={[{ required: true, whitespace: true, message: t('form.nameMissing') }]}
        >
          <Input maxLength={60} autoComplete="off" autoFocus />
        </Form.Item>
        {of ? null : (
          <Form.Item
            name="username"
            label={t('form.username')}
            extra={t('form.usernameRule')}
            normalize={(value: string) => value.toLowerCase()}
            rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{2,29}$/, message: t('form.usernameRule') }]}
          >
            <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={30} />
          </Form.Item>
        )}
        <Form.Item name="role" label={t('form.role')}>
          <Select options={rolesBelow(own?.role ?? 'station').map(value => ({ value, label: t(`access:role.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="area"
          label={t('form.area')}
          extra={t('form.areaNote')}
          rules={[{ required: true, message: t('form.areaMissing') }]}
        >
          <Cascader
            options={options}
            loadData={chosen => void loadChildren(chosen as AreaOption[])}
            changeOnSelect
            displayRender={labels => (of && labels.join() === of.area.code ? of.area.name : labels.join(' / '))}
          />
        </Form.Item>
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t(of ? 'form.save' : 'form.create')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
