/** Common reasons of a decision, per finding: each names its statutory ground. The person still chooses, or writes their own. */

export type ReasonKey =
  | 'idCardSeen'
  | 'otherPersonsNumber'
  | 'nameChecked'
  | 'nameToMend'
  | 'thisRowRight'
  | 'otherRowRight'
  | 'choseHere'
  | 'choseOther'
  | 'papersSeen'
  | 'notIdentified'
  | 'formerName'
  | 'typingSlip'
  | 'alive'
  | 'deceased'
  | 'livesHere'
  | 'movedAway'
  | 'proofHandedIn'
  | 'tookPart'
  | 'student'
  | 'proofMissing'
  | 'districtFound'
  | 'partFound'
  | 'otherPlace'
  | 'visitedOwner'
  | 'otherDocument'

interface Reasons {
  readonly accept: readonly ReasonKey[]
  readonly refuse: readonly ReasonKey[]
}

const REASONS: Readonly<Record<string, Reasons>> = {
  'identity.document': { accept: ['papersSeen'], refuse: ['notIdentified'] },
  'identity.shared': { accept: ['visitedOwner'], refuse: ['otherDocument'] },
  'identity.birth': { accept: ['idCardSeen'], refuse: ['otherPersonsNumber'] },
  'identity.sex': { accept: ['idCardSeen'], refuse: ['otherPersonsNumber'] },
  'name.unprintable': { accept: ['nameChecked'], refuse: ['nameToMend'] },
  'duplicate.same-file': { accept: ['thisRowRight'], refuse: ['otherRowRight'] },
  'claim.other-district': { accept: ['choseHere'], refuse: ['choseOther'] },
  'claim.same-district': { accept: ['thisRowRight'], refuse: ['otherRowRight'] },
  'population.absent': { accept: ['papersSeen'], refuse: ['notIdentified'] },
  'population.name': { accept: ['formerName', 'typingSlip'], refuse: ['otherPersonsNumber'] },
  'population.deceased': { accept: ['alive'], refuse: ['deceased'] },
  'population.moved-out': { accept: ['livesHere'], refuse: ['movedAway'] },
  'place.unproven': { accept: ['proofHandedIn', 'tookPart', 'student'], refuse: ['proofMissing'] },
  'identity.several-numbers': { accept: ['idCardSeen'], refuse: ['otherPersonsNumber'] },
  'identity.residence-permit': { accept: ['papersSeen', 'livesHere'], refuse: ['notIdentified'] },
  'area.unknown': { accept: ['idCardSeen'], refuse: ['otherPersonsNumber'] },
  'remark.reported': { accept: ['alive', 'livesHere', 'thisRowRight'], refuse: ['deceased', 'movedAway', 'otherRowRight'] },
  'district.unknown': { accept: ['districtFound'], refuse: ['otherPlace'] },
  'district.part': { accept: ['partFound'], refuse: ['otherPlace'] },
}

/** The reasons that fit the open findings of a case, without repeats, in the order of the findings. */
export const reasonsFor = (codes: readonly string[], decision: 'accept' | 'refuse'): ReasonKey[] => [
  ...new Set(codes.flatMap(code => REASONS[code]?.[decision] ?? [])),
]
