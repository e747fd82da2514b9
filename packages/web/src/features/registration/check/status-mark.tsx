/** The state of a registration, with sign and word. */
import { CheckCircleOutlined, ExclamationCircleOutlined, MinusCircleOutlined, StopOutlined } from '@ant-design/icons'
import { Mark } from '../../../ui/index.ts'
import { useStatusWord } from './status-words.ts'

const LOOK = {
  registered: { tone: 'registered', icon: <CheckCircleOutlined aria-hidden /> },
  review: { tone: 'review', icon: <ExclamationCircleOutlined aria-hidden /> },
  refused: { tone: 'refused', icon: <StopOutlined aria-hidden /> },
} as const

export const StatusMark = ({ status }: { status: string }) => {
  const word = useStatusWord()
  const look = status === 'registered' || status === 'review' || status === 'refused' ? LOOK[status] : null
  return (
    <Mark tone={look?.tone ?? 'quiet'} icon={look?.icon ?? <MinusCircleOutlined aria-hidden />}>
      {word(status)}
    </Mark>
  )
}
