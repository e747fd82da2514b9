export { TOLD_BY, type ToldBy, tellRefused, tellUndone } from './service.ts'
