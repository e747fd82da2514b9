/** Which signatures under a nomination count (EL 30, EL 32). Each is judged alone, then with the others of its signer. */
import type { Settings } from '../election/index.ts'
import type { Nomination, NominationInput, NominationKind, Signature } from './input.ts'
import { type Standing, standingOfPeople } from './over-number.ts'

export type SignatureCode = 'late' | 'withdrawn' | 'not-on-roll' | 'other-district' | 'twice' | 'over-number' | 'undecided'

export interface JudgedSignature {
  readonly nomination: string
  readonly nominee: string
  readonly kind: NominationKind
  readonly signer: string
  readonly at: string | null
  /** null: it counts. */
  readonly code: SignatureCode | null
}

interface Frame {
  readonly closes: string
  readonly districtOf: ReadonlyMap<string, string | null>
  readonly settings: Settings
}

/** What keeps a signature from counting, whatever else its signer signed. An organisation is on no roll. */
const ownFault = (input: NominationInput, nomination: Nomination, signature: Signature, frame: Frame): SignatureCode | null => {
  if (signature.at !== null && signature.at > frame.closes) return 'late'
  const { withdrawn } = signature
  if (withdrawn !== undefined && (withdrawn < nomination.at || frame.settings['late-withdrawal'] === 'falls')) return 'withdrawn'
  if (nomination.kind === 'organisation') return null
  const district = frame.districtOf.get(signature.id) ?? null
  if (district === null) return 'not-on-roll'
  return district === input.district ? null : 'other-district'
}

/** Unknown times come last. */
const byTime = (a: JudgedSignature, b: JudgedSignature): number => {
  const [x, y] = [a.at ?? '\uffff', b.at ?? '\uffff']
  return x < y ? -1 : x > y ? 1 : 0
}

/** The signatures under one nomination, each judged alone; of several by one person the earliest counts. */
const judgeOne = (input: NominationInput, nomination: Nomination, frame: Frame): JudgedSignature[] => {
  const signed = nomination.by.map(signature => ({
    nomination: nomination.id,
    nominee: nomination.nominee,
    kind: nomination.kind,
    signer: signature.id,
    at: signature.at,
    code: ownFault(input, nomination, signature, frame),
  }))
  const seen = new Set<string>()
  return signed.sort(byTime).map(one => {
    if (one.code !== null) return one
    if (seen.has(one.signer)) return { ...one, code: 'twice' }
    seen.add(one.signer)
    return one
  })
}

const signerKey = ({ kind, signer }: JudgedSignature): string => `${kind} ${signer}`

const CODE_OF: Readonly<Record<Standing, SignatureCode | null>> = {
  stands: null,
  falls: 'over-number',
  undecided: 'undecided',
}

/** Judges every signature. Those under a nomination that came late take nothing of a signer's number. */
export const judgeSignatures = (input: NominationInput, closes: string, settings: Settings): JudgedSignature[] => {
  const frame = { closes, settings, districtOf: new Map(input.voters.map(({ id, district }) => [id, district])) }
  const late = new Set(input.nominations.filter(({ at }) => at > closes).map(({ id }) => id))
  const judged = input.nominations.flatMap(nomination => judgeOne(input, nomination, frame))
  const bySigner = new Map<string, JudgedSignature[]>()
  for (const one of judged)
    if (one.code === null && !late.has(one.nomination))
      bySigner.set(signerKey(one), [...(bySigner.get(signerKey(one)) ?? []), one])
  const standing = new Map([...bySigner].map(([key, signed]) => [key, standingOfPeople(signed, input.seats, settings)]))
  return judged.map(one => {
    if (one.code !== null || late.has(one.nomination)) return one
    return { ...one, code: CODE_OF[standing.get(signerKey(one))?.get(one.nominee) ?? 'stands'] }
  })
}
