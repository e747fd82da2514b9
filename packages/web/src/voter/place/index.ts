/** Where a voter votes: the form, the search and the summary. */
export { type Choice, claimOf, isComplete, isEnough, startingChoice, waysOf } from './choice.ts'
export { useForm, usePlace } from './form.ts'
export { DistrictRows, PlaceSummary } from './place-summary.tsx'
export { WhereForm } from './where-form.tsx'
