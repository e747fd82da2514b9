/** The own password. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changePassword } from '../../../api/index.ts'
import { Sheet } from '../../../ui/index.ts'
import { ACCOUNT_KEY, Problem, SESSION_KEY, useSession } from '../session/index.ts'

interface Fields {
  password: string
  newPassword: string
  again: string
}
const SHORTEST = 10

export const PasswordSheet = () => {
  const { t } = useTranslation('account')
  const session = useSession()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [opened, setOpened] = useState(false)
  const change = useMutation({
    mutationFn: ({ password, newPassword }: Fields) => changePassword(password, newPassword),
    onSuccess: async () => {
      form.resetFields()
      setOpened(false)
      void message.success(t('password.done'))
      await queries.invalidateQueries({ queryKey: SESSION_KEY })
      await queries.invalidateQueries({ queryKey: ACCOUNT_KEY })
    },
  })
  const missing = { required: true, message: t('password.missing') }
  return (
    <Sheet title={t('password.title')}>
      <p className="gap soft">{t('password.lead')}</p>
      {opened ? (
        <Form<Fields>
          form={form}
          layout="vertical"
          className="form"
          requiredMark={false}
          onFinish={fields => change.mutate(fields)}
        >
          <Problem error={change.error} />
          <input type="text" hidden autoComplete="username" readOnly value={session.data?.user.username ?? ''} />
          <Form.Item name="password" label={t('password.current')} rules={[missing]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Form.Item
            name="newPassword"
            label={t('password.new')}
            extra={t('password.rule')}
            rules={[missing, { min: SHORTEST, message: t('password.tooShort') }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="again"
            label={t('password.again')}
            dependencies={['newPassword']}
            rules={[
              missing,
              ({ getFieldValue }) => ({
                validator: async (_, value: string) => {
                  if (value && value !== getFieldValue('newPassword')) throw new Error(t('password.differ'))
                },
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t('password.save')}
          </Button>
        </Form>
      ) : (
        <Button onClick={() => setOpened(true)}>{t('password.change')}</Button>
      )}
    </Sheet>
  )
}
