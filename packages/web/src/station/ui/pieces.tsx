/** Small parts of every screen of this page. */
import { type ReactNode, useId } from 'react'
import { ApiError } from '../../api/request.ts'
import { useText, useWords } from './words.ts'

interface FieldProps {
  label: string
  note?: string | undefined
  error?: string | undefined
  children: (props: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean | undefined }) => ReactNode
}

/** A labelled field with what is wrong with it right under it. */
export const Field = ({ label, note, error, children }: FieldProps) => {
  const id = useId()
  const about = error || note ? `${id}-about` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': error ? true : undefined })}
      {about ? (
        <p id={about} className={error ? 'field-error' : 'soft'}>
          {error ?? note}
        </p>
      ) : null}
    </div>
  )
}

interface ChoiceProps<V extends string> {
  label: string
  value: V | ''
  options: readonly { value: V; label: string; note?: string | undefined }[]
  onChange: (value: V) => void
}

/** One of a few, as large buttons that a thumb hits. */
export const Choice = <V extends string>({ label, value, options, onChange }: ChoiceProps<V>) => {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      {options.map(option => (
        <label key={option.value} className={option.value === value ? 'chosen' : undefined}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>
            {option.label}
            {option.note ? <small>{option.note}</small> : null}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export const Tick = ({ label, checked, onChange }: { label: ReactNode; checked: boolean; onChange: (on: boolean) => void }) => (
  <label className={`tick${checked ? ' chosen' : ''}`}>
    <input type="checkbox" checked={checked} onChange={event => onChange(event.target.checked)} />
    <span>{label}</span>
  </label>
)

type Tone = 'registered' | 'review' | 'refused' | 'quiet'
export const Mark = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={`mark ${tone}`}>{children}</span>
)

interface NoticeProps {
  tone: Tone
  title: string
  children?: ReactNode
  /** Read out at once. */
  urgent?: boolean
}
export const Notice = ({ tone, title, children, urgent }: NoticeProps) => (
  <div className={`notice ${tone}`} role={urgent ? 'alert' : 'status'}>
    <strong>{title}</strong>
    {children ? <div>{children}</div> : null}
  </div>
)

/** What went wrong, in the reader's language, and what to do next. */
export const Problem = ({ error }: { error: unknown }) => {
  const { t } = useWords()
  const text = useText()
  const failed = error instanceof ApiError ? error : null
  const unreachable = failed?.status === 0
  const title = failed?.text ? text(failed.text) : unreachable ? t('problem.unreachable') : t('problem.unexpected')
  const next = failed?.next ? text(failed.next) : unreachable ? t('problem.unreachableNext') : null
  return (
    <Notice tone="refused" title={title} urgent>
      {next}
    </Notice>
  )
}
