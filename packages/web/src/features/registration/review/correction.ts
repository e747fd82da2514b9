/** What an officer sets when approving: prefilled from the row, and where that cannot stand, from the population register. */
import type { ReviewCase } from '../../../api/index.ts'

export interface CorrectionFields {
  name: string
  sex: 'M' | 'F' | ''
  birthDate: string
  community: string
  part: string
}

/** What is sent: the fields that differ from the registration. */
export interface Correction {
  name?: string
  sex?: 'M' | 'F'
  birthDate?: string
  community?: string
  part?: string
}

const isOpen = (one: ReviewCase, code: string): boolean =>
  one.findings.some(finding => finding.code === code && finding.state === 'open')

/** The form as it opens. A name that cannot be read and a place that is not known come from the register, for the officer to check. */
export const fieldsOf = (one: ReviewCase): CorrectionFields => {
  const { population } = one
  const name = isOpen(one, 'name.unprintable') ? (population?.name ?? '') : one.name
  const community = isOpen(one, 'district.unknown') || one.community === null ? population?.community?.code : one.community.code
  return {
    name,
    sex: (isOpen(one, 'identity.sex') ? population?.sex : one.sex) ?? one.sex ?? '',
    birthDate: isOpen(one, 'identity.birth') ? (population?.birthDate ?? one.birthDate) : one.birthDate,
    community: community ?? '',
    part: one.part ?? '',
  }
}

/** The fields that the officer leaves different from the registration. */
export const correctionOf = (one: ReviewCase, fields: CorrectionFields): Correction => {
  const name = fields.name.trim()
  return {
    ...(name !== one.name && name !== '' ? { name } : {}),
    ...(fields.sex !== '' && fields.sex !== one.sex ? { sex: fields.sex } : {}),
    ...(fields.birthDate !== one.birthDate && fields.birthDate !== '' ? { birthDate: fields.birthDate } : {}),
    ...(fields.community !== '' && fields.community !== one.community?.code ? { community: fields.community } : {}),
    ...(fields.part !== '' && (fields.part !== one.part || fields.community !== one.community?.code)
      ? { part: fields.part }
      : {}),
  }
}

/** What must be filled in before the case can be approved. */
export const missingIn = (one: ReviewCase, fields: CorrectionFields): 'name' | 'community' | 'part' | null => {
  if (fields.name.trim() === '') return 'name'
  if (isOpen(one, 'district.part') && fields.community === one.community?.code && fields.part === (one.part ?? '')) return 'part'
  return fields.community === '' && (one.community === null || isOpen(one, 'district.unknown')) ? 'community' : null
}
