export { countPeople, freezePlan, previewPlan } from './service.ts'
export { findPeopleOf, followDistricts } from './store.ts'
