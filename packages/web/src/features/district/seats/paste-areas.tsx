/** Pastes areas and their people from a table, and says what was understood before it is filled in. */
import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId } from '../../../api/index.ts'
import { Field } from '../../../ui/field.tsx'
import { fillIn, readPasted } from './pasted-areas.ts'
import type { DraftArea } from './seats-draft.ts'

export const newUnitCode = (): string => `unit-${newRequestId().slice(0, 8)}`

interface Props {
  readonly areas: readonly DraftArea[]
  readonly onChange: (areas: readonly DraftArea[]) => void
}

export const PasteAreas = ({ areas, onChange }: Props) => {
  const { t } = useTranslation('election')
  const [text, setText] = useState<string | null>(null)
  const pasted = readPasted(text ?? '')
  const close = () => setText(null)
  return (
    <>
      <Button className="gap" onClick={() => setText('')}>
        {t('seats.paste')}
      </Button>
      <Modal
        title={t('seats.paste')}
        open={text !== null}
        onCancel={close}
        okText={t('seats.pasteFill', { count: pasted.areas.length })}
        okButtonProps={{ disabled: pasted.areas.length === 0 }}
        onOk={() => {
          onChange(fillIn(areas, pasted, newUnitCode))
          close()
        }}
      >
        <Field label={t('seats.pasteNote')}>
          {id => <Input.TextArea id={id} rows={8} value={text ?? ''} onChange={event => setText(event.target.value)} />}
        </Field>
        {pasted.unread.length === 0 ? null : (
          <Alert
            className="gap"
            type="warning"
            showIcon
            title={t('seats.pasteUnread', { count: pasted.unread.length })}
            description={pasted.unread.slice(0, 5).join('\n')}
          />
        )}
      </Modal>
    </>
  )
}
