/** Columns to show, and searches kept under a name. */
import { DeleteOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { COLUMNS, type Kept, withView } from './views.ts'
import { useColumnTitles } from './voter-columns.tsx'

interface ViewToolsProps {
  readonly kept: Kept
  /** The current search. */
  readonly query: string
  readonly onKeep: (kept: Kept) => void
  readonly onOpen: (query: string) => void
}

const Columns = ({ kept, onKeep }: Pick<ViewToolsProps, 'kept' | 'onKeep'>) => {
  const { t } = useTranslation('registration')
  const titles = useColumnTitles()
  return (
    <fieldset className="stack">
      <legend>{t('voters.columns')}</legend>
      {COLUMNS.map(column => (
        <Checkbox
          key={column}
          checked={kept.columns.includes(column)}
          onChange={({ target }) =>
            onKeep({
              ...kept,
              columns: COLUMNS.filter(one => (one === column ? target.checked : kept.columns.includes(one))),
            })
          }
        >
          {titles[column]}
        </Checkbox>
      ))}
    </fieldset>
  )
}

const Views = ({ kept, query, onKeep, onOpen }: ViewToolsProps) => {
  const { t } = useTranslation('registration')
  const [name, setName] = useState('')
  return (
    <div className="stack">
      {kept.views.map(view => (
        <span key={view.name}>
          <Button type="link" onClick={() => onOpen(view.query)}>
            {view.name}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('voters.viewDelete', { name: view.name })}
            onClick={() => onKeep({ ...kept, views: kept.views.filter(one => one !== view) })}
          />
        </span>
      ))}
      <form
        onSubmit={event => {
          event.preventDefault()
          if (name.trim() === '') return
          onKeep(withView(kept, { name: name.trim(), query }))
          setName('')
        }}
      >
        <Input
          aria-label={t('voters.viewName')}
          placeholder={t('voters.viewName')}
          maxLength={30}
          value={name}
          onChange={event => setName(event.target.value)}
        />
        <Button htmlType="submit">{t('voters.viewSave')}</Button>
      </form>
      <span className="soft">{t('voters.viewsNote')}</span>
    </div>
  )
}

export const ViewTools = (props: ViewToolsProps) => {
  const { t } = useTranslation('registration')
  return (
    <>
      <Popover trigger="click" placement="bottomRight" content={<Views {...props} />} title={t('voters.saveView')}>
        <Button>{t('voters.views')}</Button>
      </Popover>
      <Popover trigger="click" placement="bottomRight" content={<Columns kept={props.kept} onKeep={props.onKeep} />}>
        <Button icon={<SettingOutlined aria-hidden />}>{t('voters.columnsButton')}</Button>
      </Popover>
    </>
  )
}
