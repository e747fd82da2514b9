/** The person of a registration, from a name and a number or from another document. */
import { factOf, hasFact, REGISTRATION_COLUMNS, readRegistrationRow } from '@mingce/domain/registration'
import { fail, ok, type Result } from '@mingce/domain/result'
import { isAdultOn, isUnprintable, matchColumns, normalizePersonName } from '@mingce/domain/standards'
import type { Context } from '../../access/index.ts'
import { documentDigestText } from '../../platform/rekey/index.ts'
import { numberContext } from '../../population/index.ts'
import type { OnlinePerson } from './batch/index.ts'
import type { OnlineRefusal } from './errors.ts'
import type { Frame } from './frame/index.ts'
import type { NewAtStation } from './schema.ts'

const HEADER = ['姓名', '公民身份号码'] as const
const COLUMNS = matchColumns(HEADER, REGISTRATION_COLUMNS)

interface NamedNumber {
  readonly name: string
  readonly number: string
  /** The key of `number`, where the login already holds it. */
  readonly personKey?: string
}

/** What a number and a name say of themselves, read as a row of a file is. */
export const readPerson = (
  services: Pick<Context, 'database' | 'keys' | 'clock'>,
  frame: Frame,
  said: NamedNumber,
): Result<OnlinePerson, OnlineRefusal> => {
  const { election } = frame
  const { name, number } = said
  const row = readRegistrationRow([name, number], COLUMNS, {
    pollingDay: election.pollingDay,
    areas: numberContext(services as Context, election),
  })
  if (row.number === null) return fail({ code: 'identity.invalid', field: 'number' })
  if (row.name === '') return fail({ code: 'identity.invalid', field: 'name' })
  return ok({
    personKey: said.personKey ?? services.keys.personKey(row.number),
    name: row.name,
    facts: row.facts,
    sex: row.sex,
    birthDate: row.birthDate,
    stated: hasFact(row.facts, factOf('name.unprintable')) ? { 'name.unprintable': { stated: row.name } } : null,
  })
}

/** `E12345678` → `E1*****78`: enough for an officer to tell two documents apart. */
export const maskDocument = (number: string): string =>
  number.length < 6 ? '*'.repeat(number.length) : `${number.slice(0, 2)}${'*'.repeat(number.length - 4)}${number.slice(-2)}`

export const documentNumber = (written: string): string => written.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

type DocumentPerson = Extract<NewAtStation['person'], { kind: 'document' }>

/** Someone without an ID number, known by a document: the right to vote does not hang on a number (EL 4). */
export const documentPerson = (
  services: Pick<Context, 'database' | 'keys' | 'clock'>,
  frame: Frame,
  said: DocumentPerson,
): OnlinePerson => {
  const number = documentNumber(said.number)
  const name = normalizePersonName(said.name)
  const [personKey = ''] = services.keys.digests([documentDigestText(said.type, number)])
  return {
    personKey,
    name,
    facts:
      factOf('identity.document') |
      (isAdultOn(said.birthDate, frame.election.pollingDay) ? 0 : factOf('eligibility.age')) |
      (isUnprintable(name) ? factOf('name.unprintable') : 0),
    sex: said.sex,
    birthDate: said.birthDate,
    stated: { 'identity.document': { type: said.type, masked: maskDocument(number) } },
  }
}
