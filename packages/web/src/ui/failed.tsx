/** What the server refused, above the form that asked. */
import { Alert } from 'antd'
import { useErrorWords } from './index.ts'

export const Failed = ({ error }: { error: unknown }) => {
  const words = useErrorWords()
  if (!error) return null
  const { title, next } = words(error)
  return <Alert type="error" showIcon role="alert" className="gap" title={title} description={next} />
}
