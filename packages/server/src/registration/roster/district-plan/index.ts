export { countPeople, freezePlan, previewPlan } from './service.ts'
