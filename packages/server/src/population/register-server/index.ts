export { buildRegisterServer } from './routes.ts'
export { loadPeople, type RegisterPeople } from './service.people.ts'
