/** A labelled control of a form: the label above it, and a click on it leads into it. */
import { type ReactNode, useId } from 'react'

interface FieldProps {
  readonly label: string
  readonly className?: string
  readonly children: (id: string) => ReactNode
}

export const Field = ({ label, className, children }: FieldProps) => {
  const id = useId()
  return (
    <div className={`setting${className ? ` ${className}` : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
